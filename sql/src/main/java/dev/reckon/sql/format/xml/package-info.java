/// The type xml: text that is well-formed XML.
///
/// In: a text. Out: whether it is a document, or content, or neither and why; its output form.
@NullMarked
package dev.reckon.sql.format.xml;

import org.jspecify.annotations.NullMarked;

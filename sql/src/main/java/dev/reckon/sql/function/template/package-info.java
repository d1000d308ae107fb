/// Template patterns: to_char, to_date, to_timestamp, to_number (the chapter "Data Type Formatting
/// Functions").
///
/// In: values and a template, or a text and a template. Out: texts or values.
@NullMarked
package dev.reckon.sql.function.template;

import org.jspecify.annotations.NullMarked;

/// PostgreSQL's regular expressions. A pattern is read into two things: its shape, which says what
/// strings belong to it, and a tree of the places where PostgreSQL's manual says which of several
/// ways to match counts (9.7.3.5). Automata over the shape find where a match begins and ends in
/// time linear to the text; the tree then divides it among the groups.
///
/// In: a pattern and its options. Out: a [dev.reckon.sql.function.pattern.RegularExpression], and
/// from it matchers over UTF-8 bytes.
@NullMarked
package dev.reckon.sql.function.pattern;

import org.jspecify.annotations.NullMarked;

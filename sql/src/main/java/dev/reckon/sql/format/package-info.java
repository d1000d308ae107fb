/// PostgreSQL's text and binary formats of every type: what a client writes and reads.
@NullMarked
package dev.reckon.sql.format;

import org.jspecify.annotations.NullMarked;

/// The PostgreSQL protocol as clients see it: byte by byte, and through psql, pgbench and pgjdbc.
@NullMarked
package dev.reckon.tests.pgwire;

import org.jspecify.annotations.NullMarked;

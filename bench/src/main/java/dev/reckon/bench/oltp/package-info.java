/// `./reckon bench oltp`: short transactions through the PostgreSQL protocol beside PostgreSQL.
@NullMarked
package dev.reckon.bench.oltp;

import org.jspecify.annotations.NullMarked;

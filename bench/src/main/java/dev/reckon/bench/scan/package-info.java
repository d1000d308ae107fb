/// `./reckon bench scan`: filters, aggregates, top-N and distinct over one large table.
@NullMarked
package dev.reckon.bench.scan;

import org.jspecify.annotations.NullMarked;

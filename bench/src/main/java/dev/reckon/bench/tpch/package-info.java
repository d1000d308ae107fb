/// `./reckon bench tpch`: the 22 queries of TPC-H on Reckon, DuckDB and PostgreSQL in one run.
@NullMarked
package dev.reckon.bench.tpch;

import org.jspecify.annotations.NullMarked;

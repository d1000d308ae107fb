package dev.reckon.sql.copy;

import dev.reckon.storage.batch.Batch;

/// Rows that came whole.
///
/// @param lines the number of the line that each came from, from 1, ascending over all batches
public record DecodedRows(Batch rows, long[] lines) {}

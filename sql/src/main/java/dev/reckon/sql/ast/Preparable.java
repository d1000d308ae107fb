package dev.reckon.sql.ast;

/// A statement that is planned: what `PREPARE`, `EXPLAIN`, a cursor, `COPY` and a `WITH` can hold.
public sealed interface Preparable extends Statement
        permits Query,
                DataStatement.Insert,
                DataStatement.Update,
                DataStatement.Delete,
                DataStatement.Merge {}

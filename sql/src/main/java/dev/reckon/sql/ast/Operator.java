package dev.reckon.sql.ast;

import java.util.List;

/// The name of an operator: `+`, or `OPERATOR(schema.+)`.
///
/// @param schema the parts before the symbol; empty when only the symbol was written
/// @param symbol the symbol; `!=` is already `<>`
public record Operator(List<String> schema, String symbol) {
    /// An operator written as its symbol alone.
    public static Operator of(String symbol) {
        return new Operator(List.of(), symbol);
    }
}

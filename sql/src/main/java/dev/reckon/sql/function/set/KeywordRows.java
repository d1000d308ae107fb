package dev.reckon.sql.function.set;

import dev.reckon.sql.function.TableFunction.Rows;
import dev.reckon.sql.parse.Keywords;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;

/// The rows of `pg_get_keywords()`, which drivers ask for before they quote a name.
final class KeywordRows {
    private KeywordRows() {}

    /// Returns a row for each keyword.
    ///
    /// @param types of word, category, whether it can be a bare label, and both of these in words
    static Rows of(List<DataType> types) {
        return TableRows.of(types, Keywords.all().stream().map(KeywordRows::row).iterator());
    }

    private static List<Value> row(Keywords.Keyword keyword) {
        return List.of(
                Value.text(keyword.word()),
                Value.text(String.valueOf(keyword.category())),
                new Value.Int(keyword.bareLabel() ? 1 : 0),
                Value.text(
                        switch (keyword.category()) {
                            case 'U' -> "unreserved";
                            case 'C' -> "unreserved (cannot be function or type name)";
                            case 'T' -> "reserved (can be function or type name)";
                            default -> "reserved";
                        }),
                Value.text(keyword.bareLabel() ? "can be bare label" : "requires AS"));
    }
}

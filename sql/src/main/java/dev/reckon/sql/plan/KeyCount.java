package dev.reckon.sql.plan;

import dev.reckon.storage.schema.TableSchema;
import java.util.List;
import java.util.function.UnaryOperator;

/// Answers `count(*)` over a range of keys from positions, without a scan: one row of one bigint.
public record KeyCount(TableSchema table, String alias, Column output, KeySelection keys)
        implements Plan {
    @Override
    public List<Column> columns() {
        return List.of(output);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new KeyCount(table, alias, output, keys.map(change));
    }
}

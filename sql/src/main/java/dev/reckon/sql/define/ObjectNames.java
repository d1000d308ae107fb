package dev.reckon.sql.define;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Table;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/// Makes names up as PostgreSQL does.
final class ObjectNames {
    /// A name has this many bytes at most.
    private static final int BYTES_MAX = 63;

    private ObjectNames() {}

    /// Returns `table_column_label`, shortened to fit.
    static String of(String table, String column, String label) {
        int rest = BYTES_MAX - label.length() - 1 - (column.isEmpty() ? 0 : 1);
        String first = table;
        String second = column;
        while (byteCount(first) + byteCount(second) > rest) {
            if (byteCount(first) > byteCount(second)) {
                first = first.substring(0, first.length() - 1);
            } else {
                second = second.substring(0, second.length() - 1);
            }
        }
        return first + (second.isEmpty() ? "" : "_" + second) + "_" + label;
    }

    private static int byteCount(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Returns such a name that no relation of a schema has.
    static String relation(
            Catalog catalog, long schemaOid, String table, String column, String label) {
        for (int number = 0; ; number++) {
            String name = of(table, column, number == 0 ? label : label + number);
            if (catalog.relation(schemaOid, name).isEmpty()) {
                return name;
            }
        }
    }

    /// Returns such a name that no constraint of a table has.
    static String constraint(
            Collection<Constraint> constraints, String table, String column, String label) {
        for (int number = 0; ; number++) {
            String name = of(table, column, number == 0 ? label : label + number);
            if (constraints.stream().noneMatch(each -> each.name().equals(name))) {
                return name;
            }
        }
    }

    /// Returns the columns of a constraint in the middle of a name: `a_b`.
    static String joined(List<String> columns) {
        return String.join("_", columns);
    }

    static boolean hasConstraint(Table table, String name) {
        return table.constraint(name).isPresent();
    }
}

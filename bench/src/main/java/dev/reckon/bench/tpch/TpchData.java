package dev.reckon.bench.tpch;

import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The generated tables as files of `|`-separated values.
final class TpchData {
    /// Tables in an order in which references come first.
    static final List<TpchTable<?>> TABLES =
            List.of(
                    TpchTable.REGION,
                    TpchTable.NATION,
                    TpchTable.SUPPLIER,
                    TpchTable.CUSTOMER,
                    TpchTable.PART,
                    TpchTable.PART_SUPPLIER,
                    TpchTable.ORDERS,
                    TpchTable.LINE_ITEM);

    private TpchData() {}

    /// Returns the name of a table in the schema.
    static String name(TpchTable<?> table) {
        return table.equals(TpchTable.PART_SUPPLIER) ? "partsupp" : table.getTableName();
    }

    /// Writes each table to `DIRECTORY/NAME.tbl`.
    static void write(Path directory, double scaleFactor) throws IOException {
        for (TpchTable<?> table : TABLES) {
            try (BufferedWriter file =
                    Files.newBufferedWriter(directory.resolve(name(table) + ".tbl"))) {
                for (TpchEntity row : table.createGenerator(scaleFactor, 1, 1)) {
                    String line = row.toLine();
                    // The specification ends each line with a separator; COPY doesn't.
                    file.write(line, 0, line.endsWith("|") ? line.length() - 1 : line.length());
                    file.write('\n');
                }
            }
        }
    }
}

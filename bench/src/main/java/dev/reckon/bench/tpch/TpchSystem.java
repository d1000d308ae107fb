package dev.reckon.bench.tpch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/// A system that runs the queries: a connection, and how data gets in.
final class TpchSystem {
    private final String name;
    private final Connection connection;

    TpchSystem(String name, Connection connection) {
        this.name = name;
        this.connection = connection;
    }

    String name() {
        return name;
    }

    /// Makes the tables and loads the files; returns the seconds that loading took.
    double load(Path directory) throws SQLException, IOException {
        execute(resource("schema.sql"));
        long start = System.nanoTime();
        for (var table : TpchData.TABLES) {
            String tableName = TpchData.name(table);
            Path file = directory.resolve(tableName + ".tbl");
            if (connection.isWrapperFor(PGConnection.class)) {
                try (InputStream stream = Files.newInputStream(file)) {
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(
                                    "copy " + tableName + " from stdin with (delimiter '|')",
                                    stream,
                                    1 << 20);
                }
            } else {
                execute("copy " + tableName + " from '" + file + "' (delimiter '|', header false)");
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : sql.replaceAll("(?m)^--.*$", "").split(";", -1)) {
                if (!each.isBlank()) {
                    statement.execute(each);
                }
            }
        }
    }

    /// Runs a query and returns its rows, each column as text.
    List<List<String>> query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columnCount = result.getMetaData().getColumnCount();
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>(columnCount);
                for (int column = 1; column <= columnCount; column++) {
                    row.add(String.valueOf(result.getString(column)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    static String resource(String file) throws IOException {
        try (InputStream stream = TpchSystem.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IOException("missing resource " + file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

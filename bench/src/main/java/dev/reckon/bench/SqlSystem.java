package dev.reckon.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/// A system under test that speaks SQL: a connection, how data gets in, what comes out. For one
/// thread.
public final class SqlSystem {
    private static final int COPY_BUFFER_BYTE_COUNT = 1 << 20;

    private final String name;
    private final Connection connection;

    public SqlSystem(String name, Connection connection) {
        this.name = name;
        this.connection = connection;
    }

    public String name() {
        return name;
    }

    /// Loads a file of `|`-separated values into a table.
    public void copy(String table, Path file) throws SQLException, IOException {
        if (connection.isWrapperFor(PGConnection.class)) {
            try (InputStream stream = Files.newInputStream(file)) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy " + table + " from stdin with (delimiter '|')",
                                stream,
                                COPY_BUFFER_BYTE_COUNT);
            }
        } else {
            execute("copy " + table + " from '" + file + "' (delimiter '|', header false)");
        }
    }

    /// Runs statements, one after another; lines that begin with `--` are comments.
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : sql.replaceAll("(?m)^--.*$", "").split(";", -1)) {
                if (!each.isBlank()) {
                    statement.execute(each);
                }
            }
        }
    }

    /// Runs a query `runCount` times after a first time, and returns the median in milliseconds.
    public double medianMillis(String sql, int runCount) throws SQLException {
        query(sql);
        var latencies = new Latencies();
        for (int i = 0; i < runCount; i++) {
            long start = System.nanoTime();
            query(sql);
            latencies.add(System.nanoTime() - start);
        }
        return latencies.micros(0.5) / 1e3;
    }

    /// Runs a query and returns its rows, each column as text.
    public List<List<String>> query(String sql) throws SQLException {
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
}

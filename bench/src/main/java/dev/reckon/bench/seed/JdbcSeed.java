package dev.reckon.bench.seed;

import dev.reckon.bench.Latencies;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// The seed workload through the PostgreSQL protocol with pgjdbc: the same code for Reckon and
/// PostgreSQL. Every answer is checked.
final class JdbcSeed {
    private static final int SINGLE_INSERT_MILLIS = 3000;
    private static final int SCAN_COUNT = 41;

    private JdbcSeed() {}

    /// Loads the table and measures everything.
    ///
    /// @param settle a statement that leaves the table in its lasting form before reads are
    ///   measured
    static SeedFigures run(String url, int rowCount, int lookupCount, String settle)
            throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url + "&reWriteBatchedInserts=true");
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists seed");
            statement.execute(SeedTable.CREATE);
            double batched = batchedRowsPerSecond(connection, rowCount);
            statement.execute(settle);
            Latencies points = points(connection, rowCount, lookupCount);
            double scan = scanMicros(connection, rowCount);
            double single = singleRowsPerSecond(connection, rowCount);
            return new SeedFigures(batched, single, points.micros(0.5), points.micros(0.99), scan);
        }
    }

    /// Measures point queries alone, on a loaded table, with a session setting.
    static SeedFigures points(String url, String setting, int rowCount, int lookupCount)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(setting);
            Latencies points = points(connection, rowCount, lookupCount);
            return new SeedFigures(0, 0, points.micros(0.5), points.micros(0.99), 0);
        }
    }

    private static double batchedRowsPerSecond(Connection connection, int rowCount)
            throws SQLException {
        connection.setAutoCommit(false);
        long start = System.nanoTime();
        try (PreparedStatement insert = connection.prepareStatement(SeedTable.INSERT)) {
            for (int row = 0; row < rowCount; row++) {
                bind(insert, row);
                insert.addBatch();
                if ((row + 1) % SeedTable.BATCH_ROW_COUNT == 0) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
            insert.executeBatch();
            connection.commit();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        connection.setAutoCommit(true);
        return rowCount / seconds;
    }

    private static double singleRowsPerSecond(Connection connection, int rowCount)
            throws SQLException {
        long start = System.nanoTime();
        long end = start + SINGLE_INSERT_MILLIS * 1_000_000L;
        int row = rowCount;
        try (PreparedStatement insert = connection.prepareStatement(SeedTable.INSERT)) {
            while (System.nanoTime() < end) {
                bind(insert, row++);
                insert.executeUpdate();
            }
        }
        return (row - rowCount) / ((System.nanoTime() - start) / 1e9);
    }

    private static void bind(PreparedStatement insert, long row) throws SQLException {
        insert.setLong(1, SeedTable.id(row));
        insert.setString(2, SeedTable.name(row));
        insert.setInt(3, SeedTable.amount(row));
    }

    private static Latencies points(Connection connection, int rowCount, int lookupCount)
            throws SQLException {
        long[] rows = SeedTable.lookups(rowCount, lookupCount);
        try (PreparedStatement point = connection.prepareStatement(SeedTable.POINT)) {
            for (long row : rows) {
                lookUp(point, row);
            }
            var latencies = new Latencies();
            for (long row : rows) {
                long start = System.nanoTime();
                lookUp(point, row);
                latencies.add(System.nanoTime() - start);
            }
            return latencies;
        }
    }

    private static void lookUp(PreparedStatement point, long row) throws SQLException {
        point.setLong(1, SeedTable.id(row));
        try (ResultSet result = point.executeQuery()) {
            if (!result.next() || result.getInt(2) != SeedTable.amount(row)) {
                throw new IllegalStateException("wrong answer for row " + row);
            }
        }
    }

    private static double scanMicros(Connection connection, int rowCount) throws SQLException {
        long sum = SeedTable.amountSum(rowCount);
        var latencies = new Latencies();
        try (PreparedStatement scan = connection.prepareStatement(SeedTable.SCAN)) {
            for (int i = 0; i < SCAN_COUNT; i++) {
                long start = System.nanoTime();
                try (ResultSet result = scan.executeQuery()) {
                    if (!result.next()
                            || result.getLong(1) != rowCount
                            || result.getLong(2) != sum) {
                        throw new IllegalStateException("wrong sum: " + result.getLong(2));
                    }
                }
                if (i >= SCAN_COUNT / 2) {
                    latencies.add(System.nanoTime() - start);
                }
            }
        }
        return latencies.micros(0.5);
    }
}

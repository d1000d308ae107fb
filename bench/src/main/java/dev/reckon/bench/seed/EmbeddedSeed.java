package dev.reckon.bench.seed;

import dev.reckon.bench.Latencies;
import dev.reckon.sql.Database;
import dev.reckon.sql.Prepared;
import dev.reckon.sql.Result;
import dev.reckon.sql.Session;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The seed workload in process, through a session: no socket, no text.
final class EmbeddedSeed {
    private static final int SINGLE_INSERT_MILLIS = 3000;
    private static final int SCAN_COUNT = 41;

    private EmbeddedSeed() {}

    /// Loads the table into an empty directory and measures everything; point queries with the
    /// learned index on, and again with it off.
    static List<SeedFigures> run(Path directory, int rowCount, int lookupCount) {
        try (Database database = Database.open(directory);
                Session session = database.openSession("reckon")) {
            session.execute(SeedTable.CREATE).close();
            double batched = batchedRowsPerSecond(session, rowCount);
            session.execute("checkpoint").close();
            Latencies on = points(session, rowCount, lookupCount);
            session.execute("set reckon.learned_index = off").close();
            Latencies off = points(session, rowCount, lookupCount);
            session.execute("set reckon.learned_index = on").close();
            double scan = scanMicros(session, rowCount);
            double single = singleRowsPerSecond(session, rowCount);
            return List.of(
                    new SeedFigures(batched, single, on.micros(0.5), on.micros(0.99), scan),
                    new SeedFigures(batched, single, off.micros(0.5), off.micros(0.99), scan));
        }
    }

    private static double batchedRowsPerSecond(Session session, int rowCount) {
        Prepared insert = session.prepare(numbered(SeedTable.INSERT), List.of());
        long start = System.nanoTime();
        for (int row = 0; row < rowCount; ) {
            session.execute("begin").close();
            for (int i = 0; i < SeedTable.BATCH_ROW_COUNT && row < rowCount; i++) {
                session.execute(insert, values(row++)).close();
            }
            session.execute("commit").close();
        }
        return rowCount / ((System.nanoTime() - start) / 1e9);
    }

    private static double singleRowsPerSecond(Session session, int rowCount) {
        Prepared insert = session.prepare(numbered(SeedTable.INSERT), List.of());
        long start = System.nanoTime();
        long end = start + SINGLE_INSERT_MILLIS * 1_000_000L;
        int row = rowCount;
        while (System.nanoTime() < end) {
            session.execute(insert, values(row++)).close();
            session.endImplicit();
        }
        return (row - rowCount) / ((System.nanoTime() - start) / 1e9);
    }

    private static Latencies points(Session session, int rowCount, int lookupCount) {
        long[] rows = SeedTable.lookups(rowCount, lookupCount);
        Prepared point = session.prepare(numbered(SeedTable.POINT), List.of());
        for (long row : rows) {
            lookUp(session, point, row);
        }
        var latencies = new Latencies();
        for (long row : rows) {
            long start = System.nanoTime();
            lookUp(session, point, row);
            latencies.add(System.nanoTime() - start);
        }
        return latencies;
    }

    private static void lookUp(Session session, Prepared point, long row) {
        List<Value> parameters = List.of(new Value.Int(SeedTable.id(row)));
        try (var result = (Result.Rows) session.execute(point, parameters)) {
            Batch batch = result.next().orElseThrow();
            if (!batch.column(1).value(batch.row(0)).equals(new Value.Int(SeedTable.amount(row)))) {
                throw new IllegalStateException("wrong answer for row " + row);
            }
        }
        session.endImplicit();
    }

    private static double scanMicros(Session session, int rowCount) {
        Prepared scan = session.prepare(SeedTable.SCAN, List.of());
        Value sum = new Value.Int(SeedTable.amountSum(rowCount));
        var latencies = new Latencies();
        for (int i = 0; i < SCAN_COUNT; i++) {
            long start = System.nanoTime();
            try (var result = (Result.Rows) session.execute(scan, List.of())) {
                Batch batch = result.next().orElseThrow();
                if (!batch.column(1).value(batch.row(0)).equals(sum)) {
                    throw new IllegalStateException("wrong sum");
                }
            }
            session.endImplicit();
            if (i >= SCAN_COUNT / 2) {
                latencies.add(System.nanoTime() - start);
            }
        }
        return latencies.micros(0.5);
    }

    private static List<Value> values(long row) {
        List<Value> values = new ArrayList<>(3);
        values.add(new Value.Int(SeedTable.id(row)));
        values.add(Value.text(SeedTable.name(row)));
        values.add(new Value.Int(SeedTable.amount(row)));
        return values;
    }

    /// Returns a statement with `$1`, `$2`, … for its question marks.
    private static String numbered(String sql) {
        String numbered = sql;
        for (int number = 1; numbered.contains("?"); number++) {
            numbered = numbered.replaceFirst("\\?", "\\$" + number);
        }
        return numbered;
    }
}

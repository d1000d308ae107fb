package dev.reckon.bench.oltp;

import dev.reckon.bench.SqlSystem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Loads of many rows into an empty table with a primary key, each durable when it returns.
final class Loads {
    private static final int ROUND_COUNT = 5;

    private final List<SqlSystem> systems;
    private final int rowCount;
    private final Path ascending;
    private final Path random;

    /// @param systems which have a table `account`, filled from `ascending`
    /// @param ascending the lines of [#write] in key order
    Loads(List<SqlSystem> systems, int rowCount, Path ascending) throws IOException {
        this.systems = systems;
        this.rowCount = rowCount;
        this.ascending = ascending;
        this.random = ascending.resolveSibling("random");
        write(random, shuffled(rowCount));
    }

    private interface Load {
        void run(SqlSystem system) throws SQLException, IOException;
    }

    interface Line {
        void print(String title, int clientCount, List<Double> rates);
    }

    /// Measures all loads, the systems by turns, and hands out the median of each in rows per
    /// second.
    void run(Line line) throws SQLException, IOException {
        for (SqlSystem system : systems) {
            system.execute("create table loaded (like account including all)");
        }
        line.print("COPY in, key order, rows", 1, rates(each -> each.copy("loaded", ascending)));
        line.print("COPY in, random order, rows", 1, rates(each -> each.copy("loaded", random)));
        line.print(
                "INSERT ... SELECT, rows",
                1,
                rates(each -> each.execute("insert into loaded select * from account")));
        for (SqlSystem system : systems) {
            system.execute("drop table loaded");
        }
    }

    private List<Double> rates(Load load) throws SQLException, IOException {
        List<List<Double>> rates = new ArrayList<>();
        systems.forEach(_ -> rates.add(new ArrayList<>()));
        for (int round = 0; round < ROUND_COUNT; round++) {
            for (int i = 0; i < systems.size(); i++) {
                systems.get(i).execute("truncate loaded");
                long start = System.nanoTime();
                load.run(systems.get(i));
                rates.get(i).add(rowCount / ((System.nanoTime() - start) / 1e9));
            }
        }
        return rates.stream()
                .map(each -> each.stream().sorted().toList().get(each.size() / 2))
                .toList();
    }

    /// Writes rows of the table `account`, a line each.
    static void write(Path file, int[] ids) throws IOException {
        String filler = "x".repeat(84);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int id : ids) {
                writer.write(id + "|" + id % 10 + "|0|" + filler + "\n");
            }
        }
    }

    private static int[] shuffled(int count) {
        int[] ids = new int[count];
        var random = new SplittableRandom(7);
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            ids[i] = ids[other];
            ids[other] = i;
        }
        return ids;
    }
}

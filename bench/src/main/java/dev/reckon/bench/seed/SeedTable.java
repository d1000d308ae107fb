package dev.reckon.bench.seed;

import java.util.SplittableRandom;

/// The table that every system loads: an id (odd numbers in random order of insertion would favour
/// nobody, so they come in order), a name and an amount.
final class SeedTable {
    static final String CREATE =
            "create table seed (id bigint primary key, name text not null, amount integer not null)";
    static final String INSERT = "insert into seed (id, name, amount) values (?, ?, ?)";
    static final String POINT = "select name, amount from seed where id = ?";
    static final String SCAN =
            "select count(*), sum(amount), max(amount) from seed where amount >= 0";
    static final int BATCH_ROW_COUNT = 1000;

    private SeedTable() {}

    /// Returns the key of row `row`: not every number, so that a key is no position.
    static long id(long row) {
        return row * 7 + 3;
    }

    static String name(long row) {
        return "name of row " + row;
    }

    static int amount(long row) {
        return (int) (((row * 2_654_435_761L) >>> 12) & 0xFFFF);
    }

    /// Returns the sum that [#SCAN] must give.
    static long amountSum(long rowCount) {
        long sum = 0;
        for (long row = 0; row < rowCount; row++) {
            sum += amount(row);
        }
        return sum;
    }

    /// Returns rows to look up, the same for every system.
    static long[] lookups(long rowCount, int count) {
        return new SplittableRandom(42).longs(count, 0, rowCount).toArray();
    }
}

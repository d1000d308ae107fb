package dev.reckon.sql.execute.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.execute.RandomRows;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.type.Value;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What has a partner passes, whatever the values look like, and not much else does.
final class LongKeyFilterTest {
    private final Random random = new Random(RandomRows.seed());

    private long value(String form) {
        return switch (form) {
            case "dense" -> 1000 + random.nextInt(5000);
            case "sparse" -> random.nextLong();
            case "days as timestamps" -> random.nextInt(100_000) * 86_400_000_000L;
            case "ends" ->
                    random.nextBoolean()
                            ? Long.MIN_VALUE + random.nextInt(3)
                            : Long.MAX_VALUE - random.nextInt(3);
            default -> throw new AssertionError(form);
        };
    }

    private LongVector column(String form, int count, boolean hasNulls) {
        long[] values = new long[count];
        long[] nulls = hasNulls ? Nulls.allocate(count) : Nulls.NONE;
        for (int row = 0; row < count; row++) {
            values[row] = value(form);
            if (hasNulls && random.nextInt(4) == 0) {
                Nulls.set(nulls, row);
            }
        }
        return new LongVector(values, nulls, count);
    }

    private static Set<Long> values(LongVector column) {
        var values = new HashSet<Long>();
        for (int row = 0; row < column.rowCount(); row++) {
            if (!column.isNull(row)) {
                values.add(column.values()[row]);
            }
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense", "sparse", "days as timestamps", "ends"})
    void everyPartnerPassesAndFewOthersDo(String form) {
        int wrong = 0;
        int without = 0;
        for (int round = 0; round < 60; round++) {
            LongVector build =
                    column(form, random.nextInt(3) * random.nextInt(700), round % 2 == 0);
            Set<Long> there = values(build);
            LongKeyFilter filter = LongKeyFilter.of(build, _ -> true).orElseThrow();
            LongVector probe = column(form, 1 + random.nextInt(2000), round % 3 == 0);
            for (int i = 0; i < Math.min(probe.rowCount(), build.rowCount()); i += 3) {
                probe.values()[i] = build.values()[i];
            }
            Batch rows = batch(probe, round % 5 < 2);
            int[] selected = new int[probe.rowCount()];
            int count = filter.select(probe, rows, selected);
            Set<Integer> passed = new HashSet<>();
            for (int i = 0; i < count; i++) {
                assertThat(i == 0 || selected[i - 1] < selected[i]).isTrue();
                passed.add(selected[i]);
            }
            for (int i = 0; i < rows.selectedCount(); i++) {
                int row = rows.row(i);
                boolean hasPartner = !probe.isNull(row) && there.contains(probe.values()[row]);
                if (hasPartner) {
                    assertThat(passed).contains(row);
                    assertThat(filter.lower()).isInstanceOf(Value.Int.class);
                    assertThat(((Value.Int) filter.lower()).value())
                            .isLessThanOrEqualTo(probe.values()[row]);
                    assertThat(((Value.Int) filter.upper()).value())
                            .isGreaterThanOrEqualTo(probe.values()[row]);
                } else {
                    without++;
                    wrong += passed.contains(row) ? 1 : 0;
                }
                passed.remove(row);
            }
            assertThat(passed).as("rows that were not selected").isEmpty();
        }
        assertThat(wrong * 20).isLessThan(without);
    }

    private Batch batch(LongVector probe, boolean isDense) {
        Batch all = new Batch(List.of(probe), probe.rowCount());
        if (isDense) {
            return all;
        }
        int[] rows = new int[probe.rowCount()];
        int count = 0;
        for (int row = 0; row < probe.rowCount(); row++) {
            if (random.nextBoolean()) {
                rows[count++] = row;
            }
        }
        return all.select(Arrays.copyOf(rows, count), count);
    }
}

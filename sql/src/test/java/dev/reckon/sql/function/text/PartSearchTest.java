package dev.reckon.sql.function.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PartSearchTest {
    @Test
    void findsWhatTheJdkFinds() {
        long seed = Long.getLong("seed", 7);
        var random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            int letterCount = 1 + random.nextInt(3);
            String text = text(random, letterCount, random.nextInt(2000));
            String wanted = text(random, letterCount, 1 + random.nextInt(200));
            if (random.nextBoolean() && text.length() > 300) {
                int start = random.nextInt(100);
                wanted = text.substring(start, start + 60 + random.nextInt(100));
            }
            PartSearch search = PartSearch.of(wanted);
            for (int from : new int[] {0, random.nextInt(50), text.length()}) {
                assertThat(search.find(text, from))
                        .as("seed %s: %s in %s from %s", seed, wanted, text, from)
                        .isEqualTo(text.indexOf(wanted, from));
            }
        }
    }

    private static String text(Random random, int letterCount, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(letterCount)));
        }
        return text.toString();
    }

    /// The product of these lengths is 10^12.
    @Test
    void anUnluckyTextTakesNoLonger() {
        String text = "a".repeat(10_000_000);
        assertThat(PartSearch.of("a".repeat(100_000) + "b").find(text, 0)).isNegative();
    }

    @Test
    void canBeStopped() {
        Cancellation.workFor(() -> {
            throw new DatabaseException(SqlState.QUERY_CANCELED, "no longer wanted");
        });
        try {
            String text = "a".repeat(100_000);
            assertThatThrownBy(() -> PartSearch.of(text)).hasMessage("no longer wanted");
        } finally {
            Cancellation.workForNone();
        }
    }
}

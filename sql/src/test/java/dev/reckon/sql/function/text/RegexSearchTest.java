package dev.reckon.sql.function.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.sql.execute.TestEvaluations;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Expressions that would take longer than anybody waits.
final class RegexSearchTest {
    /// The reference keeps the JDK from remembering where it has failed.
    private static final String EXPONENTIAL = "((a|aa)+)b\\1";

    private final TestEvaluations evaluations = new TestEvaluations(1 << 20);

    private RegexSearch search(String pattern, String text, long lookCountMax) {
        return new RegexSearch(
                Regex.compile(pattern, Regex.Options.NONE),
                text,
                evaluations.environment(),
                lookCountMax);
    }

    private static void assertFails(ThrowingCallable search, SqlState state) {
        assertThatThrownBy(search)
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.sqlState()).isEqualTo(state));
    }

    @Test
    void endWhenTheyHaveTakenTooManySteps() {
        var search = search(EXPONENTIAL, "a".repeat(200), 100_000);
        assertFails(search::find, SqlState.INVALID_REGULAR_EXPRESSION);
    }

    @Test
    void endWhenTheyNeedTooDeepAStack() {
        var search = search("(a|b)*c", "ab".repeat(5_000_000), Long.MAX_VALUE);
        assertFails(search::find, SqlState.INVALID_REGULAR_EXPRESSION);
        assertFails(() -> search.find(1), SqlState.INVALID_REGULAR_EXPRESSION);
    }

    @Test
    void endWhenTheStatementIsCancelled() {
        var search = search(EXPONENTIAL, "a".repeat(200), Long.MAX_VALUE);
        evaluations.cancel();
        assertFails(search::find, SqlState.QUERY_CANCELED);
    }

    @Test
    void mayReadALongTextWhole() {
        var search =
                new RegexSearch(
                        Regex.compile("ab", Regex.Options.NONE),
                        "a".repeat(1_000_000) + "b",
                        evaluations.environment());
        assertThat(search.find()).isTrue();
        assertThat(search.start()).isEqualTo(999_999);
        assertThat(search.group()).isEqualTo("ab");
        assertThat(search.find()).isFalse();
    }

    /// From each of 300,000 starts the rest of the text would be read.
    @Test
    void aFreeBeginningIsTriedOnce() {
        for (String pattern : List.of(".*foo", ".+foo", "(.*)foo", ".*[x-z]$")) {
            var search = search(pattern, "a".repeat(300_000), 5_000_000);
            assertThat(search.find()).as(pattern).isFalse();
        }
    }

    @Test
    void aFreeBeginningFindsAllThatItWouldFromAnywhere() {
        long seed = Long.getLong("seed", 3);
        var random = new Random(seed);
        String[] ends = {"", "a", "ab?", "[ab]+c", "(b)(c)?", "$", "c*", "\\mb", "(?=c)", "(?!c)b"};
        for (int round = 0; round < 2000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append("abc\n ".charAt(random.nextInt(5)));
            }
            String end = ends[random.nextInt(ends.length)];
            for (String begin : List.of(".*", ".+", "(.*)", "(.+)")) {
                int from = random.nextInt(text.length() + 1);
                // The empty alternative keeps the pattern from being changed.
                var plain = search("(?:" + begin + end + "|[^\\s\\S])", text.toString(), 1 << 20);
                var search = search(begin + end, text.toString(), 1 << 20);
                boolean found = plain.find(from);
                assertThat(search.find(from)).isEqualTo(found);
                for (int count = 0; found && count < 5; count++) {
                    assertThat(search.start()).isEqualTo(plain.start());
                    assertThat(search.end()).isEqualTo(plain.end());
                    found = plain.find();
                    assertThat(search.find())
                            .as("seed %s: %s%s in '%s' from %s", seed, begin, end, text, from)
                            .isEqualTo(found);
                }
            }
        }
    }
}

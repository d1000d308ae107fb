package dev.reckon.sql.function.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.sql.execute.TestEvaluations;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
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
}

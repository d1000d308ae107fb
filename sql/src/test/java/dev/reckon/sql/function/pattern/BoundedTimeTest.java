package dev.reckon.sql.function.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Patterns that take engines which try one way after the other exponential time.
@Timeout(60)
final class BoundedTimeTest {
    private static final int LENGTH = 20_000;

    @AfterEach
    void stop() {
        Cancellation.workForNone();
    }

    private static RegexMatcher matcher(String pattern) {
        return RegularExpression.compile(pattern, RegexOptions.NONE).matcher();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a*)*b",
                "((a*)*)*b",
                "(a|a)*b",
                "(a|aa)+b",
                "(?:a?){200}a{200}b",
                ".*.*.*.*=b",
                "(.*)(.*)(.*)b",
                "(x+x+)+y",
                "(?=(?:a*)*b)a"
            })
    void failInTimeLinearToTheText(String pattern) {
        try (RegexMatcher matcher = matcher(pattern)) {
            matcher.read("a".repeat(LENGTH));
            assertThat(matcher.find(0)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a*)*",
                "((a*)*)*",
                "(a|a)*",
                "(a|aa)+",
                "(a*?)*?$",
                "(a){0,200}(a*)",
                "(.*)(a*)(a)"
            })
    void areDividedToo(String pattern) {
        try (RegexMatcher matcher = matcher(pattern)) {
            matcher.read("a".repeat(LENGTH));
            assertThat(matcher.find(0)).isTrue();
            assertThat(matcher.end()).isEqualTo(LENGTH);
            assertThat(matcher.end(1)).isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void aMatchFarFromWhatLooksLikeItsBeginningIsFound() {
        try (RegexMatcher matcher = matcher("a[^z]*z|b")) {
            matcher.read("a".repeat(300_000) + "b");
            assertThat(matcher.find(0)).isTrue();
            assertThat(matcher.start()).isEqualTo(300_000);
        }
    }

    @Test
    void manyStatesAreForgottenAndMadeAgain() {
        // A state for each combination of the last 15 characters.
        String text = "ab".repeat(10) + "aabbbaabab".repeat(2_000) + "a" + "b".repeat(15) + "c";
        try (RegexMatcher matcher = matcher("a(?:a|b){15}c")) {
            matcher.read(text + text.replace("ab", "ba") + "aabab".repeat(9_000));
            assertThat(matcher.find(0)).isTrue();
            assertThat(matcher.end()).isEqualTo(text.length());
            assertThat(matcher.find(matcher.end())).isFalse();
        }
    }

    @Test
    void backReferencesEndWhenTheStatementIsCancelled() {
        int[] looks = new int[1];
        Cancellation.workFor(() -> {
            if (++looks[0] > 3) {
                throw new DatabaseException(SqlState.QUERY_CANCELED, "cancelled");
            }
        });
        try (RegexMatcher matcher = matcher("^(?:(a+)\\1)+$")) {
            matcher.read("a".repeat(201));
            assertThatThrownBy(() -> matcher.find(0))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> assertThat(e.sqlState()).isEqualTo(SqlState.QUERY_CANCELED));
            Cancellation.workForNone();
            matcher.read("aaaa");
            assertThat(matcher.find(0)).as("it can be used again").isTrue();
        }
    }

    @Test
    void aLongTextIsLeftWhenTheStatementIsCancelled() {
        Cancellation.workFor(() -> {
            throw new DatabaseException(SqlState.QUERY_CANCELED, "cancelled");
        });
        try (RegexMatcher matcher = matcher("x+y")) {
            matcher.read("a".repeat(1 << 20));
            assertThatThrownBy(matcher::finds).isInstanceOf(DatabaseException.class);
        }
    }

    /// Deeper than the stack of a session.
    @Test
    void deepPatternsAreMatched() {
        String nested = "(".repeat(5_000) + "a" + ")".repeat(5_000);
        String sequence = "(a)".repeat(3_000) + "(b)";
        String looks = "(?=".repeat(5_000) + "a" + ")".repeat(5_000);
        for (String pattern : List.of(nested, sequence, looks)) {
            try (RegexMatcher matcher = matcher(pattern)) {
                matcher.read("a".repeat(3_000) + "b");
                assertThat(matcher.find(0)).isTrue();
                int last = matcher.groupCount();
                assertThat(matcher.start(last)).isEqualTo(last == 3_001 ? 3_000 : 0);
            }
        }
    }

    @Test
    void tooDeepAPatternIsAnError() {
        String pattern = "(".repeat(3_000_000) + ")".repeat(3_000_000);
        assertThatThrownBy(() -> matcher(pattern))
                .hasMessage("invalid regular expression: regular expression is too complex");
    }
}

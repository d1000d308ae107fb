package dev.reckon.sql.function.text;

import dev.reckon.sql.function.Environment;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the matches of a regular expression in a text, one after the other. Some expressions take
/// the JDK exponential time: the search of a text can be cancelled, and gives up after a bounded
/// number of looks at its characters. For one thread, for one text.
///
/// As a [MatchResult] it is the match that [#find()] found last.
final class RegexSearch implements MatchResult {
    /// Some seconds.
    private static final long LOOK_COUNT_MAX = 1_000_000_000;

    /// A search takes no more looks than the larger of [#LOOK_COUNT_MAX] and so many for each
    /// character: a long text may be read whole.
    private static final long LOOKS_PER_CHARACTER_MAX = 16;

    private final Matcher matcher;

    RegexSearch(Pattern pattern, String text, Environment environment) {
        this(
                pattern,
                text,
                environment,
                Math.max(LOOK_COUNT_MAX, LOOKS_PER_CHARACTER_MAX * text.length()));
    }

    RegexSearch(Pattern pattern, String text, Environment environment, long lookCountMax) {
        matcher = pattern.matcher(new Watched(text, environment, lookCountMax));
    }

    /// Finds the next match.
    ///
    /// @throws DatabaseException 57014 when the statement was cancelled, 2201B when the search
    ///   takes too many steps or too deep a stack
    boolean find() {
        try {
            return matcher.find();
        } catch (StackOverflowError _) {
            throw tooComplex();
        }
    }

    /// Finds the first match that begins at an offset or after it.
    ///
    /// @throws DatabaseException as [#find()] does
    boolean find(int offset) {
        try {
            return matcher.find(offset);
        } catch (StackOverflowError _) {
            throw tooComplex();
        }
    }

    private static DatabaseException tooComplex() {
        return new DatabaseException(
                SqlState.INVALID_REGULAR_EXPRESSION,
                "regular expression failed: regular expression is too complex");
    }

    @Override
    public int start() {
        return matcher.start();
    }

    @Override
    public int start(int group) {
        return matcher.start(group);
    }

    @Override
    public int end() {
        return matcher.end();
    }

    @Override
    public int end(int group) {
        return matcher.end(group);
    }

    @Override
    public String group() {
        return matcher.group();
    }

    @Override
    public String group(int group) {
        return matcher.group(group);
    }

    @Override
    public int groupCount() {
        return matcher.groupCount();
    }

    /// A text that counts how often it is looked at.
    private static final class Watched implements CharSequence {
        /// Some microseconds; a power of two.
        private static final int LOOKS_BETWEEN_CHECKS = 4096;

        private final String text;
        private final Environment environment;
        private final long lookCountMax;
        private long lookCount;

        Watched(String text, Environment environment, long lookCountMax) {
            this.text = text;
            this.environment = environment;
            this.lookCountMax = lookCountMax;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if ((++lookCount & LOOKS_BETWEEN_CHECKS - 1) == 0) {
                environment.checkCancelled();
                if (lookCount > lookCountMax) {
                    throw tooComplex();
                }
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}

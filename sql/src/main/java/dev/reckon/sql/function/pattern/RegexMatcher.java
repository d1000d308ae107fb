package dev.reckon.sql.function.pattern;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// Finds matches of a pattern in texts, one text after the other. For one thread; given back by
/// [#close()] to be used again.
///
/// Offsets are of bytes, in the array that was given. All methods that look for something throw a
/// DatabaseException: 57014 when the statement is not wanted any more, 2201B when the pattern is
/// nested too deep for the stack.
public final class RegexMatcher implements AutoCloseable {
    private final RegularExpression pattern;
    private final Text text = new Text();
    private PatternSearch search;
    private int start;
    private int end;

    RegexMatcher(RegularExpression pattern) {
        this.pattern = pattern;
        search = newSearch(pattern, text);
    }

    /// Looks inside looks make automata inside automata.
    private static PatternSearch newSearch(RegularExpression pattern, Text text) {
        try {
            return DeepStack.call(() -> new PatternSearch(pattern, text));
        } catch (StackOverflowError _) {
            throw PatternError.TOO_COMPLEX.failed();
        }
    }

    /// Makes `bytes[from, to)` the text, which must be whole characters of UTF-8.
    public void read(byte[] bytes, int from, int to) {
        text.set(bytes, from, to);
    }

    public void read(String string) {
        byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
        read(bytes, 0, bytes.length);
    }

    /// Does work with the search. What a stack that overflowed has left of one is not used again.
    private <T> T call(Supplier<T> work) {
        try {
            return work.get();
        } catch (StackOverflowError _) {
            search = newSearch(pattern, text);
        }
        try {
            return DeepStack.callDeep(work);
        } catch (StackOverflowError _) {
            search = newSearch(pattern, text);
            throw PatternError.TOO_COMPLEX.failed();
        }
    }

    /// Returns whether there is a match anywhere in the text.
    public boolean finds() {
        return call(() -> search.finds());
    }

    /// Finds the first match that begins at an offset or after it.
    public boolean find(int from) {
        if (from > text.end || !call(() -> search.find(from))) {
            return false;
        }
        start = search.start();
        end = search.end();
        return true;
    }

    /// Finds the first match after the last one. After an empty one it begins a character later.
    public boolean findNext() {
        return find(start < end ? end : end == text.end ? end + 1 : text.after(end));
    }

    private int[] groups() {
        return call(() -> search.groups(start, end));
    }

    /// Returns where the last match begins.
    public int start() {
        return start;
    }

    /// Returns where the last match ends.
    public int end() {
        return end;
    }

    /// Returns where a group of the last match begins, -1 when it has no part in it.
    ///
    /// @param group from 1 to the pattern's groups; 0 for the whole match
    public int start(int group) {
        return group == 0 ? start : groups()[2 * group];
    }

    /// Returns where a group of the last match ends, -1 when it has no part in it.
    ///
    /// @param group as of [#start(int)]
    public int end(int group) {
        return group == 0 ? end : groups()[2 * group + 1];
    }

    /// Returns the number of groups in the pattern.
    public int groupCount() {
        return pattern.groupCount();
    }

    /// Gives the matcher back.
    @Override
    public void close() {
        text.set(new byte[0], 0, 0);
        pattern.takeBack(this);
    }
}

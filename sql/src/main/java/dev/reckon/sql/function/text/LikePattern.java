package dev.reckon.sql.function.text;

import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Arrays;
import java.util.Optional;

/// A LIKE pattern, compiled: literal pieces between runs of `%`, matched over UTF-8 bytes.
///
/// A piece is bytes in which `_` stands for one character. Without `_` a piece is found by
/// comparing bytes; see [ByteSearch].
final class LikePattern {
    private static final byte ANY_CHARACTER = (byte) 0xFF;

    private final byte[][] pieces;
    private final boolean[] hasAny;

    /// Finds each piece of plain bytes; empty where the case doesn't matter.
    private final ByteSearch[] searches;

    private final boolean openStart;
    private final boolean openEnd;
    private final boolean ignoreCase;

    /// What matches instead when the pattern ends with its escape character.
    private final Optional<UnfinishedLikePattern> unfinished;

    private LikePattern(
            byte[][] pieces,
            boolean openStart,
            boolean openEnd,
            boolean ignoreCase,
            Optional<UnfinishedLikePattern> unfinished) {
        this.unfinished = unfinished;
        this.pieces = pieces;
        this.openStart = openStart;
        this.openEnd = openEnd;
        this.ignoreCase = ignoreCase;
        hasAny = new boolean[pieces.length];
        for (int i = 0; i < pieces.length; i++) {
            for (byte unit : pieces[i]) {
                // 0xFF is no byte of UTF-8, so it can mark `_`.
                hasAny[i] |= unit == ANY_CHARACTER;
            }
        }
        searches = new ByteSearch[ignoreCase ? 0 : pieces.length];
        for (int i = 0; i < searches.length; i++) {
            searches[i] = new ByteSearch(pieces[i].length == 0 ? new byte[1] : pieces[i]);
        }
    }

    /// Compiles a pattern with `\` as its escape character.
    static LikePattern compile(byte[] pattern, boolean ignoreCase) {
        byte[] piece = new byte[pattern.length];
        int length = 0;
        byte[][] pieces = new byte[pattern.length + 1][];
        int count = 0;
        boolean openStart = pattern.length > 0 && pattern[0] == '%';
        boolean openEnd = false;
        for (int i = 0; i < pattern.length; i++) {
            byte unit = pattern[i];
            openEnd = false;
            if (unit == '%') {
                if (length > 0) {
                    pieces[count++] = Arrays.copyOf(piece, length);
                    length = 0;
                }
                openEnd = true;
            } else if (unit == '_') {
                piece[length++] = ANY_CHARACTER;
            } else {
                if (unit == '\\') {
                    if (++i == pattern.length) {
                        var whole = new UnfinishedLikePattern(pattern, ignoreCase);
                        return new LikePattern(
                                new byte[0][], false, false, ignoreCase, Optional.of(whole));
                    }
                    unit = pattern[i];
                }
                piece[length++] = ignoreCase ? lower(unit) : unit;
            }
        }
        if (length > 0 || count == 0) {
            pieces[count++] = Arrays.copyOf(piece, length);
        }
        return new LikePattern(
                Arrays.copyOf(pieces, count), openStart, openEnd, ignoreCase, Optional.empty());
    }

    static byte lower(byte unit) {
        return unit >= 'A' && unit <= 'Z' ? (byte) (unit + ('a' - 'A')) : unit;
    }

    /// Returns whether `text[start, end)` matches as a whole.
    ///
    /// @throws DatabaseException 22025 when the pattern ends with its escape character and the text
    ///   is compared up to there
    boolean matches(byte[] text, int start, int end) {
        if (unfinished.isPresent()) {
            return unfinished.get().matches(text, start, end);
        }
        int first = 0;
        int last = pieces.length;
        int from = start;
        int to = end;
        if (!openStart) {
            int next = matchAt(0, text, from, to);
            if (next < 0) {
                return false;
            }
            from = next;
            first = 1;
            if (pieces.length == 1) {
                return openEnd || from == to;
            }
        }
        if (!openEnd) {
            last--;
            int begin = startOfSuffix(last, text, from, to);
            if (begin < 0) {
                return false;
            }
            to = begin;
        }
        for (int i = first; i < last; i++) {
            from = find(i, text, from, to);
            if (from < 0) {
                return false;
            }
        }
        return true;
    }

    /// Returns the end of piece `index` at an offset, -1 when it is not there.
    private int matchAt(int index, byte[] text, int start, int end) {
        byte[] piece = pieces[index];
        int offset = start;
        for (int i = 0; i < piece.length; i++) {
            Cancellation.check(i);
            byte unit = piece[i];
            if (offset >= end) {
                return -1;
            }
            if (unit == ANY_CHARACTER) {
                offset++;
                while (offset < end && (text[offset] & 0xC0) == 0x80) {
                    offset++;
                }
            } else if ((ignoreCase ? lower(text[offset]) : text[offset]) == unit) {
                offset++;
            } else {
                return -1;
            }
        }
        return offset;
    }

    /// Returns where the last piece begins so that it ends at `end`, -1 when it does not.
    private int startOfSuffix(int index, byte[] text, int start, int end) {
        byte[] piece = pieces[index];
        if (!hasAny[index]) {
            int begin = end - piece.length;
            return begin >= start && matchAt(index, text, begin, end) == end ? begin : -1;
        }
        for (int begin = end - piece.length; begin >= start; begin--) {
            Cancellation.check(begin);
            if (isStart(text, begin, end) && matchAt(index, text, begin, end) == end) {
                return begin;
            }
        }
        return -1;
    }

    private static boolean isStart(byte[] text, int offset, int end) {
        return offset == end || (text[offset] & 0xC0) != 0x80;
    }

    /// Returns the end of the first occurrence of a piece, -1 when there is none.
    private int find(int index, byte[] text, int start, int end) {
        byte[] piece = pieces[index];
        if (piece.length == 0) {
            return start;
        }
        if (!ignoreCase && !hasAny[index]) {
            return searches[index].find(text, start, end);
        }
        byte first = piece[0];
        for (int offset = start; offset + 1 <= end; offset++) {
            Cancellation.check(offset);
            if (first == ANY_CHARACTER && !isStart(text, offset, end)) {
                continue;
            }
            int next = matchAt(index, text, offset, end);
            if (next >= 0) {
                return next;
            }
        }
        return -1;
    }

    /// Returns the kernel of LIKE or ILIKE; the pattern is compiled again only when it changes.
    static Kernel kernel(boolean ignoreCase, boolean negated) {
        return (arguments, rows, _) -> {
            var texts = (BytesVector) arguments.get(0);
            var patterns = (BytesVector) arguments.get(1);
            long[] nulls = Nulls.union(texts.nulls(), patterns.nulls());
            long[] results = new long[rows.rowCount()];
            int count = rows.selectedCount();
            int next = 0;
            while (next < count) {
                int row = rows.row(next);
                if (Nulls.isNull(nulls, row)) {
                    next++;
                    continue;
                }
                LikePattern pattern = compile(patterns.copy(row), ignoreCase);
                int first = next;
                next = endOfPattern(patterns, nulls, rows, first);
                if (texts.isCoded() && texts.entries().rowCount() <= next - first) {
                    pattern.matchEntries(texts, rows, first, next, negated, results);
                } else {
                    pattern.match(texts, rows, first, next, nulls, negated, results);
                }
            }
            return new LongVector(results, nulls, rows.rowCount());
        };
    }

    /// Returns the index after the selected rows from `first` on that have its pattern, or are
    /// NULL.
    static int endOfPattern(BytesVector patterns, long[] nulls, Batch rows, int first) {
        int firstRow = rows.row(first);
        int[] starts = patterns.starts();
        int[] ends = patterns.ends();
        int index = first + 1;
        for (; index < rows.selectedCount(); index++) {
            int row = rows.row(index);
            boolean isSamePlace = starts[row] == starts[firstRow] && ends[row] == ends[firstRow];
            if (!isSamePlace
                    && !Nulls.isNull(nulls, row)
                    && BytesVector.compare(patterns, row, patterns, firstRow) != 0) {
                break;
            }
        }
        return index;
    }

    private void match(
            BytesVector texts,
            Batch rows,
            int first,
            int end,
            long[] nulls,
            boolean negated,
            long[] results) {
        byte[] bytes = texts.bytes();
        int[] starts = texts.starts();
        int[] ends = texts.ends();
        for (int i = first; i < end; i++) {
            int row = rows.row(i);
            if (!Nulls.isNull(nulls, row)) {
                results[row] = matches(bytes, starts[row], ends[row]) == negated ? 0 : 1;
            }
        }
    }

    /// Matches the entries of a dictionary instead of the rows.
    private void matchEntries(
            BytesVector texts, Batch rows, int first, int end, boolean negated, long[] results) {
        BytesVector entries = texts.entries();
        long[] ofEntries = new long[entries.rowCount()];
        for (int entry = 0; entry < ofEntries.length; entry++) {
            boolean matches =
                    matches(entries.bytes(), entries.starts()[entry], entries.ends()[entry]);
            ofEntries[entry] = matches == negated ? 0 : 1;
        }
        int[] codes = texts.codes();
        for (int i = first; i < end; i++) {
            int row = rows.row(i);
            results[row] = ofEntries[codes[row]];
        }
    }

    /// Rewrites a pattern with another escape character into one with `\`.
    ///
    /// @throws DatabaseException 22019 unless the escape is one character or empty
    static String withEscape(String pattern, String escape) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw new DatabaseException(SqlState.INVALID_ESCAPE_SEQUENCE, "invalid escape string")
                    .withHint("Escape string must be empty or one character.");
        }
        if (escape.equals("\\")) {
            return pattern;
        }
        var result = new StringBuilder();
        boolean afterEscape = false;
        for (int i = 0; i < pattern.length(); i++) {
            if (!escape.isEmpty() && pattern.startsWith(escape, i) && !afterEscape) {
                result.append('\\');
                afterEscape = true;
                i += escape.length() - 1;
            } else {
                char c = pattern.charAt(i);
                if (c == '\\' && !afterEscape) {
                    result.append('\\');
                }
                result.append(c);
                afterEscape = false;
            }
        }
        return result.toString();
    }
}

package dev.reckon.sql.function.text;

import dev.reckon.sql.function.pattern.RegexCache;
import dev.reckon.sql.function.pattern.RegexMatcher;
import dev.reckon.sql.function.pattern.RegexOptions;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Matches a column of texts with a column of regular expressions, which is mostly one and the
/// same. Its loops are those of [LikePattern] again, so that no text costs a dispatch.
final class PatternLoop {
    private PatternLoop() {}

    static ColumnVector match(
            List<ColumnVector> arguments, Batch rows, RegexOptions options, boolean negated) {
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
            int first = next;
            next = LikePattern.endOfPattern(patterns, nulls, rows, first);
            try (RegexMatcher matcher =
                    RegexCache.compiled(string(patterns, row), options).matcher()) {
                if (texts.isCoded() && texts.entries().rowCount() <= next - first) {
                    matchEntries(matcher, texts, rows, first, next, negated, results);
                } else {
                    match(matcher, texts, rows, first, next, nulls, negated, results);
                }
            }
        }
        return new LongVector(results, nulls, rows.rowCount());
    }

    private static void match(
            RegexMatcher matcher,
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
                matcher.read(bytes, starts[row], ends[row]);
                results[row] = matcher.finds() == negated ? 0 : 1;
            }
        }
    }

    /// Matches the entries of a dictionary instead of the rows.
    private static void matchEntries(
            RegexMatcher matcher,
            BytesVector texts,
            Batch rows,
            int first,
            int end,
            boolean negated,
            long[] results) {
        BytesVector entries = texts.entries();
        long[] ofEntries = new long[entries.rowCount()];
        for (int entry = 0; entry < ofEntries.length; entry++) {
            matcher.read(entries.bytes(), entries.starts()[entry], entries.ends()[entry]);
            ofEntries[entry] = matcher.finds() == negated ? 0 : 1;
        }
        int[] codes = texts.codes();
        for (int i = first; i < end; i++) {
            int row = rows.row(i);
            results[row] = ofEntries[codes[row]];
        }
    }

    private static String string(BytesVector vector, int row) {
        int start = vector.starts()[row];
        return new String(
                vector.bytes(), start, vector.ends()[row] - start, StandardCharsets.UTF_8);
    }
}

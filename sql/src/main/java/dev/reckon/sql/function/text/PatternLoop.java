package dev.reckon.sql.function.text;

import dev.reckon.sql.function.Environment;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.batch.Nulls;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// Matches a column of texts with a column of regular expressions, which is mostly one and the
/// same.
final class PatternLoop {
    private PatternLoop() {}

    static ColumnVector match(
            List<ColumnVector> arguments,
            Batch rows,
            Environment environment,
            Regex.Options options,
            boolean negated) {
        var texts = (BytesVector) arguments.get(0);
        var patterns = (BytesVector) arguments.get(1);
        long[] nulls = Nulls.union(texts.nulls(), patterns.nulls());
        long[] results = new long[rows.rowCount()];
        Pattern pattern = Pattern.compile("");
        int compiledRow = -1;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (Nulls.isNull(nulls, row)) {
                continue;
            }
            if (compiledRow < 0 || BytesVector.compare(patterns, row, patterns, compiledRow) != 0) {
                pattern = Regex.compile(string(patterns, row), options);
                compiledRow = row;
            }
            boolean found = new RegexSearch(pattern, string(texts, row), environment).find();
            results[row] = found == negated ? 0 : 1;
        }
        return new LongVector(results, nulls, rows.rowCount());
    }

    private static String string(BytesVector vector, int row) {
        int start = vector.starts()[row];
        return new String(
                vector.bytes(), start, vector.ends()[row] - start, StandardCharsets.UTF_8);
    }
}

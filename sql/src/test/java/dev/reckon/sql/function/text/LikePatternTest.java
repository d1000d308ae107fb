package dev.reckon.sql.function.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.execute.RandomRows;
import dev.reckon.sql.execute.TestEvaluations;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.BytesVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.type.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// LIKE beside regular expressions.
final class LikePatternTest {
    private static final List<String> LETTERS = List.of("a", "b", "A", "é", "語", "%", "_", "\\");

    private static String text(Random random, int lengthMax) {
        var text = new StringBuilder();
        for (int left = random.nextInt(lengthMax + 1); left > 0; left--) {
            text.append(LETTERS.get(random.nextInt(random.nextInt(4) == 0 ? LETTERS.size() : 2)));
        }
        return text.toString();
    }

    private static String pattern(Random random) {
        var pattern = new StringBuilder();
        for (int left = random.nextInt(6); left > 0; left--) {
            switch (random.nextInt(5)) {
                case 0, 1 -> pattern.append('%');
                case 2 -> pattern.append('_');
                case 3 -> pattern.append("\\").append(LETTERS.get(random.nextInt(8)));
                default -> pattern.append(text(random, 12).replaceAll("[%_\\\\]", "a"));
            }
        }
        return pattern.toString();
    }

    private static boolean model(String text, String pattern, boolean ignoreCase) {
        var regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(
                    switch (c) {
                        case '%' -> ".*";
                        case '_' -> ".";
                        case '\\' -> Pattern.quote(pattern.substring(i + 1, ++i + 1));
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(
                        regex.toString(),
                        Pattern.DOTALL | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0))
                .matcher(text)
                .matches();
    }

    @Test
    void matchesAsRegularExpressionsDo() {
        var random = new Random(RandomRows.seed());
        for (int round = 0; round < 20_000; round++) {
            String pattern = pattern(random);
            boolean ignoreCase = random.nextInt(4) == 0;
            LikePattern compiled =
                    LikePattern.compile(pattern.getBytes(StandardCharsets.UTF_8), ignoreCase);
            // The text lies between others, as in a vector, or ends where the array does.
            String text = text(random, 40);
            byte[] before = text(random, 9).getBytes(StandardCharsets.UTF_8);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            byte[] after = text(random, random.nextInt(20)).getBytes(StandardCharsets.UTF_8);
            byte[] all = new byte[before.length + bytes.length + after.length];
            System.arraycopy(before, 0, all, 0, before.length);
            System.arraycopy(bytes, 0, all, before.length, bytes.length);
            System.arraycopy(after, 0, all, before.length + bytes.length, after.length);
            assertThat(compiled.matches(all, before.length, before.length + bytes.length))
                    .as("'%s' like '%s', ignoring case: %s", text, pattern, ignoreCase)
                    .isEqualTo(model(text, pattern, ignoreCase));
        }
    }

    @Test
    void aVectorIsMatchedRowByRow() {
        var random = new Random(RandomRows.seed());
        Environment environment = new TestEvaluations(Long.MAX_VALUE).environment();
        for (int round = 0; round < 300; round++) {
            int rowCount = 1 + random.nextInt(60);
            Value[] texts = new Value[rowCount];
            Value[] patterns = new Value[rowCount];
            String[] known = {pattern(random), pattern(random)};
            int[] codes = new int[rowCount];
            BytesVector entries =
                    BytesVector.of(Value.text("ab"), Value.text(text(random, 9)), Value.text("ba"));
            boolean isCoded = random.nextBoolean();
            int kinds = random.nextInt(3);
            for (int row = 0; row < rowCount; row++) {
                codes[row] = random.nextInt(3);
                texts[row] =
                        isCoded
                                ? entries.value(codes[row])
                                : random.nextInt(5) == 0
                                        ? Value.Null.NULL
                                        : Value.text(text(random, 9));
                patterns[row] =
                        kinds == 2 && random.nextInt(5) == 0
                                ? Value.Null.NULL
                                : Value.text(known[kinds == 0 ? 0 : random.nextInt(2)]);
            }
            int[] entryEnds = {0, entries.ends()[0], entries.ends()[1], entries.ends()[2]};
            BytesVector vector =
                    isCoded
                            ? BytesVector.coded(
                                    entries.bytes(), entryEnds, codes, new long[0], rowCount)
                            : BytesVector.of(texts);
            int[] selected = new int[rowCount];
            int count = 0;
            for (int row = 0; row < rowCount; row++) {
                selected[count] = row;
                count += random.nextInt(4) == 0 ? 0 : 1;
            }
            Batch rows = new Batch(List.of(), rowCount).select(selected, count);
            boolean negated = random.nextBoolean();
            var results =
                    (LongVector)
                            LikePattern.kernel(false, negated)
                                    .compute(
                                            List.of(vector, BytesVector.of(patterns)),
                                            rows,
                                            environment);
            for (int i = 0; i < count; i++) {
                int row = selected[i];
                if (texts[row].isNull() || patterns[row].isNull()) {
                    assertThat(results.isNull(row)).isTrue();
                } else {
                    boolean expected =
                            model(string(texts[row]), string(patterns[row]), false) != negated;
                    assertThat(results.values()[row]).isEqualTo(expected ? 1 : 0);
                }
            }
        }
    }

    private static String string(Value value) {
        return new String(((Value.Bytes) value).value(), StandardCharsets.UTF_8);
    }
}

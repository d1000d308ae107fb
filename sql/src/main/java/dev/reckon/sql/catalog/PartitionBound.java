package dev.reckon.sql.catalog;

import java.util.List;
import java.util.stream.Collectors;

/// Which rows of its parent a partition holds. Values are literals as SQL, without their types, or
/// one of the words `NULL`, `MINVALUE` and `MAXVALUE`.
public sealed interface PartitionBound {
    /// The word for the lower end of a range that has none.
    String MINIMUM = "MINVALUE";

    /// The word for the upper end of a range that has none.
    String MAXIMUM = "MAXVALUE";

    String NULL = "NULL";

    /// The rows that no other partition holds.
    record Default() implements PartitionBound {}

    /// The rows with one of some values.
    record In(List<String> values) implements PartitionBound {
        public In {
            values = List.copyOf(values);
        }
    }

    /// The rows from one key on and before another.
    record Range(List<String> from, List<String> to) implements PartitionBound {
        public Range {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }
    }

    /// The rows whose hash leaves a remainder.
    record Hash(int modulus, int remainder) implements PartitionBound {}

    /// Returns whether a value is a literal, and no word.
    static boolean isLiteral(String value) {
        return !value.equals(NULL) && !value.equals(MINIMUM) && !value.equals(MAXIMUM);
    }

    /// Returns what follows the name of the parent in CREATE TABLE … PARTITION OF.
    default String text() {
        return switch (this) {
            case Default _ -> "DEFAULT";
            case In(List<String> values) -> "FOR VALUES IN (" + String.join(", ", values) + ")";
            case Range(List<String> from, List<String> to) ->
                    "FOR VALUES FROM (" + joined(from) + ") TO (" + joined(to) + ")";
            case Hash(int modulus, int remainder) ->
                    "FOR VALUES WITH (modulus " + modulus + ", remainder " + remainder + ")";
        };
    }

    private static String joined(List<String> values) {
        return values.stream().collect(Collectors.joining(", "));
    }
}

package dev.reckon.sql.catalog;

import java.util.List;
import java.util.function.UnaryOperator;

/// How a partitioned table's rows are divided among its partitions.
public record PartitionKey(Strategy strategy, List<Element> elements) {
    public PartitionKey {
        elements = List.copyOf(elements);
    }

    /// By which rule.
    public enum Strategy {
        LIST('l'),
        RANGE('r'),
        HASH('h');

        private final char letter;

        Strategy(char letter) {
            this.letter = letter;
        }

        /// Returns the letter in `pg_partitioned_table.partstrat`.
        public char letter() {
            return letter;
        }
    }

    /// One value of the key.
    ///
    /// @param columnNumber 0 for an expression
    /// @param expression as SQL, empty for a plain column
    public record Element(int columnNumber, String expression) {}

    /// Returns this with each of its expressions changed as told.
    PartitionKey withExpressions(UnaryOperator<String> change) {
        return new PartitionKey(
                strategy,
                elements.stream()
                        .map(each ->
                                each.columnNumber() == 0
                                        ? new Element(0, change.apply(each.expression()))
                                        : each)
                        .toList());
    }

    /// Returns whether a column is one of the key's, by itself.
    public boolean hasColumn(int number) {
        return elements.stream().anyMatch(element -> element.columnNumber() == number);
    }
}

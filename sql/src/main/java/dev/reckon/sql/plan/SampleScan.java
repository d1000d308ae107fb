package dev.reckon.sql.plan;

import dev.reckon.storage.schema.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Reads a random part of a stored table, chosen by the rows' positions: TABLESAMPLE.
///
/// @param alias the name that the statement gives to the table
/// @param columns what the rest of the plan needs
/// @param positions the position in the table of each of `columns`
/// @param percentage how much to read, a real from 0 to 100
/// @param seed REPEATABLE's double precision, with which the same positions are chosen again
/// @param use tells the samples of one statement apart where no seed is given
public record SampleScan(
        TableSchema table,
        String alias,
        List<Column> columns,
        List<Integer> positions,
        Method method,
        Scalar percentage,
        Optional<Scalar> seed,
        int use)
        implements Plan {
    /// What is drawn: single rows, or pages of neighbouring rows.
    public enum Method {
        BERNOULLI(1),

        /// About as many rows as a page of PostgreSQL holds.
        SYSTEM(128);

        private final int rowCount;

        Method(int rowCount) {
            this.rowCount = rowCount;
        }

        /// Returns how many neighbouring rows are chosen together.
        public int rowCount() {
            return rowCount;
        }
    }

    public SampleScan {
        columns = List.copyOf(columns);
        positions = List.copyOf(positions);
    }

    @Override
    public Plan mapScalars(UnaryOperator<Scalar> change) {
        return new SampleScan(
                table,
                alias,
                columns,
                positions,
                method,
                change.apply(percentage),
                seed.map(change),
                use);
    }

    /// Returns this with some of its columns.
    public SampleScan withColumns(List<Column> newColumns, List<Integer> newPositions) {
        return new SampleScan(
                table, alias, newColumns, newPositions, method, percentage, seed, use);
    }
}

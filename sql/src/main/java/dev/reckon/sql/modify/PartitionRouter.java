package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Sends rows of a partitioned table to the partitions that hold them, and inserts them there. For
/// one statement, and its thread.
final class PartitionRouter {
    private final CompiledTarget target;
    private final CompiledRouting routing;
    private final Modifications modifications;
    private final Evaluation evaluation;

    /// One for each partition that has got rows.
    private final List<Optional<Part>> inserters = new ArrayList<>();

    /// @param triggered inserts where there are triggers for each row
    private record Part(RowsInserter inserter, Optional<TriggeredRows> triggered) {}

    private Optional<RowsInserter> last = Optional.empty();

    PartitionRouter(
            CompiledTarget target,
            CompiledRouting routing,
            Modifications modifications,
            Evaluation evaluation) {
        this.target = target;
        this.routing = routing;
        this.modifications = modifications;
        this.evaluation = evaluation;
        routing.parts.forEach(_ -> inserters.add(Optional.empty()));
    }

    /// Inserts all selected rows.
    ///
    /// @param rows the columns of the partitioned table; a hidden key is not looked at
    /// @param tags as for [RowsInserter#insert(Batch, long[])]
    /// @throws DatabaseException 23514 when a row belongs to no partition, and what inserting into
    ///   one throws
    void insert(Batch rows, long[] tags) {
        Batch rest = rows;
        for (int i = 0; i < routing.parts.size() && rest.selectedCount() > 0; i++) {
            Optional<Predicate> condition = routing.parts.get(i).condition();
            if (condition.isEmpty()) {
                insertInto(i, rest, tags);
                return;
            }
            int[] selected = new int[rest.rowCount()];
            int count = condition.get().select(rest, evaluation, selected);
            if (count > 0) {
                int[] own = Arrays.copyOf(selected, count);
                insertInto(i, rest.select(own, count), tags);
                rest = without(rest, own);
            }
        }
        if (rest.selectedCount() > 0) {
            throw noPartition(target, routing, rest, evaluation);
        }
    }

    /// Both selections ascend.
    static Batch without(Batch rows, int[] taken) {
        int[] left = new int[rows.selectedCount()];
        int count = 0;
        int next = 0;
        for (int i = 0; i < rows.selectedCount(); i++) {
            int row = rows.row(i);
            if (next < taken.length && taken[next] == row) {
                next++;
            } else {
                left[count++] = row;
            }
        }
        return rows.select(left, count);
    }

    private void insertInto(int number, Batch rows, long[] tags) {
        CompiledRouting.Part part = routing.parts.get(number);
        List<ColumnVector> columns = part.positions().stream().map(rows::column).toList();
        var own = new Batch(columns, rows.rowCount(), rows.selection(), rows.selectedCount());
        long[] ownTags = new long[rows.selectedCount()];
        for (int i = 0; i < ownTags.length; i++) {
            ownTags[i] = tags[rows.row(i)];
        }
        Part known = inserters.get(number).orElseGet(() -> open(part.target()));
        inserters.set(number, Optional.of(known));
        last = Optional.of(known.inserter);
        Batch complete = InsertFactory.complete(own, part.target(), modifications);
        if (known.triggered.isPresent()) {
            known.inserter.insertEach(complete, ownTags, known.triggered.get());
        } else {
            known.inserter.insert(complete, ownTags);
        }
    }

    private Part open(CompiledTarget partition) {
        TableWriter writer =
                modifications.writer(
                        partition, List.of(TriggerOperation.INSERT), List.of(), evaluation);
        return new Part(
                new RowsInserter(writer, modifications, evaluation),
                writer.triggeredRows(TriggerOperation.INSERT));
    }

    /// Returns the error of the first selected row, which no partition takes.
    static DatabaseException noPartition(
            CompiledTarget target, CompiledRouting routing, Batch rows, Evaluation evaluation) {
        int first = rows.row(0);
        var values = new ArrayList<Value>();
        var types = new ArrayList<DataType>();
        for (int i = 0; i < routing.keys.size(); i++) {
            Expression key = routing.keys.get(i);
            values.add(key.evaluate(rows, evaluation).value(first));
            types.add(target.target.routing().orElseThrow().keys().get(i).type());
        }
        return new Violations(target.target, evaluation.environment())
                .noPartition(routing.keyText, types, values);
    }

    /// Inserts what is left, and makes the checks of the end of the statement.
    void finish() {
        for (Optional<Part> part : inserters) {
            last = part.map(Part::inserter).or(() -> last);
            part.map(Part::inserter).ifPresent(RowsInserter::finish);
        }
    }

    /// Returns the tag of the row that the last error was about; 0 when it was about no row.
    long failedTag() {
        return last.map(RowsInserter::failedTag).orElse(0L);
    }
}

package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.buffer.RowBuffer;
import dev.reckon.sql.function.TableFunction;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.ObjectVector;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Set-returning functions in a select list: each row of the input comes as often as the longest
/// call has rows, beside the calls' values.
public final class ProjectSetOperator implements Operator {
    private final Operator input;
    private final List<Call> calls;
    private final Evaluation evaluation;
    private Batch current = new Batch(List.of(), 0);
    private List<List<ColumnVector>> arguments = List.of();
    private int index;

    /// The calls of the row at hand; empty between rows.
    private List<SetRows> open = List.of();

    /// One call.
    ///
    /// @param columnTypes of the function's columns
    public record Call(
            TableFunction function,
            List<Expression> arguments,
            List<String> columnNames,
            List<DataType> columnTypes) {
        RowShape shape() {
            return new RowShape(columnNames, columnTypes);
        }

        /// Begins the call for one row of argument vectors.
        public SetRows open(List<ColumnVector> vectors, int row, Evaluation evaluation) {
            List<Value> values = new ArrayList<>(vectors.size());
            for (ColumnVector vector : vectors) {
                values.add(vector.value(row));
            }
            return new SetRows(
                    function.implementation()
                            .open(values, columnNames, columnTypes, evaluation.environment()),
                    columnTypes.stream().map(DataType::physical).toList());
        }
    }

    /// Takes `input` over.
    public ProjectSetOperator(Operator input, List<Call> calls, Evaluation evaluation) {
        this.input = input;
        this.calls = calls;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        List<Batch> parts = new ArrayList<>();
        int rowCount = 0;
        while (rowCount < Batch.ROW_COUNT) {
            if (open.isEmpty() && !openNextRow()) {
                break;
            }
            int count = 0;
            for (SetRows call : open) {
                count = Math.max(count, call.available());
            }
            if (count == 0) {
                open = List.of();
                index++;
                continue;
            }
            for (SetRows call : open) {
                count = call.available() > 0 ? Math.min(count, call.available()) : count;
            }
            parts.add(part(Math.min(count, Batch.ROW_COUNT)));
            rowCount += parts.getLast().rowCount();
        }
        return rowCount == 0 ? Optional.empty() : Optional.of(join(parts));
    }

    private boolean openNextRow() {
        while (index == current.selectedCount()) {
            Optional<Batch> batch = input.next();
            if (batch.isEmpty()) {
                return false;
            }
            current = batch.get();
            index = 0;
            arguments = new ArrayList<>(calls.size());
            for (Call call : calls) {
                List<ColumnVector> vectors = new ArrayList<>(call.arguments.size());
                for (Expression argument : call.arguments) {
                    vectors.add(argument.evaluate(current, evaluation));
                }
                arguments.add(vectors);
            }
        }
        evaluation.checkCancelled();
        open = new ArrayList<>(calls.size());
        for (int call = 0; call < calls.size(); call++) {
            open.add(calls.get(call).open(arguments.get(call), current.row(index), evaluation));
        }
        return true;
    }

    /// Makes `count` rows of the row at hand.
    private Batch part(int count) {
        int[] rows = new int[count];
        Arrays.fill(rows, current.row(index));
        List<ColumnVector> columns = new ArrayList<>(current.columns().size() + calls.size());
        for (ColumnVector column : current.columns()) {
            columns.add(column.gather(rows, count));
        }
        for (int i = 0; i < open.size(); i++) {
            boolean isOver = open.get(i).available() == 0;
            List<ColumnVector> taken = open.get(i).take(count);
            columns.add(
                    taken.size() == 1
                            ? taken.get(0)
                            : rowValues(taken, calls.get(i).shape(), count, isOver));
        }
        return new Batch(columns, count);
    }

    private static ColumnVector rowValues(
            List<ColumnVector> columns, RowShape shape, int count, boolean isOver) {
        Value[] values = new Value[count];
        for (int row = 0; row < count; row++) {
            if (isOver) {
                values[row] = Value.Null.NULL;
                continue;
            }
            List<Value> fields = new ArrayList<>(columns.size());
            for (ColumnVector column : columns) {
                fields.add(column.value(row));
            }
            values[row] = new Value.Row(fields, shape);
        }
        return ObjectVector.of(values);
    }

    private Batch join(List<Batch> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        var buffer = new RowBuffer(physicalTypes(parts.get(0)));
        parts.forEach(buffer::append);
        return new Batch(buffer.columns(), buffer.rowCount());
    }

    private static List<PhysicalType> physicalTypes(Batch batch) {
        return batch.columns().stream().map(RowBuffer::physicalType).toList();
    }

    @Override
    public void close() {
        input.close();
    }
}

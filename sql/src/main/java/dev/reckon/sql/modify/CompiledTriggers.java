package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.ast.TriggerTiming;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.TargetTriggers;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The triggers of a relation with their conditions compiled. Immutable; safe for many threads.
final class CompiledTriggers {
    final TargetTriggers target;
    private final List<Each> all = new ArrayList<>();
    private final RowShape shape;

    /// A trigger.
    ///
    /// @param target what it is, without its condition compiled
    record Each(TargetTriggers.Each target, Optional<Predicate> condition) {
        Trigger trigger() {
            return target.trigger();
        }

        List<Integer> columns() {
            return target.columns();
        }

        /// Triggers fire in the order of their names, those of PostgreSQL's foreign keys with them.
        boolean isBeforeForeignKeys() {
            return trigger().name().compareTo("RI_ConstraintTrigger") < 0;
        }

        boolean is(TriggerTiming timing, boolean forEachRow, TriggerOperation operation) {
            return trigger().timing() == timing
                    && trigger().forEachRow() == forEachRow
                    && trigger().firesFor(operation);
        }
    }

    CompiledTriggers(TargetTriggers target, QueryCompiler queries) {
        this.target = target;
        var columns = new ArrayList<Column>(target.oldRow());
        columns.addAll(target.newRow());
        ScalarCompiler scalars = queries.scalars(columns);
        for (TargetTriggers.Each each : target.all()) {
            all.add(new Each(each, each.condition().map(scalars::compilePredicate)));
        }
        List<TableColumn> fields = target.relation().columns();
        this.shape =
                new RowShape(
                        fields.stream().map(TableColumn::name).toList(),
                        fields.stream().map(TableColumn::type).toList());
    }

    /// Returns the triggers that fire in a session, in their order.
    List<Each> firing(boolean isReplica) {
        return all.stream().filter(each -> each.trigger().enabling().fires(isReplica)).toList();
    }

    /// Returns whether a row, before and after the change, meets a trigger's condition.
    boolean meets(
            Each each,
            Optional<Batch> oldRows,
            Optional<Batch> newRows,
            int row,
            Evaluation evaluation) {
        if (each.condition.isEmpty()) {
            return true;
        }
        var columns = new ArrayList<ColumnVector>();
        addRow(oldRows, row, columns);
        addRow(newRows, row, columns);
        return each.condition.get().select(new Batch(columns, 1), evaluation, new int[1]) > 0;
    }

    /// Adds a row's columns; NULLs, which nothing asks for, where there is no such row.
    private void addRow(Optional<Batch> rows, int row, List<ColumnVector> columns) {
        for (int i = 0; i < shape.types().size(); i++) {
            var builder = new VectorBuilder(shape.types().get(i).physical(), 1);
            if (rows.isPresent()) {
                builder.append(rows.get().column(i), row);
            } else {
                builder.appendNull();
            }
            columns.add(builder.build());
        }
    }

    /// Returns a row as triggers' functions get it.
    Value.Row value(Batch rows, int row) {
        var fields = new ArrayList<Value>(shape.types().size());
        for (int i = 0; i < shape.types().size(); i++) {
            fields.add(rows.column(i).value(row));
        }
        return new Value.Row(fields, shape);
    }

    /// Returns the row that a function has given back.
    ///
    /// @param before one row, whose further columns stay as they are
    Batch batch(Value.Row row, Batch before) {
        var columns = new ArrayList<>(before.columns());
        for (int i = 0; i < shape.types().size(); i++) {
            var builder = new VectorBuilder(shape.types().get(i).physical(), 1);
            builder.append(row.fields().get(i));
            columns.set(i, builder.build());
        }
        return new Batch(columns, 1);
    }
}

package dev.reckon.sql.modify;

import dev.reckon.sql.execute.ConstantVectors;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Expression;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.execute.expression.ScalarCompiler;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.RowChange;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.LongVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// A target with its scalars compiled. Immutable; safe for many threads.
final class CompiledTarget {
    final Target target;
    final KeyEncoder keys;
    final RowLayout layout;
    final List<CompiledIndex> indexes;
    final List<Integer> allColumns;

    /// How many columns a user sees; one fewer than are stored when the key is hidden.
    final int visibleCount;

    final Optional<CompiledTriggers> triggers;

    private final List<Integer> generatedPositions = new ArrayList<>();
    private final List<Expression> generated = new ArrayList<>();
    private final List<String> checkNames = new ArrayList<>();
    private final List<Expression> checks = new ArrayList<>();
    private final List<Expression> viewChecks = new ArrayList<>();

    /// What the rows of a partition must meet, unless they are known to.
    private final Optional<Expression> partitionCondition;

    /// Where the rows go; absent for a table that holds them.
    final Optional<CompiledRouting> routing;

    CompiledTarget(Target target, QueryCompiler queries) {
        this.target = target;
        this.keys = new KeyEncoder(target.table());
        this.layout = new RowLayout(target.table());
        this.allColumns = IntStream.range(0, target.table().columns().size()).boxed().toList();
        this.visibleCount = allColumns.size() - (target.primaryKey().isPresent() ? 0 : 1);
        this.triggers = target.triggers().map(each -> new CompiledTriggers(each, queries));
        ScalarCompiler scalars = queries.scalars(target.row());
        for (RowChange.Assignment assignment : target.generated()) {
            generatedPositions.add(assignment.position());
            generated.add(scalars.compile(assignment.value()));
        }
        for (Scalar.NamedCheck check : target.checks()) {
            checkNames.add(check.name());
            checks.add(scalars.compile(check.condition()));
        }
        for (Scalar.NamedCheck check : target.viewChecks()) {
            viewChecks.add(scalars.compile(check.condition()));
        }
        this.partitionCondition = target.partitionCondition().map(scalars::compile);
        this.routing = target.routing().map(each -> new CompiledRouting(each, scalars, queries));
        this.indexes =
                target.indexes().stream()
                        .map(index -> new CompiledIndex(index, target, scalars))
                        .toList();
    }

    /// Returns whether the key is a column that nobody sees, with new values in each row.
    boolean hasHiddenKey() {
        return visibleCount < allColumns.size();
    }

    /// Returns the positions of columns that change when some are given values: those, and the
    /// generated ones that are computed from them.
    Set<Integer> changing(Collection<Integer> positions) {
        Set<Integer> changing = new HashSet<>(positions);
        for (RowChange.Assignment assignment : target.generated()) {
            Set<Integer> read = new HashSet<>();
            Plans.collectFree(assignment.value(), read);
            if (positions.stream().anyMatch(each -> read.contains(target.row().get(each).id()))) {
                changing.add(assignment.position());
            }
        }
        return changing;
    }

    /// Computes the generated columns of rows that are complete otherwise.
    Batch withGenerated(Batch rows, Evaluation evaluation) {
        if (generated.isEmpty()) {
            return rows;
        }
        var columns = new ArrayList<>(rows.columns());
        for (int i = 0; i < generated.size(); i++) {
            columns.set(generatedPositions.get(i), generated.get(i).evaluate(rows, evaluation));
        }
        return new Batch(columns, rows.rowCount(), rows.selection(), rows.selectedCount());
    }

    /// Empties the generated columns, which triggers before a change do not see.
    Batch withoutGenerated(Batch rows) {
        if (generated.isEmpty()) {
            return rows;
        }
        var columns = new ArrayList<>(rows.columns());
        for (int position : generatedPositions) {
            columns.set(
                    position,
                    ConstantVectors.of(
                            target.table().column(position).type().physical(),
                            Value.Null.NULL,
                            rows.rowCount()));
        }
        return new Batch(columns, rows.rowCount(), rows.selection(), rows.selectedCount());
    }

    /// A row that breaks a constraint, and how.
    record Broken(int index, DatabaseException error) {}

    /// Finds the first selected row that breaks NOT NULL, CHECK or a view's check option.
    Optional<Broken> firstBroken(Batch rows, Evaluation evaluation) {
        var violations = new Violations(target, evaluation.environment());
        int first = rows.selectedCount();
        Optional<Broken> broken = Optional.empty();
        // Of a row for a partitioned table, its partition asks the same, and is named in the error.
        boolean asksItself = routing.isEmpty();
        for (int column = 0; column < visibleCount && asksItself; column++) {
            if (!target.table().column(column).notNull() || rows.column(column).hasNoNulls()) {
                continue;
            }
            ColumnVector vector = rows.column(column);
            for (int i = 0; i < first; i++) {
                if (vector.isNull(rows.row(i))) {
                    first = i;
                    broken =
                            Optional.of(
                                    new Broken(i, violations.notNull(column, rows, rows.row(i))));
                }
            }
        }
        for (int check = 0; check < checks.size() && asksItself; check++) {
            var results = (LongVector) checks.get(check).evaluate(rows, evaluation);
            for (int i = 0; i < first; i++) {
                int row = rows.row(i);
                if (results.values()[row] == 0 && !results.isNull(row)) {
                    first = i;
                    broken =
                            Optional.of(
                                    new Broken(
                                            i, violations.check(checkNames.get(check), rows, row)));
                }
            }
        }
        if (partitionCondition.isPresent()) {
            var results = (LongVector) partitionCondition.get().evaluate(rows, evaluation);
            for (int i = 0; i < first; i++) {
                int row = rows.row(i);
                if (results.values()[row] == 0 && !results.isNull(row)) {
                    first = i;
                    broken = Optional.of(new Broken(i, violations.partition(rows, row)));
                }
            }
        }
        Optional<Broken> hidden = firstHidden(rows, evaluation);
        return hidden.isPresent() && hidden.get().index() < first ? hidden : broken;
    }

    /// Returns whether one row may be in the partition that this is, if it is one.
    boolean isInPartition(Batch row, Evaluation evaluation) {
        if (partitionCondition.isEmpty()) {
            return true;
        }
        var result = (LongVector) partitionCondition.get().evaluate(row, evaluation);
        return result.values()[0] != 0 || result.isNull(0);
    }

    /// Finds the first selected row that breaks a view's check option.
    Optional<Broken> firstHidden(Batch rows, Evaluation evaluation) {
        var violations = new Violations(target, evaluation.environment());
        int first = rows.selectedCount();
        Optional<Broken> broken = Optional.empty();
        for (int check = 0; check < viewChecks.size(); check++) {
            var results = (LongVector) viewChecks.get(check).evaluate(rows, evaluation);
            for (int i = 0; i < first; i++) {
                int row = rows.row(i);
                if (results.isNull(row) || results.values()[row] == 0) {
                    String view = target.viewChecks().get(check).name();
                    first = i;
                    broken = Optional.of(new Broken(i, violations.checkOption(view, rows, row)));
                }
            }
        }
        return broken;
    }

    /// Returns the key columns of rows of the target.
    Batch keyColumns(Batch rows) {
        return new Batch(
                target.table().key().stream().map(KeyColumn::column).map(rows::column).toList(),
                rows.rowCount(),
                rows.selection(),
                rows.selectedCount());
    }
}

package dev.reckon.sql.modify;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.ast.TriggerTiming;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.TransitionTable;
import dev.reckon.sql.execute.TriggerEvent;
import dev.reckon.sql.execute.TriggerFunctions;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Fires the triggers of the relation that a statement changes (PostgreSQL's chapter "Triggers").
/// For one statement, and its thread.
final class TriggerFiring {
    private final CompiledTriggers compiled;
    private final CompiledTarget table;
    private final List<CompiledTriggers.Each> triggers;
    private final List<TriggerOperation> operations;
    private final Set<Integer> changedColumns;
    private final TriggerFunctions functions;
    private final DeferredChecks deferred;
    private final QueryEvents events;
    private final Evaluation evaluation;
    private final Map<TriggerOperation, List<CompiledTriggers.Each>> beforeRow;
    private final Map<TriggerOperation, List<CompiledTriggers.Each>> afterRow;

    /// @param table whose rows are changed
    /// @param triggers those that fire in the session
    /// @param operations what the statement does, in the order in which statement triggers fire
    ///   before it
    /// @param changedColumns the positions of the columns that its UPDATE gives values
    TriggerFiring(
            CompiledTriggers compiled,
            CompiledTarget table,
            List<CompiledTriggers.Each> triggers,
            List<TriggerOperation> operations,
            Set<Integer> changedColumns,
            TriggerFunctions functions,
            DeferredChecks deferred,
            QueryEvents events,
            Evaluation evaluation) {
        this.compiled = compiled;
        this.table = table;
        this.triggers = triggers;
        this.operations = operations;
        this.changedColumns = changedColumns;
        this.functions = functions;
        this.deferred = deferred;
        this.events = events;
        this.evaluation = evaluation;
        this.beforeRow = forEachRow(TriggerTiming.BEFORE);
        this.afterRow = forEachRow(TriggerTiming.AFTER);
    }

    private Map<TriggerOperation, List<CompiledTriggers.Each>> forEachRow(TriggerTiming timing) {
        Map<TriggerOperation, List<CompiledTriggers.Each>> found =
                new EnumMap<>(TriggerOperation.class);
        for (TriggerOperation operation : operations) {
            found.put(operation, find(timing, true, operation));
        }
        return found;
    }

    private static List<CompiledTriggers.Each> ofRow(
            Map<TriggerOperation, List<CompiledTriggers.Each>> triggers,
            TriggerOperation operation) {
        return triggers.getOrDefault(operation, List.of());
    }

    private List<CompiledTriggers.Each> find(
            TriggerTiming timing, boolean forEachRow, TriggerOperation operation) {
        return triggers.stream()
                .filter(each -> each.is(timing, forEachRow, operation))
                .filter(each ->
                        operation != TriggerOperation.UPDATE
                                || each.columns().isEmpty()
                                || each.columns().stream().anyMatch(changedColumns::contains))
                .toList();
    }

    /// Returns whether rows must be changed one by one, because a function may want to change them.
    boolean hasBeforeRow(TriggerOperation operation) {
        return !ofRow(beforeRow, operation).isEmpty();
    }

    /// Returns whether anything is done for each row.
    boolean hasRow(TriggerOperation operation) {
        return hasBeforeRow(operation) || !ofRow(afterRow, operation).isEmpty();
    }

    /// Fires the triggers before the statement.
    void beforeStatement() {
        for (TriggerOperation operation : operations) {
            Set<Long> begun = new HashSet<>();
            for (Relation relation : relations()) {
                if (events.begin(relation, operation)) {
                    begun.add(relation.oid());
                }
            }
            for (CompiledTriggers.Each each : find(TriggerTiming.BEFORE, false, operation)) {
                if (begun.contains(each.target().table().oid())
                        && compiled.meets(
                                each, Optional.empty(), Optional.empty(), 0, evaluation)) {
                    call(each, operation, Optional.empty(), Optional.empty(), List.of());
                }
            }
        }
    }

    private Relation relation() {
        return compiled.target.relation();
    }

    /// Returns the relation of the rows, and those whose triggers fire for the statement.
    private List<Relation> relations() {
        Map<Long, Relation> found = new LinkedHashMap<>();
        found.put(relation().oid(), relation());
        for (CompiledTriggers.Each each : triggers) {
            found.putIfAbsent(each.target().table().oid(), each.target().table());
        }
        return List.copyOf(found.values());
    }

    /// Fires the triggers before a row is changed.
    ///
    /// @param oldRow one row; absent for INSERT
    /// @param newRow one row; absent for DELETE
    /// @return the row that is to be written, or the old one for DELETE; empty when nothing is to
    ///   be done
    Optional<Batch> before(
            TriggerOperation operation, Optional<Batch> oldRow, Optional<Batch> newRow) {
        return fire(ofRow(beforeRow, operation), operation, oldRow, newRow);
    }

    /// Fires the triggers that do in a view's place what a statement does with one of its rows.
    ///
    /// @return the row as the view shows it then, the old one for DELETE; empty when nothing was
    ///   done
    Optional<Batch> insteadOf(
            TriggerOperation operation, Optional<Batch> oldRow, Optional<Batch> newRow) {
        return fire(find(TriggerTiming.INSTEAD_OF, true, operation), operation, oldRow, newRow);
    }

    private Optional<Batch> fire(
            List<CompiledTriggers.Each> fired,
            TriggerOperation operation,
            Optional<Batch> oldRow,
            Optional<Batch> newRow) {
        Batch row = newRow.or(() -> oldRow).orElseThrow();
        boolean changes = newRow.isPresent();
        for (CompiledTriggers.Each each : fired) {
            Optional<Batch> current = changes ? Optional.of(row) : Optional.empty();
            if (!compiled.meets(each, oldRow, current, 0, evaluation)) {
                continue;
            }
            Optional<Value.Row> given = current.map(batch -> compiled.value(batch, 0));
            Optional<Value.Row> result =
                    call(
                            each,
                            operation,
                            oldRow.map(batch -> compiled.value(batch, 0)),
                            given,
                            List.of());
            if (result.isEmpty()) {
                return Optional.empty();
            }
            if (changes && !result.equals(given)) {
                row = compiled.batch(result.get(), row);
                if (operation == TriggerOperation.INSERT && each.target().isInherited()) {
                    requireStays(each, row);
                }
            }
        }
        return Optional.of(row);
    }

    /// Sees that a function has not made a row another partition's.
    private void requireStays(CompiledTriggers.Each each, Batch row) {
        if (!table.isInPartition(row, evaluation)) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "moving row to another partition during a BEFORE FOR EACH ROW trigger"
                                    + " is not supported")
                    .withDetail(
                            "Before executing trigger \"%s\", the row was to be in partition \"%s.%s\"."
                                    .formatted(
                                            each.trigger().name(),
                                            each.target().schema(),
                                            relation().name()));
        }
    }

    /// Notes a row that was changed, for the triggers after it.
    ///
    /// @param row of the batches
    /// @param early whether the triggers that come before the checks of foreign keys are meant, or
    ///   those that come after
    void after(
            TriggerOperation operation,
            Optional<Batch> oldRows,
            Optional<Batch> newRows,
            int row,
            boolean early) {
        for (CompiledTriggers.Each each : ofRow(afterRow, operation)) {
            if (each.isBeforeForeignKeys() == early
                    && compiled.meets(each, oldRows, newRows, row, evaluation)) {
                add(
                        each.trigger(),
                        () ->
                                call(
                                        each,
                                        operation,
                                        oldRows.map(batch -> compiled.value(batch, row)),
                                        newRows.map(batch -> compiled.value(batch, row)),
                                        transitionTables(each.trigger(), operation)));
            }
        }
    }

    private void add(Trigger trigger, Runnable action) {
        var event =
                new DeferredChecks.Check(trigger.constraintOid(), trigger.relationOid(), action);
        boolean waits =
                deferred.isDeferred(
                        trigger.constraintOid(),
                        trigger.isDeferrable(),
                        trigger.isInitiallyDeferred());
        if (waits) {
            deferred.add(event);
        } else {
            events.add(event);
        }
    }

    /// Keeps a row for the transition tables, where a trigger has any.
    void capture(
            TriggerOperation operation, Optional<Batch> oldRows, Optional<Batch> newRows, int row) {
        boolean keepsOld = false;
        boolean keepsNew = false;
        for (CompiledTriggers.Each each : triggers) {
            if (each.trigger().firesFor(operation)) {
                keepsOld |= each.trigger().oldTable().isPresent();
                keepsNew |= each.trigger().newTable().isPresent();
            }
        }
        if (!keepsOld && !keepsNew) {
            return;
        }
        QueryEvents.Changes changes = events.changes(relation(), operation);
        if (keepsOld) {
            oldRows.ifPresent(rows -> changes.rows(false).add(rows, row));
        }
        if (keepsNew) {
            newRows.ifPresent(rows -> changes.rows(true).add(rows, row));
        }
    }

    private List<TransitionTable> transitionTables(Trigger trigger, TriggerOperation operation) {
        var tables = new ArrayList<TransitionTable>();
        QueryEvents.Changes changes = events.changes(relation(), operation);
        trigger.oldTable().ifPresent(name -> tables.add(table(name, false, changes)));
        trigger.newTable().ifPresent(name -> tables.add(table(name, true, changes)));
        return tables;
    }

    private static TransitionTable table(String name, boolean isNew, QueryEvents.Changes changes) {
        return new TransitionTable(name, isNew, changes.rows(isNew).batches());
    }

    /// Notes that all rows were changed, for the triggers after the statement.
    void afterStatement() {
        for (TriggerOperation operation : operations.reversed()) {
            relations().forEach(relation -> afterStatement(relation, operation));
        }
    }

    private void afterStatement(Relation relation, TriggerOperation operation) {
        var checks = new ArrayList<DeferredChecks.Check>();
        for (CompiledTriggers.Each each : find(TriggerTiming.AFTER, false, operation)) {
            if (each.target().table().oid() == relation.oid()
                    && compiled.meets(each, Optional.empty(), Optional.empty(), 0, evaluation)) {
                checks.add(
                        new DeferredChecks.Check(
                                each.trigger().constraintOid(),
                                relation.oid(),
                                () ->
                                        call(
                                                each,
                                                operation,
                                                Optional.empty(),
                                                Optional.empty(),
                                                transitionTables(each.trigger(), operation))));
            }
        }
        events.end(relation, operation, checks);
    }

    private Optional<Value.Row> call(
            CompiledTriggers.Each each,
            TriggerOperation operation,
            Optional<Value.Row> oldRow,
            Optional<Value.Row> newRow,
            List<TransitionTable> transitionTables) {
        Trigger trigger = each.trigger();
        return functions.call(
                trigger.routineOid(),
                new TriggerEvent(
                        trigger.oid(),
                        trigger.name(),
                        trigger.timing(),
                        trigger.forEachRow()
                                ? TriggerEvent.Level.ROW
                                : TriggerEvent.Level.STATEMENT,
                        operation,
                        each.target().table(),
                        each.target().schema(),
                        trigger.arguments(),
                        oldRow,
                        newRow,
                        transitionTables));
    }
}

package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.SyntaxTrees;
import dev.reckon.sql.ast.TableStatement.CreateTrigger;
import dev.reckon.sql.ast.TableStatement.Transition;
import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.ast.TriggerTiming;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.catalog.View;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What must be so of a trigger that is made (PostgreSQL's page of CREATE TRIGGER).
record TriggerChecks(CreateTrigger create, Relation relation) {
    private static DatabaseException unsupported(String message) {
        return new DatabaseException(SqlState.FEATURE_NOT_SUPPORTED, message);
    }

    private static DatabaseException invalid(String message) {
        return new DatabaseException(SqlState.INVALID_OBJECT_DEFINITION, message);
    }

    private DatabaseException wrongKind(String noun, String detail) {
        return new DatabaseException(
                        SqlState.WRONG_OBJECT_TYPE, "\"" + relation.name() + "\" is a " + noun)
                .withDetail(detail);
    }

    private boolean isFor(TriggerOperation operation) {
        return create.operations().contains(operation);
    }

    /// @throws DatabaseException 42809 when the relation can have no such trigger
    void requireFitsRelation() {
        boolean insteadOf = create.timing() == TriggerTiming.INSTEAD_OF;
        switch (relation) {
            case Table table when table.definition().isEmpty() -> {
                if (insteadOf) {
                    throw wrongKind("table", "Tables cannot have INSTEAD OF triggers.");
                }
            }
            case View _ -> {
                if (!insteadOf && create.forEachRow()) {
                    throw wrongKind(
                            "view", "Views cannot have row-level BEFORE or AFTER triggers.");
                }
                if (isFor(TriggerOperation.TRUNCATE)) {
                    throw wrongKind("view", "Views cannot have TRUNCATE triggers.");
                }
            }
            case Index index ->
                    throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE, "\"" + index.name() + "\" is an index");
            default ->
                    throw new DatabaseException(
                                    SqlState.WRONG_OBJECT_TYPE,
                                    "relation \"" + relation.name() + "\" cannot have triggers")
                            .withDetail(
                                    "This operation is not supported for "
                                            + relation.noun()
                                            + "s.");
        }
    }

    /// @throws DatabaseException 0A000, 42P17, 42809 when its parts do not go together
    void requireFitsTogether() {
        if (create.forEachRow() && isFor(TriggerOperation.TRUNCATE)) {
            throw unsupported("TRUNCATE FOR EACH ROW triggers are not supported");
        }
        if (create.timing() == TriggerTiming.INSTEAD_OF) {
            if (!create.forEachRow()) {
                throw unsupported("INSTEAD OF triggers must be FOR EACH ROW");
            }
            if (create.condition().isPresent()) {
                throw unsupported("INSTEAD OF triggers cannot have WHEN conditions");
            }
            if (!create.columns().isEmpty()) {
                throw unsupported("INSTEAD OF triggers cannot have column lists");
            }
        }
        Set<Boolean> given = new HashSet<>();
        for (Transition transition : create.transitions()) {
            requireFits(transition);
            if (!given.add(transition.isNew())) {
                throw invalid(word(transition) + " TABLE cannot be specified multiple times");
            }
        }
        if (create.transitions().stream().map(Transition::name).distinct().count()
                < create.transitions().size()) {
            throw invalid("OLD TABLE name and NEW TABLE name cannot be the same");
        }
    }

    private static String word(Transition transition) {
        return transition.isNew() ? "NEW" : "OLD";
    }

    private void requireFits(Transition transition) {
        if (!transition.isTable()) {
            throw unsupported("ROW variable naming in the REFERENCING clause is not supported")
                    .withHint("Use OLD TABLE or NEW TABLE for naming transition tables.");
        }
        if (relation instanceof View) {
            throw wrongKind("view", "Triggers on views cannot have transition tables.");
        }
        if (relation instanceof Table table && table.isPartitioned() && !create.forEachRow()) {
            throw DatabaseException.notSupported(
                    "a transition table of a partitioned table's trigger",
                    "Put the trigger on each partition, or use one for each row.");
        }
        if (create.timing() != TriggerTiming.AFTER) {
            throw invalid("transition table name can only be specified for an AFTER trigger");
        }
        if (isFor(TriggerOperation.TRUNCATE)) {
            throw unsupported("TRUNCATE triggers with transition tables are not supported");
        }
        if (create.operations().size() > 1) {
            throw unsupported(
                    "transition tables cannot be specified for triggers with more than one event");
        }
        if (!create.columns().isEmpty()) {
            throw unsupported(
                    "transition tables cannot be specified for triggers with column lists");
        }
        if (transition.isNew() && isFor(TriggerOperation.DELETE)) {
            throw invalid("NEW TABLE can only be specified for an INSERT or UPDATE trigger");
        }
        if (!transition.isNew() && isFor(TriggerOperation.INSERT)) {
            throw invalid("OLD TABLE can only be specified for a DELETE or UPDATE trigger");
        }
    }

    /// @throws DatabaseException 42P17 when a condition reads what is not there when it is asked
    void requireReadable(Expression condition) {
        SyntaxTrees.visit(
                condition,
                node -> {
                    switch (node) {
                        case Expression.ColumnReference reference ->
                                requireReadable(
                                        reference.names().getFirst(),
                                        reference.names().size() > 1
                                                ? Optional.of(reference.names().get(1))
                                                : Optional.empty(),
                                        reference.position());
                        case Expression.Star star when !star.qualifier().isEmpty() ->
                                requireReadable(
                                        star.qualifier().getFirst(),
                                        Optional.empty(),
                                        star.position());
                        default -> {}
                    }
                });
    }

    /// @param column absent for the whole row
    private void requireReadable(String row, Optional<String> column, int position) {
        if (!create.forEachRow()) {
            throw invalid("statement trigger's WHEN condition cannot reference column values")
                    .at(position);
        }
        if (row.equals(Trigger.OLD)) {
            if (isFor(TriggerOperation.INSERT)) {
                throw invalid("INSERT trigger's WHEN condition cannot reference OLD values")
                        .at(position);
            }
            return;
        }
        if (isFor(TriggerOperation.DELETE)) {
            throw invalid("DELETE trigger's WHEN condition cannot reference NEW values")
                    .at(position);
        }
        if (create.timing() == TriggerTiming.BEFORE) {
            if (column.filter(this::isSystemColumn).isPresent()) {
                throw unsupported(
                                "BEFORE trigger's WHEN condition cannot reference NEW system"
                                        + " columns")
                        .at(position);
            }
            requireComputed(column, position);
        }
    }

    /// What was bound and is none of the relation's columns is one that the system gives a row.
    private boolean isSystemColumn(String name) {
        return relation.columns().stream().noneMatch(column -> column.name().equals(name));
    }

    /// Generated columns are computed after the triggers that fire before.
    private void requireComputed(Optional<String> column, int position) {
        List<String> generated =
                relation.columns().stream()
                        .filter(each -> each.generatedText().isPresent())
                        .map(TableColumn::name)
                        .toList();
        if (column.map(generated::contains).orElse(!generated.isEmpty())) {
            throw invalid("BEFORE trigger's WHEN condition cannot reference NEW generated columns")
                    .withDetail(
                            column.map(name -> "Column \"" + name + "\" is a generated column.")
                                    .orElse(
                                            "A whole-row reference is used and the table"
                                                    + " contains generated columns."))
                    .at(position);
        }
    }
}

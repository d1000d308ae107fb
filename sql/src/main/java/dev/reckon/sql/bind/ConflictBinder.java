package dev.reckon.sql.bind;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.IndexElement;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.PartitionTree;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.ConflictAction;
import dev.reckon.sql.plan.Fingerprint;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.RowChange;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Binds ON CONFLICT.
record ConflictBinder(Binder binder, TargetRelation relation, Target target, String name) {
    ConflictAction bind(DataStatement.OnConflict conflict, Scope outer) {
        List<String> arbiters =
                switch (conflict.target().orElse(null)) {
                    case null -> List.of();
                    case DataStatement.ConflictTarget.Constraint(String constraint, int _) ->
                            List.of(constraint(constraint));
                    case DataStatement.ConflictTarget.Inferred inferred -> infer(inferred);
                };
        if (conflict.update().isEmpty()) {
            return new ConflictAction(
                    arbiters,
                    partitionArbiters(arbiters),
                    excluded(),
                    Optional.empty(),
                    Optional.empty());
        }
        if (conflict.target().isEmpty()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "ON CONFLICT DO UPDATE requires inference specification or constraint"
                                    + " name")
                    .withHint("For example, ON CONFLICT (column_name).")
                    .at(conflict.position());
        }
        List<Column> excluded = excluded();
        Scope scope = Scope.inside(outer);
        scope.replace(
                Namespace.of(relation.show(target.row(), name).row())
                        .join(
                                new Namespace(
                                        List.of(relation.show(excluded, "excluded").row()),
                                        List.of())));
        var expressions = new ExpressionBinder(binder, scope, Clause.UPDATE);
        List<RowChange.Assignment> assignments =
                new AssignmentBinder(expressions, relation, target).bind(conflict.update());
        Optional<Scalar> condition =
                conflict.where()
                        .map(each -> expressions.in(Clause.WHERE).bindCondition(each, "WHERE"));
        return new ConflictAction(
                arbiters,
                partitionArbiters(arbiters),
                excluded,
                Optional.of(new RowChange(assignments, Optional.empty())),
                condition);
    }

    /// Returns what the arbiters are called in the partitions.
    private Map<Long, List<String>> partitionArbiters(List<String> arbiters) {
        Map<Long, List<String>> ofPartitions = new HashMap<>();
        if (relation.table().isPartitioned() && !arbiters.isEmpty()) {
            for (Index index : binder.catalog.indexes(relation.table().oid())) {
                if (arbiters.contains(index.name())) {
                    addParts(index, ofPartitions);
                }
            }
        }
        return ofPartitions;
    }

    private void addParts(Index index, Map<Long, List<String>> ofPartitions) {
        for (Relation part : new PartitionTree(binder.catalog).parts(index)) {
            if (part instanceof Index own) {
                ofPartitions
                        .computeIfAbsent(own.tableOid(), _ -> new ArrayList<>())
                        .add(own.name());
                addParts(own, ofPartitions);
            }
        }
    }

    private List<Column> excluded() {
        var columns = new ArrayList<Column>();
        for (Column column : target.row()) {
            columns.add(binder.newColumn(column.name(), column.type(), column.modifier()));
        }
        return columns;
    }

    private String constraint(String wanted) {
        List<Constraint> constraints =
                relation.named() instanceof Table own ? own.constraints() : List.of();
        for (Constraint constraint : constraints) {
            if (constraint.name().equals(wanted)) {
                if (constraint.rule() instanceof Constraint.Unique) {
                    constraint
                            .columns()
                            .forEach(number ->
                                    binder.accessColumn(relation.named().oid(), number, 'r'));
                    return wanted;
                }
                throw new DatabaseException(
                        SqlState.WRONG_OBJECT_TYPE,
                        "constraint in ON CONFLICT clause has no associated index");
            }
        }
        throw new DatabaseException(
                SqlState.UNDEFINED_OBJECT,
                "constraint \""
                        + wanted
                        + "\" for table \""
                        + relation.named().name()
                        + "\" does not exist");
    }

    /// Finds the unique indexes on exactly these columns and expressions.
    private List<String> infer(DataStatement.ConflictTarget.Inferred inferred) {
        Table table = relation.table();
        Scope scope = Scope.of(Namespace.of(relation.show(target.row(), name).row()));
        var expressions = new ExpressionBinder(binder, scope, Clause.INDEX_EXPRESSION);
        Set<String> wanted = new HashSet<>();
        for (IndexElement element : inferred.elements()) {
            Scalar value =
                    element.expression() instanceof Expression.ColumnReference reference
                                    && reference.names().size() == 1
                            ? target.row()
                                    .get(
                                            relation.position(
                                                    reference.names().getFirst(),
                                                    element.position(),
                                                    'r'))
                                    .value()
                            : expressions.bind(element.expression());
            wanted.add(Fingerprint.of(value));
        }
        Set<String> predicate =
                inferred.where()
                        .map(each ->
                                conjuncts(
                                        expressions
                                                .in(Clause.INDEX_PREDICATE)
                                                .bindCondition(each, "WHERE")))
                        .orElse(Set.of());
        var names = new ArrayList<String>();
        for (Index index : binder.catalog.indexes(table.oid())) {
            if (index.unique() && matches(index, wanted, predicate, expressions)) {
                names.add(index.name());
            }
        }
        if (names.isEmpty()) {
            throw new DatabaseException(
                    SqlState.INVALID_COLUMN_REFERENCE,
                    "there is no unique or exclusion constraint matching the ON CONFLICT"
                            + " specification");
        }
        return names;
    }

    private boolean matches(
            Index index, Set<String> wanted, Set<String> predicate, ExpressionBinder expressions) {
        Set<String> indexed = new HashSet<>();
        for (Index.Key key : index.keys()) {
            Scalar value =
                    key.columnNumber() != 0
                            ? target.row()
                                    .get(relation.table().position(key.columnNumber()))
                                    .value()
                            : binder.coercion.known(
                                    expressions.bind(Parser.parseExpression(key.expression())));
            indexed.add(Fingerprint.of(value));
        }
        if (!indexed.equals(wanted)) {
            return false;
        }
        if (index.predicate().isEmpty()) {
            return true;
        }
        return predicate.containsAll(
                conjuncts(
                        expressions
                                .in(Clause.INDEX_PREDICATE)
                                .bindCondition(
                                        Parser.parseExpression(index.predicate().get()), "WHERE")));
    }

    /// Returns the parts of a condition that must all hold.
    private static Set<String> conjuncts(Scalar condition) {
        Set<String> parts = new HashSet<>();
        Plans.conjuncts(condition).forEach(each -> parts.add(Fingerprint.of(each)));
        return parts;
    }
}

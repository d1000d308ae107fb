package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.SyntaxTrees;
import dev.reckon.sql.bind.Accesses;
import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Comment;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.DatabaseEntry;
import dev.reckon.sql.catalog.DefaultPrivileges;
import dev.reckon.sql.catalog.Dependency;
import dev.reckon.sql.catalog.Extension;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.PartitionTree;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.catalog.UserCast;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.catalog.ViewDefinition;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.sql.parse.ParsedStatement;
import dev.reckon.sql.parse.Parser;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds what rests directly on an object.
record Dependents(Definitions definitions) {
    /// Returns what depends on something, in no order.
    List<Dependent> of(Dependent dependent) {
        return switch (dependent.part()) {
            case WHOLE -> of(dependent.object());
            case COLUMN ->
                    dependent.object() instanceof Table table
                            ? ofColumn(table, dependent.column())
                            : List.of();
            case CONSTRAINT, DEFAULT -> List.of();
        };
    }

    List<Dependent> of(CatalogObject object) {
        var found = new ArrayList<Dependent>();
        switch (object) {
            case Schema schema -> addContents(schema, found);
            case Table table -> {
                addQueries(table.oid(), found);
                addTypeUses(Set.of(table.rowTypeOid(), table.rowArrayOid()), found);
                addReferences(table, found);
                definitions
                        .catalog()
                        .partitions(table.oid())
                        .forEach(each -> found.add(Dependent.whole(each)));
            }
            case View view -> {
                addQueries(view.oid(), found);
                addTypeUses(Set.of(view.rowTypeOid(), view.rowArrayOid()), found);
            }
            case Sequence sequence -> {
                addDefaults(sequence, found);
                addQueries(sequence.oid(), found);
            }
            case UserType type -> {
                Set<Integer> types = new HashSet<>();
                for (DataType each : type.dataTypes()) {
                    types.add(each.oid());
                    types.add(each.arrayOid());
                }
                addTypeUses(types, found);
                addQueries(type.oid(), found);
            }
            case Routine routine -> {
                addQueries(routine.oid(), found);
                addCalls(routine, found);
                addTriggers(routine, found);
            }
            case Index _,
                    Trigger _,
                    Role _,
                    Comment _,
                    DefaultPrivileges _,
                    DatabaseEntry _,
                    Extension _,
                    UserCast _ -> {}
        }
        return found;
    }

    private void addTriggers(Routine routine, List<Dependent> found) {
        for (CatalogObject each : definitions.catalog().objects()) {
            if (each instanceof Trigger trigger
                    && (trigger.routineOid() == routine.oid()
                            || trigger.condition()
                                    .filter(text -> calls(text, routine))
                                    .isPresent())) {
                found.add(Dependent.whole(trigger));
            }
        }
    }

    private void addContents(Schema schema, List<Dependent> found) {
        for (CatalogObject each : definitions.catalog().objects()) {
            if (each.schemaOid() == schema.oid()
                    && !ObjectTitles.isPart(each)
                    && !(each instanceof DefaultPrivileges)
                    && !isMember(each)) {
                found.add(Dependent.whole(each));
            }
        }
    }

    /// What came with an extension goes with that.
    private boolean isMember(CatalogObject object) {
        return object instanceof Routine
                && Extension.of(definitions.catalog(), object.oid()).isPresent();
    }

    private void addReferences(Table table, List<Dependent> found) {
        for (Table referencing : definitions.catalog().referencingRows(table)) {
            for (Constraint constraint : referencing.constraints()) {
                boolean isInherited =
                        new PartitionTree(definitions.catalog())
                                .parent(constraint, referencing)
                                .isPresent();
                if (referencing.oid() != table.oid()
                        && !isInherited
                        && constraint.rule() instanceof Constraint.ForeignKey key
                        && definitions.catalog().isReferenced(table, key.referencedOid())) {
                    found.add(Dependent.constraint(referencing, constraint.name()));
                }
            }
        }
    }

    private static Optional<ViewDefinition> query(CatalogObject object) {
        return switch (object) {
            case View view -> Optional.of(view.definition());
            case Table table -> table.definition();
            default -> Optional.empty();
        };
    }

    /// Returns the views whose queries rest on something.
    List<CatalogObject> queries(long oid) {
        return definitions.catalog().objects().stream()
                .filter(each ->
                        query(each)
                                .filter(query ->
                                        query.dependencies().stream()
                                                .anyMatch(needed -> needed.oid() == oid))
                                .isPresent())
                .toList();
    }

    private void addQueries(long oid, List<Dependent> found) {
        for (CatalogObject each : definitions.catalog().objects()) {
            if (query(each)
                    .filter(query ->
                            query.dependencies().stream().anyMatch(needed -> needed.oid() == oid))
                    .isPresent()) {
                found.add(Dependent.whole(each));
            }
            if (each instanceof Routine routine
                    && routine.traits().standardBody()
                    && uses(routine, oid)) {
                found.add(Dependent.whole(routine));
            }
        }
    }

    /// Returns whether a body in SQL's own form uses an object. One that is a string does not
    /// depend on what it names.
    private boolean uses(Routine routine, long oid) {
        StatementBinder binder = definitions.binder();
        for (ParsedStatement parsed : Parser.parse(routine.body())) {
            if (parsed.statement() instanceof Preparable statement
                    && (namesRelation(statement, oid) || binds(binder, routine, statement, oid))) {
                return true;
            }
        }
        return false;
    }

    private static boolean binds(
            StatementBinder binder, Routine routine, Preparable statement, long oid) {
        Accesses accesses = binder.bindBody(routine, statement).accesses();
        return accesses.all().stream().anyMatch(each -> each.oid() == oid)
                || accesses.routines().stream().anyMatch(each -> each.oid() == oid);
    }

    /// Returns whether a constant of type `regclass` is the name of a relation.
    private boolean namesRelation(Preparable statement, long oid) {
        boolean[] found = {false};
        SyntaxTrees.visit(
                statement,
                node -> {
                    if (node instanceof Expression.Cast cast
                            && cast.operand() instanceof Expression.StringConstant text
                            && cast.type().name().name().equals("regclass")) {
                        found[0] |=
                                definitions
                                        .relation(Parser.parseType(text.value()).name())
                                        .filter(each -> each.oid() == oid)
                                        .isPresent();
                    }
                });
        return found[0];
    }

    /// What depends on a column of a table.
    private List<Dependent> ofColumn(Table table, int number) {
        var found = new ArrayList<Dependent>();
        var needed = new Dependency(table.oid(), number);
        for (CatalogObject each : definitions.catalog().objects()) {
            if (query(each).filter(query -> query.dependencies().contains(needed)).isPresent()) {
                found.add(Dependent.whole(each));
            }
        }
        TableColumn used = table.columns().get(table.position(number));
        for (Trigger trigger : definitions.catalog().triggers(table.oid())) {
            if (TriggerDefinitions.uses(trigger, used)) {
                found.add(Dependent.whole(trigger));
            }
        }
        String name = used.name();
        for (TableColumn column : table.columns()) {
            if (column.generatedText().filter(text -> RowTexts.reads(text, name)).isPresent()) {
                found.add(Dependent.column(table, column.number()));
            }
        }
        for (Table referencing : definitions.catalog().referencing(table.oid())) {
            for (Constraint constraint : referencing.constraints()) {
                if (referencing.oid() != table.oid()
                        && constraint.rule() instanceof Constraint.ForeignKey key
                        && key.referencedOid() == table.oid()
                        && key.referencedColumns().contains(number)) {
                    found.add(Dependent.constraint(referencing, constraint.name()));
                }
            }
        }
        return found;
    }

    /// Adds what has one of some types: columns, domains, casts, routines.
    private void addTypeUses(Set<Integer> types, List<Dependent> found) {
        for (CatalogObject each : definitions.catalog().objects()) {
            switch (each) {
                case Table table -> addColumns(table, table.columns(), types, found);
                case UserType.Composite type -> addColumns(type, type.columns(), types, found);
                case UserType.Domain domain when types.contains(domain.base().oid()) ->
                        found.add(Dependent.whole(domain));
                case UserType.Range range
                        when !types.contains((int) range.oid())
                                && types.contains(range.subtype().oid()) ->
                        found.add(Dependent.whole(range));
                case View view
                        when view.columns().stream()
                                .anyMatch(column -> types.contains(column.type().oid())) ->
                        found.add(Dependent.whole(view));
                case UserCast cast
                        when types.contains(cast.source().oid())
                                || types.contains(cast.target().oid()) ->
                        found.add(Dependent.whole(cast));
                case Routine routine when mentions(routine, types) ->
                        found.add(Dependent.whole(routine));
                default -> {}
            }
        }
    }

    private static void addColumns(
            CatalogObject owner,
            List<TableColumn> columns,
            Set<Integer> types,
            List<Dependent> found) {
        for (TableColumn column : columns) {
            if (types.contains(column.type().oid())) {
                found.add(Dependent.column(owner, column.number()));
            }
        }
    }

    private static boolean mentions(Routine routine, Set<Integer> types) {
        return types.contains(routine.result().oid())
                || routine.parameters().stream()
                        .anyMatch(parameter -> types.contains(parameter.type().oid()));
    }

    /// Adds the defaults, checks, generated columns and indexes that call a function.
    private void addCalls(Routine routine, List<Dependent> found) {
        for (CatalogObject each : definitions.catalog().objects()) {
            if (each instanceof Table table) {
                for (TableColumn column : table.columns()) {
                    if (column.defaultText().filter(text -> calls(text, routine)).isPresent()) {
                        found.add(Dependent.defaultOf(table, column.number()));
                    }
                    if (column.generatedText().filter(text -> calls(text, routine)).isPresent()) {
                        found.add(Dependent.column(table, column.number()));
                    }
                }
                for (Constraint constraint : table.constraints()) {
                    if (constraint.rule() instanceof Constraint.Check check
                            && calls(check.text(), routine)) {
                        found.add(Dependent.constraint(table, constraint.name()));
                    }
                }
            } else if (each instanceof Index index
                    && (index.predicate().filter(text -> calls(text, routine)).isPresent()
                            || index.keys().stream()
                                    .anyMatch(key -> calls(key.expression(), routine)))) {
                found.add(Dependent.whole(index));
            }
        }
    }

    private boolean calls(String text, Routine routine) {
        if (!text.contains(routine.name())) {
            return false;
        }
        boolean[] found = new boolean[1];
        SyntaxTrees.visit(
                Parser.parseExpression(text),
                node ->
                        found[0] |=
                                node instanceof Expression.FunctionCall call
                                        && call.name().name().equals(routine.name())
                                        && definitions
                                                .catalog()
                                                .routines(
                                                        definitions.searchPath(),
                                                        call.name().parts())
                                                .contains(routine));
        return found[0];
    }

    private void addDefaults(Sequence sequence, List<Dependent> found) {
        String quoted =
                Identifiers.quote(definitions.catalog().schemaName(sequence.schemaOid()))
                        + "."
                        + Identifiers.quote(sequence.name());
        for (CatalogObject each : definitions.catalog().objects()) {
            if (!(each instanceof Table table)) {
                continue;
            }
            for (TableColumn column : table.columns()) {
                boolean uses =
                        column.defaultText()
                                .filter(text ->
                                        text.contains("'" + quoted + "'")
                                                || text.contains("'" + sequence.name() + "'"))
                                .isPresent();
                if (uses) {
                    found.add(Dependent.defaultOf(table, column.number()));
                }
            }
        }
    }
}

package dev.reckon.sql.define;

import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Dependency;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.catalog.ViewDefinition;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// DROP of everything but roles, with what depends on it when CASCADE says so. For one statement.
public final class Drops {
    private final Definitions definitions;

    /// What is dropped, in order.
    private final Set<Long> dropped = new LinkedHashSet<>();

    /// What depends on the dropped, with what each depends on.
    private final Map<Dependent, String> dependents = new LinkedHashMap<>();

    /// Something that goes away beside the objects named.
    ///
    /// @param constraint the constraint of the table `object`; empty text for the whole object
    /// @param column the number of the column of the table whose default goes, or which goes itself
    private record Dependent(CatalogObject object, String constraint, int column, boolean whole) {}

    private boolean silent;

    public Drops(Definitions definitions) {
        this.definitions = definitions;
    }

    /// Carries a DROP out.
    public void drop(ObjectStatement.Drop drop) {
        var objects = new ArrayList<CatalogObject>();
        for (ObjectReference reference : drop.objects()) {
            find(drop, reference).ifPresent(objects::add);
        }
        for (CatalogObject object : objects) {
            definitions.requireOwner(object, drop.kind().noun());
        }
        dropAll(objects, drop.cascade(), drop.kind() == ObjectKind.SCHEMA);
    }

    /// Drops objects with all that depends on them, of which the client is told elsewhere.
    void dropSilently(List<CatalogObject> objects) {
        silent = true;
        dropAll(objects, true, false);
    }

    /// Drops objects with what belongs to them.
    void dropAll(List<CatalogObject> objects, boolean cascade, boolean schemas) {
        objects.forEach(object -> dropped.add(object.oid()));
        for (CatalogObject object : objects) {
            collect(object);
        }
        if (!dependents.isEmpty() && !cascade) {
            throw refused(objects);
        }
        if (!dependents.isEmpty() && !silent) {
            tell();
        }
        // Parts of tables that stay are taken out first, then whole objects, dependents first.
        for (Dependent dependent : dependents.keySet()) {
            if (!dependent.whole && !dropped.contains(dependent.object.oid())) {
                removePart(dependent);
            }
        }
        for (Dependent dependent : List.copyOf(dependents.keySet()).reversed()) {
            if (dependent.whole) {
                removeObject(dependent.object);
            }
        }
        objects.forEach(this::removeObject);
    }

    private Optional<CatalogObject> find(ObjectStatement.Drop drop, ObjectReference reference) {
        Optional<? extends CatalogObject> found =
                switch (drop.kind()) {
                    case SCHEMA -> definitions.catalog().schema(reference.name().name());
                    case TABLE, VIEW, MATERIALIZED_VIEW, INDEX, SEQUENCE ->
                            relation(drop.kind(), reference);
                    case TYPE, DOMAIN -> type(reference);
                    case FUNCTION, PROCEDURE, ROUTINE ->
                            new RoutineDefinitions(definitions).find(reference);
                    case EXTENSION -> Optional.empty();
                    default ->
                            throw DatabaseException.notSupported(
                                    "DROP " + drop.kind().sql(), "There are no such objects here.");
                };
        if (found.isPresent()) {
            return found.map(each -> each);
        }
        DatabaseException missing = missing(drop.kind(), reference);
        if (drop.ifExists()) {
            definitions.notice(SqlState.SUCCESSFUL_COMPLETION, missing.getMessage() + ", skipping");
            return Optional.empty();
        }
        throw missing;
    }

    private DatabaseException missing(ObjectKind kind, ObjectReference reference) {
        String name = reference.name().dotted();
        Optional<String> schema = reference.name().schema().map(definitions.searchPath()::resolve);
        if (schema.isPresent() && definitions.catalog().schema(schema.get()).isEmpty()) {
            return new DatabaseException(
                    SqlState.INVALID_SCHEMA_NAME, "schema \"" + schema.get() + "\" does not exist");
        }
        return switch (kind) {
            case TABLE, VIEW, SEQUENCE, MATERIALIZED_VIEW ->
                    new DatabaseException(
                            SqlState.UNDEFINED_TABLE,
                            kind.noun() + " \"" + name + "\" does not exist");
            case SCHEMA ->
                    new DatabaseException(
                            SqlState.INVALID_SCHEMA_NAME, "schema \"" + name + "\" does not exist");
            case FUNCTION, PROCEDURE, ROUTINE ->
                    new RoutineDefinitions(definitions).missing(reference);
            case DOMAIN, TYPE ->
                    new DatabaseException(
                            SqlState.UNDEFINED_OBJECT, "type \"" + name + "\" does not exist");
            default ->
                    new DatabaseException(
                            SqlState.UNDEFINED_OBJECT,
                            kind.noun() + " \"" + name + "\" does not exist");
        };
    }

    private Optional<Relation> relation(ObjectKind kind, ObjectReference reference) {
        Optional<Relation> relation = definitions.relation(reference.name());
        if (relation.isEmpty()) {
            if (definitions
                    .catalog()
                    .systemTable(definitions.searchPath(), reference.name().parts())
                    .isPresent()) {
                throw new DatabaseException(
                        SqlState.INSUFFICIENT_PRIVILEGE,
                        "permission denied: \""
                                + reference.name().name()
                                + "\" is a system catalog");
            }
            return Optional.empty();
        }
        if (!relation.get().noun().equals(kind.noun())) {
            String article = kind == ObjectKind.INDEX ? "an " : "a ";
            String actual = relation.get().noun();
            throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "\"" + reference.name().name() + "\" is not " + article + kind.noun())
                    .withHint(
                            "Use DROP "
                                    + actual.toUpperCase(java.util.Locale.ROOT)
                                    + " to remove "
                                    + (actual.equals("index") ? "an " : "a ")
                                    + actual
                                    + ".");
        }
        if (relation.get() instanceof Index index) {
            requireNoConstraint(index);
        }
        if (relation.get() instanceof Sequence sequence && sequence.identity()) {
            var table =
                    (Table) definitions.catalog().relation(sequence.ownerTableOid()).orElseThrow();
            throw new DatabaseException(
                            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                            "cannot drop sequence "
                                    + sequence.name()
                                    + " because column "
                                    + columnName(table, sequence.ownerColumn())
                                    + " of table "
                                    + table.name()
                                    + " requires it")
                    .withHint(
                            "You can drop column "
                                    + columnName(table, sequence.ownerColumn())
                                    + " of table "
                                    + table.name()
                                    + " instead.");
        }
        return relation;
    }

    private static String columnName(Table table, int number) {
        return table.columns().get(table.position(number)).name();
    }

    private void requireNoConstraint(Index index) {
        var table = (Table) definitions.catalog().relation(index.tableOid()).orElseThrow();
        for (Constraint constraint : table.constraints()) {
            if (constraint.rule() instanceof Constraint.Unique unique
                    && unique.indexOid() == index.oid()) {
                throw new DatabaseException(
                                SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
                                "cannot drop index "
                                        + index.name()
                                        + " because constraint "
                                        + constraint.name()
                                        + " on table "
                                        + table.name()
                                        + " requires it")
                        .withHint(
                                "You can drop constraint "
                                        + constraint.name()
                                        + " on table "
                                        + table.name()
                                        + " instead.");
            }
        }
    }

    private Optional<UserType> type(ObjectReference reference) {
        return definitions
                .catalog()
                .type(definitions.searchPath(), reference.name().parts())
                .flatMap(type -> definitions.catalog().userType(type.oid()));
    }

    /// Finds what depends on an object, and what belongs to it.
    private void collect(CatalogObject object) {
        switch (object) {
            case Schema schema -> {
                for (CatalogObject each : List.copyOf(definitions.catalog().objects())) {
                    if (each.schemaOid() == schema.oid()
                            && !(each instanceof Index)
                            && !isOwned(each)) {
                        addWhole(each, describe(schema));
                    }
                }
            }
            case Table table -> {
                collectViews(table.oid(), table);
                collectRowType(table.rowTypeOid(), table);
                for (Table referencing : definitions.catalog().referencing(table.oid())) {
                    if (dropped.contains(referencing.oid())) {
                        continue;
                    }
                    for (Constraint constraint : referencing.constraints()) {
                        if (constraint.rule() instanceof Constraint.ForeignKey key
                                && key.referencedOid() == table.oid()) {
                            dependents.putIfAbsent(
                                    new Dependent(referencing, constraint.name(), 0, false),
                                    describe(table));
                        }
                    }
                }
                for (Sequence sequence : ownedSequences(table)) {
                    collectDefaults(sequence);
                }
            }
            case View view -> {
                collectViews(view.oid(), view);
                collectRowType(view.rowTypeOid(), view);
            }
            case Sequence sequence -> collectDefaults(sequence);
            case UserType type -> collectTypeUses(type);
            case Routine routine -> collectViews(routine.oid(), routine);
            default -> {}
        }
    }

    private static boolean isOwned(CatalogObject object) {
        return object instanceof Sequence sequence && sequence.ownerTableOid() != 0;
    }

    private List<Sequence> ownedSequences(Table table) {
        var owned = new ArrayList<Sequence>();
        for (CatalogObject each : definitions.catalog().objects()) {
            if (each instanceof Sequence sequence && sequence.ownerTableOid() == table.oid()) {
                owned.add(sequence);
            }
        }
        return owned;
    }

    private void addWhole(CatalogObject object, String on) {
        if (dropped.add(object.oid())) {
            dependents.put(new Dependent(object, "", 0, true), on);
            collect(object);
        }
    }

    private void collectViews(long oid, CatalogObject object) {
        for (CatalogObject each : List.copyOf(definitions.catalog().objects())) {
            Optional<ViewDefinition> definition =
                    switch (each) {
                        case View view -> Optional.of(view.definition());
                        case Table table -> table.definition();
                        default -> Optional.empty();
                    };
            if (definition.isPresent()
                    && definition.get().dependencies().stream()
                            .map(Dependency::oid)
                            .anyMatch(needed -> needed == oid)) {
                addWhole(each, describe(object));
            }
        }
    }

    private void collectRowType(long typeOid, CatalogObject object) {
        collectColumnsOf(typeOid, object);
    }

    private void collectTypeUses(UserType type) {
        collectColumnsOf(type.oid(), type);
        collectColumnsOf(type.arrayOid(), type);
        for (CatalogObject each : List.copyOf(definitions.catalog().objects())) {
            boolean uses =
                    switch (each) {
                        case UserType.Domain domain -> domain.base().oid() == type.oid();
                        case UserType.Composite composite ->
                                composite.columns().stream()
                                        .anyMatch(column -> column.type().oid() == type.oid());
                        case Routine routine ->
                                routine.result().oid() == type.oid()
                                        || routine.parameters().stream()
                                                .anyMatch(parameter ->
                                                        parameter.type().oid() == type.oid());
                        default -> false;
                    };
            if (uses) {
                addWhole(each, describe(type));
            }
        }
    }

    private void collectColumnsOf(long typeOid, CatalogObject object) {
        for (CatalogObject each : List.copyOf(definitions.catalog().objects())) {
            if (each instanceof Table table && !dropped.contains(table.oid())) {
                for (TableColumn column : table.columns()) {
                    if (column.type().oid() == typeOid) {
                        dependents.putIfAbsent(
                                new Dependent(table, "", column.number(), false), describe(object));
                    }
                }
            }
        }
    }

    private void collectDefaults(Sequence sequence) {
        String quoted =
                Identifiers.quote(definitions.catalog().schemaName(sequence.schemaOid()))
                        + "."
                        + Identifiers.quote(sequence.name());
        for (CatalogObject each : List.copyOf(definitions.catalog().objects())) {
            if (!(each instanceof Table table) || dropped.contains(table.oid())) {
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
                    dependents.putIfAbsent(
                            new Dependent(table, "default", column.number(), false),
                            describe(sequence));
                }
            }
        }
    }

    private String describe(CatalogObject object) {
        String name =
                object instanceof Relation || object instanceof UserType
                        ? shownName(object)
                        : object.name();
        return noun(object) + " " + name;
    }

    private String shownName(CatalogObject object) {
        boolean visible =
                definitions.searchPath().effective().stream()
                        .anyMatch(schema ->
                                schema.equals(
                                        definitions.catalog().schemaName(object.schemaOid())));
        return visible
                ? object.name()
                : definitions.catalog().schemaName(object.schemaOid()) + "." + object.name();
    }

    private static String noun(CatalogObject object) {
        return switch (object) {
            case Relation relation -> relation.noun();
            case Schema _ -> "schema";
            case UserType _ -> "type";
            case Routine routine -> routine.procedure() ? "procedure" : "function";
            default -> "object";
        };
    }

    private String describe(Dependent dependent) {
        if (dependent.whole) {
            return describe(dependent.object);
        }
        if (dependent.constraint.equals("default")) {
            return "default value for column "
                    + columnName((Table) dependent.object, dependent.column)
                    + " of "
                    + describe(dependent.object);
        }
        return dependent.constraint.isEmpty()
                ? "column "
                        + columnName((Table) dependent.object, dependent.column)
                        + " of "
                        + describe(dependent.object)
                : "constraint " + dependent.constraint + " on " + describe(dependent.object);
    }

    private DatabaseException refused(List<CatalogObject> objects) {
        var detail = new StringBuilder();
        dependents.forEach((dependent, on) ->
                detail.append(detail.isEmpty() ? "" : "\n")
                        .append(describe(dependent))
                        .append(" depends on ")
                        .append(on));
        String what =
                objects.size() == 1
                        ? "cannot drop "
                                + describe(objects.getFirst())
                                + " because other objects depend on it"
                        : "cannot drop desired object(s) because other objects depend on them";
        return new DatabaseException(SqlState.DEPENDENT_OBJECTS_STILL_EXIST, what)
                .withDetail(detail.toString())
                .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
    }

    private void tell() {
        if (dependents.size() == 1) {
            definitions.notice(
                    new DatabaseException(
                            SqlState.SUCCESSFUL_COMPLETION,
                            "drop cascades to " + describe(dependents.keySet().iterator().next())));
            return;
        }
        var detail = new StringBuilder();
        for (Dependent dependent : dependents.keySet()) {
            detail.append(detail.isEmpty() ? "" : "\n")
                    .append("drop cascades to ")
                    .append(describe(dependent));
        }
        definitions.notice(
                new DatabaseException(
                                SqlState.SUCCESSFUL_COMPLETION,
                                "drop cascades to " + dependents.size() + " other objects")
                        .withDetail(detail.toString()));
    }

    private void removePart(Dependent dependent) {
        var table = (Table) definitions.catalog().relation(dependent.object.oid()).orElseThrow();
        if (dependent.constraint.isEmpty()) {
            new TableChange(definitions, table).dropColumn(dependent.column);
        } else if (dependent.constraint.equals("default")) {
            TableColumn column = table.columns().get(table.position(dependent.column));
            definitions.put(table.withColumn(column.withDefault(Optional.empty())));
        } else {
            definitions.put(
                    table.withConstraints(
                            table.constraints().stream()
                                    .filter(each -> !each.name().equals(dependent.constraint))
                                    .toList()));
        }
    }

    private void removeObject(CatalogObject object) {
        if (definitions.catalog().object(object.oid()).isEmpty()) {
            return;
        }
        switch (object) {
            case Table table -> {
                for (Index index : List.copyOf(definitions.catalog().indexes(table.oid()))) {
                    removeIndex(index);
                }
                ownedSequences(table).forEach(definitions::remove);
                definitions.transaction().dropTable(table.storageId());
            }
            case Index index -> {
                removeIndex(index);
                return;
            }
            default -> {}
        }
        definitions.remove(object);
    }

    private void removeIndex(Index index) {
        if (index.storageId() != 0) {
            definitions.transaction().dropTable(index.storageId());
        }
        definitions.remove(index);
    }
}

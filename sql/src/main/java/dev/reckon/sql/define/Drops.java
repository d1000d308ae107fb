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
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
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
        var targets = new DropTargets(definitions);
        for (ObjectReference reference : drop.objects()) {
            targets.find(drop, reference).ifPresent(objects::add);
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
            Cascade.tell(definitions, dependents.keySet().stream().map(this::describe).toList());
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
        Set<Integer> oids = new HashSet<>();
        for (DataType each : type.dataTypes()) {
            oids.add(each.oid());
            oids.add(each.arrayOid());
        }
        oids.forEach(oid -> collectColumnsOf(oid, type));
        for (CatalogObject each : List.copyOf(definitions.catalog().objects())) {
            boolean uses =
                    switch (each) {
                        case UserType.Domain domain -> oids.contains(domain.base().oid());
                        case UserType.Range range ->
                                range.oid() != type.oid() && oids.contains(range.subtype().oid());
                        case UserType.Composite composite ->
                                composite.columns().stream()
                                        .anyMatch(column -> oids.contains(column.type().oid()));
                        case Routine routine ->
                                oids.contains(routine.result().oid())
                                        || routine.parameters().stream()
                                                .anyMatch(parameter ->
                                                        oids.contains(parameter.type().oid()));
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
                    + Lookup.columnName((Table) dependent.object, dependent.column)
                    + " of "
                    + describe(dependent.object);
        }
        return dependent.constraint.isEmpty()
                ? "column "
                        + Lookup.columnName((Table) dependent.object, dependent.column)
                        + " of "
                        + describe(dependent.object)
                : "constraint " + dependent.constraint + " on " + describe(dependent.object);
    }

    private DatabaseException refused(List<CatalogObject> objects) {
        var lines = new ArrayList<String>();
        dependents.forEach((dependent, on) -> lines.add(describe(dependent) + " depends on " + on));
        String detail = String.join("\n", lines);
        return objects.size() == 1
                ? Cascade.refused(describe(objects.getFirst()), detail)
                : Cascade.refusedAll(detail);
    }

    private void removePart(Dependent dependent) {
        var table = (Table) definitions.catalog().relation(dependent.object.oid()).orElseThrow();
        if (dependent.constraint.isEmpty()) {
            new ColumnChanges(definitions, table).drop(dependent.column);
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

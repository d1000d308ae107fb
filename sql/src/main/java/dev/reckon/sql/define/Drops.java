package dev.reckon.sql.define;

import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.ObjectStatement;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Extension;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Sequence;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.catalog.UserCast;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.storage.TableLockMode;
import dev.reckon.storage.error.DatabaseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// DROP of everything but roles, with what depends on it when CASCADE says so. For one statement.
public final class Drops {
    private final Definitions definitions;
    private final Dependents dependents;
    private final ObjectTitles titles;

    /// The identities of what was visited.
    private final Set<Object> seen = new HashSet<>();

    /// What goes away besides, each after all that depends on it.
    private final List<Dependent> order = new ArrayList<>();

    /// What each was found to depend on.
    private final Map<Object, String> reasons = new HashMap<>();

    private boolean silent;

    public Drops(Definitions definitions) {
        this.definitions = definitions;
        this.dependents = new Dependents(definitions);
        this.titles = new ObjectTitles(definitions);
    }

    /// Carries a DROP out.
    public void drop(ObjectStatement.Drop drop) {
        var objects = new ArrayList<CatalogObject>();
        var targets = new DropTargets(definitions);
        for (ObjectReference reference : drop.objects()) {
            targets.find(drop, reference).ifPresent(objects::add);
        }
        for (CatalogObject object : objects) {
            boolean ownsSchema =
                    definitions
                            .catalog()
                            .schema(object.schemaOid())
                            .filter(schema -> definitions.rights().owns(schema))
                            .isPresent();
            if (object instanceof Routine routine) {
                new ExtensionDefinitions(definitions).requireNoMember(routine);
            }
            if (object instanceof Trigger trigger) {
                definitions.requireOwner(relation(trigger), "relation");
            } else if (object instanceof UserCast cast) {
                new CastDefinitions(definitions).requireOwner(cast.source(), cast.target());
            } else if (!ownsSchema) {
                definitions.requireOwner(object, drop.kind().noun());
            }
        }
        dropAll(objects, drop.cascade());
    }

    /// Drops objects with all that depends on them, of which the client is told elsewhere.
    void dropSilently(List<CatalogObject> objects) {
        silent = true;
        dropAll(objects, true);
    }

    /// Drops objects with what belongs to them.
    void dropAll(List<CatalogObject> named, boolean cascade) {
        List<CatalogObject> objects = withParts(named);
        objects.forEach(object -> seen.add(Dependent.whole(object).identity()));
        objects.forEach(object -> visit(Dependent.whole(object)));
        Set<Long> whole = new HashSet<>();
        objects.forEach(object -> whole.add(object.oid()));
        order.stream().filter(Dependent::isWhole).forEach(each -> whole.add(each.object().oid()));
        // A part goes with its object.
        order.removeIf(each ->
                each.isWhole()
                        ? each.object() instanceof Trigger trigger
                                && whole.contains(trigger.relationOid())
                        : whole.contains(each.object().oid()));
        if (!order.isEmpty() && !cascade) {
            throw refused(named);
        }
        if (!order.isEmpty() && !silent) {
            Cascade.tell(definitions, order.reversed().stream().map(titles::of).toList());
        }
        for (Dependent dependent : order) {
            if (dependent.isWhole()) {
                removeObject(dependent.object());
            }
        }
        for (Dependent dependent : order) {
            if (!dependent.isWhole()) {
                removePart(dependent);
            }
        }
        objects.forEach(this::removeObject);
    }

    /// Adds what goes with a partitioned table or index without being told: their parts.
    private List<CatalogObject> withParts(List<CatalogObject> objects) {
        var all = new ArrayList<CatalogObject>();
        for (CatalogObject object : objects) {
            addParts(object, all);
        }
        return all;
    }

    private void addParts(CatalogObject object, List<CatalogObject> all) {
        if (all.contains(object)) {
            return;
        }
        if (object instanceof Table table) {
            definitions.catalog().partitions(table.oid()).forEach(each -> addParts(each, all));
        }
        if (object instanceof Index index) {
            for (CatalogObject each : definitions.catalog().objects()) {
                if (each instanceof Index part && part.parentOid() == index.oid()) {
                    addParts(part, all);
                }
            }
        }
        all.add(object);
    }

    /// Visits what depends on something in PostgreSQL's order, newest first and depth first: in
    /// reverse it tells of each thing before what depends on it.
    private void visit(Dependent of) {
        List<Dependent> found = new ArrayList<>(dependents.of(of));
        found.sort(
                Comparator.comparingLong(Dependent::orderOid)
                        .reversed()
                        .thenComparingInt(Dependent::column));
        if (of.isWhole() && of.object() instanceof Table table) {
            for (Sequence sequence : ownedSequences(table)) {
                if (seen.add(Dependent.whole(sequence).identity())) {
                    visit(Dependent.whole(sequence));
                }
            }
        }
        if (of.isWhole() && of.object() instanceof Extension extension) {
            for (long oid : extension.members().reversed()) {
                definitions.catalog().object(oid).map(Dependent::whole).ifPresent(this::visit);
            }
        }
        for (Dependent each : found) {
            if (seen.add(each.identity())) {
                reasons.put(each.identity(), titles.of(of));
                visit(each);
                order.add(each);
            }
        }
    }

    private DatabaseException refused(List<CatalogObject> objects) {
        var lines = new ArrayList<String>();
        for (Dependent each : order.reversed()) {
            lines.add(titles.of(each) + " depends on " + reasons.get(each.identity()));
        }
        String detail = String.join("\n", lines);
        return objects.size() == 1
                ? Cascade.refused(titles.of(objects.getFirst()), detail)
                : Cascade.refusedAll(detail);
    }

    private void removePart(Dependent dependent) {
        Optional<CatalogObject> object = definitions.catalog().object(dependent.object().oid());
        if (object.orElse(null) instanceof UserType.Composite type) {
            definitions.put(
                    new UserType.Composite(
                            type.header(),
                            type.arrayOid(),
                            type.columns().stream()
                                    .filter(each -> each.number() != dependent.column())
                                    .toList()));
            return;
        }
        var table = (Table) object.orElseThrow();
        boolean hasColumn =
                table.columns().stream().anyMatch(each -> each.number() == dependent.column());
        switch (dependent.part()) {
            case COLUMN -> {
                if (hasColumn) {
                    new ColumnChanges(definitions, table).drop(dependent.column());
                }
            }
            case DEFAULT -> {
                if (hasColumn) {
                    TableColumn column = table.columns().get(table.position(dependent.column()));
                    definitions.put(table.withColumn(column.withDefault(Optional.empty())));
                }
            }
            case CONSTRAINT ->
                    definitions.put(
                            table.withConstraints(
                                    table.constraints().stream()
                                            .filter(each ->
                                                    !each.name().equals(dependent.constraint()))
                                            .toList()));
            case WHOLE -> throw new IllegalStateException("is no part");
        }
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

    private void removeObject(CatalogObject object) {
        if (definitions.catalog().object(object.oid()).isEmpty()) {
            return;
        }
        switch (object) {
            case Table table -> {
                definitions.lockForChange(table, "DROP TABLE");
                for (Index index : List.copyOf(definitions.catalog().indexes(table.oid()))) {
                    removeIndex(index);
                }
                ownedSequences(table).forEach(definitions::remove);
                removeTriggers(table);
                definitions.transaction().dropTable(table.storageId());
            }
            case View view -> removeTriggers(view);
            case Trigger trigger -> {
                if (relation(trigger) instanceof Table table) {
                    definitions.lockTable(table.storageId(), TableLockMode.ACCESS_EXCLUSIVE);
                }
            }
            case Extension extension ->
                    extension
                            .members()
                            .forEach(oid ->
                                    definitions
                                            .catalog()
                                            .object(oid)
                                            .ifPresent(definitions::remove));
            case Index index -> {
                removeIndex(index);
                return;
            }
            case Schema schema ->
                    definitions.catalog().defaultPrivileges().stream()
                            .filter(entry -> entry.schemaOid() == schema.oid())
                            .forEach(definitions::remove);
            default -> {}
        }
        definitions.remove(object);
    }

    private Relation relation(Trigger trigger) {
        return definitions.catalog().relation(trigger.relationOid()).orElseThrow();
    }

    /// Removes the triggers of a relation, and constraint triggers of others that look from it.
    private void removeTriggers(Relation relation) {
        for (CatalogObject object : List.copyOf(definitions.catalog().objects())) {
            boolean goes =
                    object instanceof Trigger trigger
                            && (trigger.relationOid() == relation.oid()
                                    || trigger.constraint()
                                            .filter(each -> each.fromOid() == relation.oid())
                                            .isPresent());
            if (goes) {
                definitions.remove(object);
            }
        }
    }

    private void removeIndex(Index index) {
        if (index.storageId() != 0) {
            if (definitions.catalog().relation(index.tableOid()).orElse(index)
                    instanceof Table table) {
                definitions.lockTable(table.storageId(), TableLockMode.ACCESS_EXCLUSIVE);
            }
            definitions.transaction().dropTable(index.storageId());
        }
        definitions.remove(index);
    }
}

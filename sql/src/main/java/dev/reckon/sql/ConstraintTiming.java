package dev.reckon.sql;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TransactionStatement.SetConstraints;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.PartitionTree;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.modify.DeferredChecks;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// SET CONSTRAINTS: finds the constraints that it names. A name means all constraints of the first
/// schema that has any so called, and those that partitions have because of them.
///
/// @param searchPath the schemas in which a name without one is looked for, in order
record ConstraintTiming(Catalog catalog, List<String> searchPath, DeferredChecks deferred) {
    /// A constraint that can be named.
    private record Named(long oid, String name, boolean deferrable) {}

    void set(SetConstraints set) {
        if (set.names().isEmpty()) {
            deferred.setAll(set.deferred());
            return;
        }
        Set<Long> meant = new HashSet<>();
        for (QualifiedName name : set.names()) {
            for (Named each : find(name)) {
                if (each.deferrable) {
                    addWithParts(each.oid, meant);
                } else if (set.deferred()) {
                    throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "constraint \"" + name.name() + "\" is not deferrable");
                }
            }
        }
        deferred.set(meant, set.deferred());
    }

    private List<Named> find(QualifiedName name) {
        Optional<String> given = name.schema();
        if (given.isPresent() && catalog.schema(given.get()).isEmpty()) {
            throw new DatabaseException(
                            SqlState.INVALID_SCHEMA_NAME,
                            "schema \"" + given.get() + "\" does not exist")
                    .at(-1);
        }
        for (String schemaName : given.map(List::of).orElse(searchPath)) {
            List<Named> found =
                    catalog.schema(schemaName).stream()
                            .flatMap(schema -> all(schema).stream())
                            .filter(each -> each.name.equals(name.name()))
                            .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        throw new DatabaseException(
                SqlState.UNDEFINED_OBJECT, "constraint " + quoted(name) + " does not exist");
    }

    private static String quoted(QualifiedName name) {
        return "\"" + name.schema().map(schema -> schema + "\".\"").orElse("") + name.name() + "\"";
    }

    private List<Named> all(Schema schema) {
        var all = new ArrayList<Named>();
        for (var relation : catalog.relations()) {
            if (relation.schemaOid() != schema.oid()) {
                continue;
            }
            if (relation instanceof Table table) {
                for (Constraint each : table.constraints()) {
                    all.add(new Named(each.oid(), each.name(), each.deferrable()));
                }
            }
            if (relation instanceof Table || relation instanceof View) {
                for (Trigger each : catalog.triggers(relation.oid())) {
                    if (each.constraint().isPresent()) {
                        all.add(new Named(each.constraintOid(), each.name(), each.isDeferrable()));
                    }
                }
            }
        }
        return all;
    }

    private void addWithParts(long oid, Set<Long> meant) {
        meant.add(oid);
        var tree = new PartitionTree(catalog);
        for (var relation : catalog.relations()) {
            if (relation instanceof Table table && table.parentOid().isPresent()) {
                for (Constraint each : table.constraints()) {
                    if (!meant.contains(each.oid())
                            && tree.parent(each, table).filter(of -> of.oid() == oid).isPresent()) {
                        addWithParts(each.oid(), meant);
                    }
                }
            }
        }
    }
}

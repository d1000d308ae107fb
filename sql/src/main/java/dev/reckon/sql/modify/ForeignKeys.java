package dev.reckon.sql.modify;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Keeps foreign keys true, by statements as PostgreSQL's own triggers run them. For the session's
/// thread.
public final class ForeignKeys {
    private final Supplier<Catalog> catalog;
    private final InternalStatements statements;
    private final Environment environment;

    /// The query for which a statement is about to run, until it begins.
    private Optional<QueryEvents> query = Optional.empty();

    /// @param catalog as the session sees it now
    public ForeignKeys(
            Supplier<Catalog> catalog, InternalStatements statements, Environment environment) {
        this.catalog = catalog;
        this.statements = statements;
        this.environment = environment;
    }

    /// A foreign key with both tables.
    private record Resolved(
            Constraint constraint,
            Constraint.ForeignKey rule,
            Table referencing,
            Table referenced) {
        List<TableColumn> columns() {
            return constraint.columns().stream()
                    .map(number -> referencing.columns().get(referencing.position(number)))
                    .toList();
        }

        List<TableColumn> referencedColumns() {
            return rule.referencedColumns().stream()
                    .map(number -> referenced.columns().get(referenced.position(number)))
                    .toList();
        }
    }

    /// Returns whether a foreign key has not been dropped since it was noted.
    private boolean exists(Target.ForeignKey key) {
        return catalog.get()
                .relation(key.referencingOid())
                .filter(Table.class::isInstance)
                .flatMap(table -> ((Table) table).constraint(key.name()))
                .isPresent();
    }

    private Resolved resolve(Target.ForeignKey key) {
        Catalog known = catalog.get();
        var referencing = (Table) known.relation(key.referencingOid()).orElseThrow();
        var referenced = (Table) known.relation(key.referencedOid()).orElseThrow();
        Constraint constraint = referencing.constraint(key.name()).orElseThrow();
        return new Resolved(
                constraint, (Constraint.ForeignKey) constraint.rule(), referencing, referenced);
    }

    /// Returns the oid of a foreign key's constraint.
    long oid(Target.ForeignKey key) {
        return resolve(key).constraint.oid();
    }

    boolean isMatchFull(Target.ForeignKey key) {
        return resolve(key).rule.matchFull();
    }

    boolean isDeferred(Target.ForeignKey key, DeferredChecks deferred) {
        Constraint constraint = resolve(key).constraint;
        return deferred.isDeferred(
                constraint.oid(), constraint.deferrable(), constraint.initiallyDeferred());
    }

    /// Only NO ACTION can wait for the end of a transaction.
    boolean actionCanWait(Target.ForeignKey key) {
        Constraint.ForeignKey rule = resolve(key).rule;
        return rule.onDelete() == Constraint.Action.NO_ACTION
                && rule.onUpdate() == Constraint.Action.NO_ACTION;
    }

    /// @throws DatabaseException 23503 when no row has the key
    void requireReferenced(Target.ForeignKey key, List<Value> values) {
        if (!exists(key)) {
            return;
        }
        Resolved resolved = resolve(key);
        if (values.stream().anyMatch(Value::isNull)) {
            throw located(
                            new DatabaseException(
                                    SqlState.FOREIGN_KEY_VIOLATION,
                                    "insert or update on table \""
                                            + resolved.referencing.name()
                                            + "\" violates foreign key constraint \""
                                            + key.name()
                                            + "\""),
                            resolved)
                    .withDetail("MATCH FULL does not allow mixing of null and nonnull key values.");
        }
        if (!exists(
                resolved.referenced, resolved.referencedColumns(), resolved.columns(), values)) {
            throw located(
                            new DatabaseException(
                                    SqlState.FOREIGN_KEY_VIOLATION,
                                    "insert or update on table \""
                                            + resolved.referencing.name()
                                            + "\" violates foreign key constraint \""
                                            + key.name()
                                            + "\""),
                            resolved)
                    .withDetail(
                            "Key "
                                    + shown(resolved.columns(), values)
                                    + " is not present in table \""
                                    + resolved.referenced.name()
                                    + "\".");
        }
    }

    /// Returns the query for which the statement that begins runs, once; empty when it runs by
    /// itself.
    Optional<QueryEvents> takeQuery() {
        Optional<QueryEvents> taken = query;
        query = Optional.empty();
        return taken;
    }

    /// @param forQuery the query that deleted the row; empty at the end of a transaction
    void referencedDeleted(
            Target.ForeignKey key, List<Value> before, Optional<QueryEvents> forQuery) {
        if (!exists(key)) {
            return;
        }
        Resolved resolved = resolve(key);
        switch (resolved.rule.onDelete()) {
            case NO_ACTION, RESTRICT -> requireUnreferenced(resolved, before);
            case CASCADE ->
                    run(
                            "DELETE FROM "
                                    + rows(resolved.referencing)
                                    + where(resolved.columns(), 1),
                            types(resolved.referencedColumns()),
                            before,
                            forQuery);
            case SET_NULL -> setColumns(resolved, before, "NULL", forQuery);
            case SET_DEFAULT -> {
                setColumns(resolved, before, "DEFAULT", forQuery);
                requireUnreferenced(resolved, before);
            }
        }
    }

    /// @param forQuery the query that changed the row; empty at the end of a transaction
    void referencedChanged(
            Target.ForeignKey key,
            List<Value> before,
            List<Value> after,
            Optional<QueryEvents> forQuery) {
        if (!exists(key)) {
            return;
        }
        Resolved resolved = resolve(key);
        switch (resolved.rule.onUpdate()) {
            case NO_ACTION, RESTRICT -> requireUnreferenced(resolved, before);
            case CASCADE -> {
                var set = new StringBuilder();
                List<TableColumn> columns = resolved.columns();
                for (int i = 0; i < columns.size(); i++) {
                    set.append(i == 0 ? " SET " : ", ")
                            .append(Identifiers.quote(columns.get(i).name()))
                            .append(" = $")
                            .append(columns.size() + i + 1);
                }
                var values = new ArrayList<>(before);
                values.addAll(after);
                var types = new ArrayList<>(types(resolved.referencedColumns()));
                types.addAll(types(resolved.referencedColumns()));
                run(
                        "UPDATE " + rows(resolved.referencing) + set + where(columns, 1),
                        types,
                        values,
                        forQuery);
            }
            case SET_NULL -> setColumns(resolved, before, "NULL", forQuery);
            case SET_DEFAULT -> {
                setColumns(resolved, before, "DEFAULT", forQuery);
                requireUnreferenced(resolved, before);
            }
        }
    }

    private void setColumns(
            Resolved resolved, List<Value> before, String value, Optional<QueryEvents> forQuery) {
        List<TableColumn> columns = resolved.columns();
        if (!resolved.rule.deleteColumns().isEmpty()) {
            columns =
                    resolved.rule.deleteColumns().stream()
                            .map(number ->
                                    resolved.referencing
                                            .columns()
                                            .get(resolved.referencing.position(number)))
                            .toList();
        }
        var set = new StringBuilder();
        for (TableColumn column : columns) {
            set.append(set.isEmpty() ? " SET " : ", ")
                    .append(Identifiers.quote(column.name()))
                    .append(" = ")
                    .append(value);
        }
        run(
                "UPDATE " + rows(resolved.referencing) + set + where(resolved.columns(), 1),
                types(resolved.referencedColumns()),
                before,
                forQuery);
    }

    private void requireUnreferenced(Resolved resolved, List<Value> before) {
        // Another row may have taken the key over.
        if (exists(
                        resolved.referenced,
                        resolved.referencedColumns(),
                        resolved.referencedColumns(),
                        before)
                || !exists(
                        resolved.referencing,
                        resolved.columns(),
                        resolved.referencedColumns(),
                        before)) {
            return;
        }
        throw located(
                        new DatabaseException(
                                SqlState.FOREIGN_KEY_VIOLATION,
                                "update or delete on table \""
                                        + resolved.referenced.name()
                                        + "\" violates foreign key constraint \""
                                        + resolved.constraint.name()
                                        + "\" on table \""
                                        + resolved.referencing.name()
                                        + "\""),
                        resolved)
                .withDetail(
                        "Key "
                                + shown(resolved.referencedColumns(), before)
                                + " is still referenced from table \""
                                + resolved.referencing.name()
                                + "\".");
    }

    private DatabaseException located(DatabaseException error, Resolved resolved) {
        return error.with(
                        ErrorField.SCHEMA,
                        catalog.get().schemaName(resolved.referencing.schemaOid()))
                .with(ErrorField.TABLE, resolved.referencing.name())
                .with(ErrorField.CONSTRAINT, resolved.constraint.name());
    }

    /// Returns whether a table has a row with the values, which is then locked against going away.
    private boolean exists(
            Table table, List<TableColumn> columns, List<TableColumn> typed, List<Value> values) {
        return run(
                        "SELECT 1 FROM "
                                + rows(table)
                                + " x"
                                + where(columns, 1)
                                + " LIMIT 1 FOR KEY SHARE OF x",
                        types(typed),
                        values,
                        Optional.empty())
                > 0;
    }

    private long run(
            String sql, List<DataType> types, List<Value> values, Optional<QueryEvents> forQuery) {
        query = forQuery;
        try {
            return statements.run(sql, types, values);
        } finally {
            query = Optional.empty();
        }
    }

    /// The rows of a partitioned table are those of its partitions.
    private String rows(Table table) {
        return table.isPartitioned() ? name(table) : "ONLY " + name(table);
    }

    private String name(Table table) {
        return Identifiers.quote(catalog.get().schemaName(table.schemaOid()))
                + "."
                + Identifiers.quote(table.name());
    }

    private static String where(List<TableColumn> columns, int firstParameter) {
        var text = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            text.append(i == 0 ? " WHERE " : " AND ")
                    .append(Identifiers.quote(columns.get(i).name()))
                    .append(" OPERATOR(pg_catalog.=) $")
                    .append(firstParameter + i);
        }
        return text.toString();
    }

    private static List<DataType> types(List<TableColumn> columns) {
        return columns.stream().map(TableColumn::type).toList();
    }

    private String shown(List<TableColumn> columns, List<Value> values) {
        var names = new ArrayList<String>();
        var texts = new ArrayList<String>();
        for (int i = 0; i < columns.size(); i++) {
            names.add(columns.get(i).name());
            texts.add(
                    values.get(i).isNull()
                            ? "null"
                            : ValueFormat.text(values.get(i), columns.get(i).type(), environment));
        }
        return "(" + String.join(", ", names) + ")=(" + String.join(", ", texts) + ")";
    }
}

package dev.reckon.sql.define;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.ast.TableStatement;
import dev.reckon.sql.bind.BoundStatement;
import dev.reckon.sql.bind.StatementBinder.BoundDefinition;
import dev.reckon.sql.catalog.Partitioning;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.ViewDefinition;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Insert;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.TableLockMode;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.Optional;

/// Tables that are filled by a query: CREATE TABLE AS, SELECT INTO, materialized views.
record QueryTables(Definitions definitions) {
    String create(TableStatement.CreateTableAs create) {
        if (!(create.source() instanceof Preparable source)) {
            throw DatabaseException.notSupported("CREATE TABLE AS EXECUTE", "Write the query out.")
                    .at(create.position());
        }
        Optional<Long> count =
                create(
                        create.name(),
                        create.persistence(),
                        create.materializedView(),
                        create.ifNotExists(),
                        create.columns(),
                        source,
                        create.withData(),
                        onCommit(create));
        if (create.materializedView()) {
            return count.map(rows -> "SELECT " + rows).orElse("CREATE MATERIALIZED VIEW");
        }
        return count.map(rows -> "SELECT " + rows).orElse("CREATE TABLE AS");
    }

    private static Table.OnCommit onCommit(TableStatement.CreateTableAs create) {
        return switch (create.onCommit()) {
            case DEFAULT, PRESERVE_ROWS -> Table.OnCommit.PRESERVE_ROWS;
            case DELETE_ROWS -> Table.OnCommit.DELETE_ROWS;
            case DROP -> Table.OnCommit.DROP;
        };
    }

    String selectInto(Query query) {
        var select = (Query.Select) query.body();
        Query.Into into = select.into().orElseThrow();
        var plain =
                new Query.Select(
                        select.distinct(),
                        select.distinctOn(),
                        select.items(),
                        Optional.empty(),
                        select.from(),
                        select.where(),
                        select.groupBy(),
                        select.having(),
                        select.windows(),
                        select.position());
        var source =
                new Query(
                        query.with(),
                        plain,
                        query.orderBy(),
                        query.offset(),
                        query.limit(),
                        query.withTies(),
                        query.locking(),
                        query.position());
        return create(
                        into.table(),
                        into.persistence(),
                        false,
                        false,
                        List.of(),
                        source,
                        true,
                        Table.OnCommit.PRESERVE_ROWS)
                .map(rows -> "SELECT " + rows)
                .orElse("SELECT 0");
    }

    /// Makes a table of a query's columns and fills it; empty when it exists already, or is not to
    /// be filled.
    private Optional<Long> create(
            QualifiedName name,
            TableStatement.Persistence persistence,
            boolean materialized,
            boolean ifNotExists,
            List<String> names,
            Preparable source,
            boolean withData,
            Table.OnCommit onCommit) {
        Optional<BoundDefinition> resolved =
                materialized
                        ? Optional.of(definitions.binder().bindDefinition((Query) source))
                        : Optional.empty();
        BoundStatement bound =
                resolved.filter(_ -> !withData)
                        .map(BoundDefinition::statement)
                        .orElseGet(() -> definitions.binder().bind(source, List.of(), 0));
        Optional<Schema> schema =
                TableCreation.newRelationSchema(definitions, name, persistence, ifNotExists);
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        if (onCommit != Table.OnCommit.PRESERVE_ROWS && !schema.get().isTemporary()) {
            throw new DatabaseException(
                    SqlState.INVALID_TABLE_DEFINITION,
                    "ON COMMIT can only be used on temporary tables");
        }
        if (names.size() > bound.fields().size()) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR, "too many column names were specified");
        }
        List<TableColumn> columns = ViewDefinitions.columns(bound, names);
        Optional<ViewDefinition> definition = resolved.map(ViewDefinitions::definition);
        Table plain =
                TableCreation.newTable(
                        definitions, schema.get(), name.name(), persistence, onCommit, columns);
        var table =
                new Table(
                        plain.header(),
                        plain.persistence(),
                        plain.onCommit(),
                        plain.storageId(),
                        plain.rowTypeOid(),
                        plain.rowArrayOid(),
                        plain.lastNumber(),
                        columns,
                        List.of(),
                        definition,
                        !materialized || withData,
                        Partitioning.NONE);
        definitions.put(table);
        definitions.transaction().createTable(table.schema());
        return withData ? Optional.of(fill(table, bound)) : Optional.empty();
    }

    private long fill(Table table, BoundStatement bound) {
        Target target = definitions.binder().bindTarget(table).target();
        Plan insert = new Insert(bound.plan(), target, Optional.empty(), Optional.empty());
        return new InternalQuery(definitions).run(insert, bound);
    }

    void refresh(SchemaStatement.RefreshMaterializedView refresh) {
        var relation = definitions.relation(refresh.name());
        if (!(relation.orElseThrow(() -> Lookup.missingRelation(refresh.name()))
                        instanceof Table view)
                || view.definition().isEmpty()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "\"" + refresh.name().name() + "\" is not a materialized view");
        }
        definitions.requireOwner(view, view.noun());
        definitions.lockTable(view.storageId(), TableLockMode.ACCESS_EXCLUSIVE);
        definitions.transaction().truncateTable(view.storageId());
        definitions
                .catalog()
                .indexes(view.oid())
                .forEach(index -> {
                    if (index.storageId() != 0) {
                        definitions.transaction().truncateTable(index.storageId());
                    }
                });
        definitions.put(view.withPopulated(refresh.withData()));
        if (refresh.withData()) {
            var query = (Query) Parser.parse(view.definition().get().text()).getFirst().statement();
            BoundStatement bound = definitions.binder().bind(query, List.of(), 0);
            fill((Table) definitions.catalog().relation(view.oid()).orElseThrow(), bound);
        }
    }
}

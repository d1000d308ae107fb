package dev.reckon.sql;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.copy.CopyColumn;
import dev.reckon.sql.copy.CopyFormat;
import dev.reckon.sql.copy.CopyOptions;
import dev.reckon.storage.Transaction;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// COPY from and to the client.
record CopyCommand(Session session) {
    Result run(DataStatement.Copy copy) {
        if (copy.program() || copy.target().isPresent()) {
            throw DatabaseException.notSupported(
                            copy.program() ? "COPY with PROGRAM" : "COPY with a server's file",
                            "Use STDIN or STDOUT, or \\copy in psql.")
                    .at(copy.position());
        }
        CopyOptions options = CopyOptions.of(copy.options(), copy.from());
        session.refreshCatalog();
        return copy.from() ? from(copy, options) : to(copy, options);
    }

    private Result from(DataStatement.Copy copy, CopyOptions options) {
        if (!(copy.source() instanceof DataStatement.CopyTable(QualifiedName name, var names))) {
            throw new DatabaseException(SqlState.SYNTAX_ERROR, "COPY query INTO is not supported")
                    .at(copy.position());
        }
        Table table = table(name);
        if (session.transaction().isReadOnly()) {
            throw new DatabaseException(
                    SqlState.READ_ONLY_SQL_TRANSACTION,
                    "cannot execute COPY FROM in a read-only transaction");
        }
        table = locked(table, name);
        List<TableColumn> columns = columns(table, names);
        var result = new CopyInResult(session, table, columns, options, copy.where());
        session.results().add(result);
        return result;
    }

    /// Locks a table against changes of its definition, and returns it as it is from then on.
    private Table locked(Table first, QualifiedName name) {
        Transaction transaction = session.transaction().use();
        PlannedLocks locks = PlannedLocks.ofTable(first, session.catalog());
        while (true) {
            locks.take(transaction);
            session.refreshCatalog();
            locks.requireUnchanged(transaction, session);
            Table found = table(name);
            PlannedLocks needed = PlannedLocks.ofTable(found, session.catalog());
            if (needed.equals(locks)) {
                return found;
            }
            locks = needed;
        }
    }

    private Table table(QualifiedName name) {
        Relation relation =
                session.catalog()
                        .relation(session.searchPath(), name.parts())
                        .orElseThrow(() ->
                                new DatabaseException(
                                                SqlState.UNDEFINED_TABLE,
                                                "relation \"" + name.dotted() + "\" does not exist")
                                        .at(-1));
        if (relation instanceof Table table && table.definition().isEmpty()) {
            return table;
        }
        throw new DatabaseException(
                SqlState.WRONG_OBJECT_TYPE,
                "cannot copy to " + relation.noun() + " \"" + relation.name() + "\"");
    }

    /// Finds the columns named; all but generated ones when none is.
    private static List<TableColumn> columns(Relation relation, List<String> names) {
        if (names.isEmpty()) {
            return relation.columns().stream()
                    .filter(column -> column.generatedText().isEmpty())
                    .toList();
        }
        var columns = new ArrayList<TableColumn>();
        var seen = new HashSet<String>();
        for (String name : names) {
            TableColumn column =
                    relation.columns().stream()
                            .filter(each -> each.name().equals(name))
                            .findFirst()
                            .orElseThrow(() ->
                                    new DatabaseException(
                                            SqlState.UNDEFINED_COLUMN,
                                            "column \""
                                                    + name
                                                    + "\" of relation \""
                                                    + relation.name()
                                                    + "\" does not exist"));
            if (!seen.add(name)) {
                throw new DatabaseException(
                        SqlState.DUPLICATE_COLUMN,
                        "column \"" + name + "\" specified more than once");
            }
            if (column.generatedText().isPresent()) {
                throw new DatabaseException(
                                SqlState.INVALID_COLUMN_REFERENCE,
                                "column \"" + name + "\" is a generated column")
                        .withDetail("Generated columns cannot be used in COPY.");
            }
            columns.add(column);
        }
        return columns;
    }

    private Result to(DataStatement.Copy copy, CopyOptions options) {
        Preparable statement =
                switch (copy.source()) {
                    case DataStatement.CopyQuery(Preparable query) -> query;
                    case DataStatement.CopyTable(QualifiedName name, List<String> names) ->
                            select(name, names);
                };
        QueryPlan plan = session.planner().plan(statement, List.of(), 0);
        if (plan.columns().isEmpty()) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED, "COPY query must have a RETURNING clause");
        }
        var cached =
                new CachedStatement(
                        "copy",
                        Optional.of(statement),
                        List.of(),
                        0,
                        Optional.of(plan),
                        Optional.empty());
        var rows = (Result.Rows) session.queries().run(cached, List.of());
        List<CopyColumn> columns =
                plan.columns().orElseThrow().stream()
                        .map(column ->
                                new CopyColumn(column.name(), column.type(), column.modifier()))
                        .toList();
        return new CopyOutResult(
                session, rows, columns, options, options.format() == CopyFormat.BINARY);
    }

    /// Makes the query of a table's columns.
    private Preparable select(QualifiedName name, List<String> names) {
        Relation relation =
                session.catalog()
                        .relation(session.searchPath(), name.parts())
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_TABLE,
                                        "relation \"" + name.dotted() + "\" does not exist"));
        boolean isPartitioned = relation instanceof Table table && table.isPartitioned();
        if (!(relation instanceof Table) || isPartitioned) {
            String noun = isPartitioned ? "partitioned table" : relation.noun();
            throw new DatabaseException(
                            SqlState.WRONG_OBJECT_TYPE,
                            "cannot copy from " + noun + " \"" + relation.name() + "\"")
                    .withHint("Try the COPY (SELECT ...) TO variant.");
        }
        int position = name.position();
        List<SelectItem> items =
                columns(relation, names).stream()
                        .map(column ->
                                new SelectItem(
                                        new Expression.ColumnReference(
                                                List.of(column.name()), position),
                                        Optional.empty(),
                                        position))
                        .toList();
        return Query.of(
                new Query.Select(
                        false,
                        List.of(),
                        items,
                        Optional.empty(),
                        List.of(
                                new TableReference.Table(
                                        name, true, Optional.empty(), Optional.empty(), position)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        position));
    }
}

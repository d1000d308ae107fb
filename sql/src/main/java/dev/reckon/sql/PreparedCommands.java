package dev.reckon.sql;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.sql.function.PreparedStatement;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// PREPARE, EXECUTE and DEALLOCATE, and the named statements of the protocol, which are the same.
/// For the session's thread.
final class PreparedCommands {
    private final Session session;
    private final Map<String, Kept> statements = new LinkedHashMap<>();

    /// A statement that is kept under a name.
    ///
    /// @param time when it was, in microseconds since 2000-01-01 00:00 UTC
    private record Kept(Prepared prepared, String text, long time, boolean fromSql) {}

    PreparedCommands(Session session) {
        this.session = session;
    }

    /// Keeps a statement under a name.
    void define(String name, Prepared statement) {
        requireNew(name);
        keep(name, statement, statement.text(), false);
    }

    private void keep(String name, Prepared statement, String text, boolean fromSql) {
        long now = session.environment().clockTimestamp();
        statements.put(name, new Kept(statement, text, now, fromSql));
    }

    /// Returns all, as `pg_prepared_statements` shows them.
    List<PreparedStatement> all() {
        var all = new ArrayList<PreparedStatement>();
        statements.forEach((name, kept) ->
                all.add(
                        new PreparedStatement(
                                name,
                                kept.text,
                                kept.time,
                                kept.prepared.parameterTypes(),
                                kept.fromSql,
                                kept.prepared.runCount())));
        return all;
    }

    void undefine(String name) {
        statements.remove(name);
    }

    Optional<Prepared> defined(String name) {
        return Optional.ofNullable(statements.get(name)).map(Kept::prepared);
    }

    private void requireNew(String name) {
        if (statements.containsKey(name)) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_PREPARED_STATEMENT,
                    "prepared statement \"" + name + "\" already exists");
        }
    }

    /// @param text of the whole command
    Result prepare(SessionStatement.Prepare prepare, String text) {
        requireNew(prepare.name());
        session.refreshCatalog();
        var types = new ArrayList<DataType>();
        prepare.types()
                .forEach(type ->
                        types.add(
                                session.planner()
                                        .binder(session.catalog())
                                        .types()
                                        .bind(type)
                                        .type()));
        int count = Math.max(types.size(), ParameterCounts.of(prepare.statement()));
        QueryPlan plan = session.planner().planAhead(prepare.statement(), types, count);
        keep(
                prepare.name(),
                new Prepared(
                        text,
                        new CachedStatement(
                                prepare.name(),
                                Optional.of(prepare.statement()),
                                types,
                                count,
                                Optional.of(plan),
                                Optional.empty()),
                        List.of()),
                text,
                true);
        return new Result.Command("PREPARE");
    }

    CachedStatement find(String name) {
        return named(name).cached();
    }

    private Prepared named(String name) {
        return defined(name)
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.INVALID_SQL_STATEMENT_NAME,
                                "prepared statement \"" + name + "\" does not exist"));
    }

    Optional<List<ResultColumn>> columns(SessionStatement.Execute execute) {
        return find(execute.name()).columns();
    }

    Result execute(SessionStatement.Execute execute) {
        Prepared statement = named(execute.name());
        return session.executeInside(statement, arguments(execute, statement));
    }

    /// Computes the arguments of EXECUTE.
    List<Value> arguments(SessionStatement.Execute execute, CachedStatement cached) {
        return arguments(execute, cached.parameterTypes());
    }

    private List<Value> arguments(SessionStatement.Execute execute, Prepared statement) {
        return arguments(execute, statement.parameterTypes());
    }

    private List<Value> arguments(SessionStatement.Execute execute, List<DataType> types) {
        if (types.size() != execute.arguments().size()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "wrong number of parameters for prepared statement \""
                                    + execute.name()
                                    + "\"")
                    .withDetail(
                            "Expected "
                                    + types.size()
                                    + " parameters but got "
                                    + execute.arguments().size()
                                    + ".");
        }
        session.refreshCatalog();
        var values = new ArrayList<Value>();
        for (int i = 0; i < types.size(); i++) {
            Expression argument = execute.arguments().get(i);
            Scalar bound =
                    session.planner()
                            .binder(session.catalog())
                            .bindArgument(argument, types.get(i), i + 1);
            values.add(session.queries().value(bound));
        }
        return values;
    }

    Result deallocate(SessionStatement.Deallocate deallocate) {
        if (deallocate.name().isEmpty()) {
            statements.clear();
            return new Result.Command("DEALLOCATE ALL");
        }
        named(deallocate.name().get());
        statements.remove(deallocate.name().get());
        return new Result.Command("DEALLOCATE");
    }

    void clear() {
        statements.clear();
    }
}

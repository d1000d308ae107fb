package dev.reckon.sql;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.parse.LiftedStatement;
import dev.reckon.sql.parse.LiteralLifter;
import dev.reckon.sql.parse.ParsedStatement;
import dev.reckon.sql.parse.Parser;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From a text to a statement that can be run: parsed, bound and planned, or found in the cache of
/// those that were. For the session's thread.
final class Preparation {
    private static final int STATEMENT_COUNT_MAX = 512;

    /// Characters of all texts with cached plans together; a plan takes some 100 bytes for each.
    private static final int TEXT_LENGTH_MAX = 256 << 10;

    /// A longer text without parameters is hardly sent twice.
    private static final int CACHED_LENGTH_MAX = 4096;

    private final Session session;
    private final Commands commands;
    private final PlanCache statements = new PlanCache(STATEMENT_COUNT_MAX, TEXT_LENGTH_MAX);

    Preparation(Session session, Commands commands) {
        this.session = session;
        this.commands = commands;
    }

    /// Forgets all statements, as what they depended on has changed.
    void clear() {
        statements.clear();
    }

    /// A text without a semicolon, but perhaps at its end, is one statement: no need to parse it
    /// twice.
    static boolean isSingle(String text) {
        int semicolon = text.indexOf(';');
        return (semicolon < 0 || text.substring(semicolon + 1).isBlank()) && !text.isBlank();
    }

    /// Prepares one statement of a client.
    ///
    /// @param parameterTypes as in [Session#prepare]
    Prepared prepare(String text, List<DataType> parameterTypes) {
        if (!session.transaction().isFailed()) {
            Optional<CachedStatement> known = findCurrent(text, parameterTypes);
            if (known.isPresent()) {
                return new Prepared(text, known.get(), List.of());
            }
            if (parameterTypes.isEmpty()) {
                Optional<Prepared> lifted = prepareLifted(text);
                if (lifted.isPresent()) {
                    return lifted.get();
                }
            }
        }
        CachedStatement parsed = parse(text, parameterTypes);
        boolean mayComeAgain = parsed.parameterCount() > 0 || text.length() <= CACHED_LENGTH_MAX;
        if (mayComeAgain && parsed.plan().isPresent()) {
            statements.put(text, parameterTypes, parsed);
        }
        return new Prepared(text, parsed, List.of());
    }

    /// Returns the cached statement of a text, unless the catalog has changed since it was planned:
    /// a client that prepares it again wants to know its columns as they are now.
    private Optional<CachedStatement> findCurrent(String text, List<DataType> parameterTypes) {
        CachedStatement known = statements.find(text, parameterTypes);
        if (known == null) {
            return Optional.empty();
        }
        long version = session.refreshCatalog().version();
        return known.plan().filter(plan -> plan.catalogVersion() != version).isPresent()
                ? Optional.empty()
                : Optional.of(known);
    }

    /// Shares the plan of statements that differ in their constants only.
    private Optional<Prepared> prepareLifted(String text) {
        Optional<LiftedStatement> lifted = LiteralLifter.lift(text);
        if (lifted.isEmpty()) {
            return Optional.empty();
        }
        String key = lifted.get().key();
        Optional<CachedStatement> known = findCurrent(key, List.of());
        CachedStatement cached;
        if (known.isPresent()) {
            cached = known.get();
        } else {
            try {
                cached = parse(lifted.get().text(), types(lifted.get()));
            } catch (DatabaseException tellsOfTheOriginal) {
                return Optional.empty();
            }
            statements.put(key, List.of(), cached);
        }
        if (cached.plan().isEmpty()) {
            return Optional.empty();
        }
        List<DataType> types = cached.parameterTypes();
        var values = new ArrayList<Value>(types.size());
        for (int i = 0; i < types.size(); i++) {
            LiftedStatement.Literal literal = lifted.get().literals().get(i);
            try {
                values.add(value(literal, types.get(i)));
            } catch (DatabaseException wrong) {
                throw wrong.at(literal.position());
            }
        }
        return Optional.of(new Prepared(text, cached, values));
    }

    private static List<DataType> types(LiftedStatement lifted) {
        return lifted.literals().stream()
                .map(literal ->
                        switch (literal.kind()) {
                            case INTEGER -> DataType.INT4;
                            case BIGINT -> DataType.INT8;
                            case NUMERIC -> DataType.NUMERIC;
                            case STRING -> DataType.UNKNOWN;
                        })
                .toList();
    }

    private Value value(LiftedStatement.Literal literal, DataType type) {
        return switch (literal.kind()) {
            case INTEGER, BIGINT -> new Value.Int(Long.parseLong(literal.text()));
            case NUMERIC -> {
                BigDecimal number = new BigDecimal(literal.text());
                yield new Value.Numeric(number.scale() < 0 ? number.setScale(0) : number);
            }
            case STRING -> ValueFormat.readText(literal.text(), type, -1, session.environment());
        };
    }

    private CachedStatement parse(String text, List<DataType> parameterTypes) {
        List<ParsedStatement> parsed = Parser.parse(text);
        if (parsed.isEmpty()) {
            return new CachedStatement(
                    text, Optional.empty(), parameterTypes, 0, Optional.empty(), Optional.empty());
        }
        if (parsed.size() > 1) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR,
                    "cannot insert multiple commands into a prepared statement");
        }
        Statement statement = parsed.getFirst().statement();
        session.requireUsable(statement);
        int parameterCount = parsed.getFirst().parameterCount();
        if (statement instanceof Preparable preparable && !Commands.isCreateTableAs(preparable)) {
            QueryPlan plan = session.planner().plan(preparable, parameterTypes, parameterCount);
            return new CachedStatement(
                    text,
                    Optional.of(statement),
                    parameterTypes,
                    parameterCount,
                    Optional.of(plan),
                    Optional.empty());
        }
        return new CachedStatement(
                text,
                Optional.of(statement),
                parameterTypes,
                parameterCount,
                Optional.empty(),
                commands.columns(statement));
    }

    /// Prepares a statement of Reckon's own, which runs inside another.
    CachedStatement internal(String sql, List<DataType> types) {
        CachedStatement cached = statements.find("internal " + sql, types);
        if (cached == null) {
            List<ParsedStatement> parsed = Parser.parse(sql);
            var preparable = (Preparable) parsed.getFirst().statement();
            cached =
                    new CachedStatement(
                            sql,
                            Optional.of(preparable),
                            types,
                            types.size(),
                            Optional.of(session.planner().plan(preparable, types, types.size())),
                            Optional.empty());
            statements.put("internal " + sql, types, cached);
        }
        return cached;
    }
}

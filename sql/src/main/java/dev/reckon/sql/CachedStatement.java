package dev.reckon.sql;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Statement;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A parsed statement with its plan, if it has one, for as long as the catalog stays as it is. For
/// the session's thread.
final class CachedStatement {
    private final String text;
    private final Optional<Statement> statement;
    private final List<DataType> givenTypes;
    private final int parameterCount;
    private final Optional<List<ResultColumn>> commandColumns;
    private Optional<QueryPlan> plan;

    /// Plans the statement anew, where that takes more than its text: inside a routine.
    private Optional<Function<Snapshot, QueryPlan>> planner = Optional.empty();

    /// @param statement absent for an empty text
    /// @param commandColumns what a command that is not planned gives
    CachedStatement(
            String text,
            Optional<Statement> statement,
            List<DataType> givenTypes,
            int parameterCount,
            Optional<QueryPlan> plan,
            Optional<List<ResultColumn>> commandColumns) {
        this.text = text;
        this.statement = statement;
        this.givenTypes = givenTypes;
        this.parameterCount = parameterCount;
        this.plan = plan;
        this.commandColumns = commandColumns;
    }

    /// Makes a statement of a routine's body.
    ///
    /// @param planner plans it anew when the catalog has changed
    static CachedStatement of(
            String text,
            Preparable statement,
            QueryPlan plan,
            Function<Snapshot, QueryPlan> planner) {
        var made =
                new CachedStatement(
                        text,
                        Optional.of(statement),
                        plan.parameterTypes(),
                        plan.parameterTypes().size(),
                        Optional.of(plan),
                        Optional.empty());
        made.planner = Optional.of(planner);
        return made;
    }

    /// Returns what plans it anew; empty when its text and its parameters' types say all.
    Optional<Function<Snapshot, QueryPlan>> planner() {
        return planner;
    }

    String text() {
        return text;
    }

    Optional<Statement> statement() {
        return statement;
    }

    List<DataType> givenTypes() {
        return givenTypes;
    }

    int parameterCount() {
        return parameterCount;
    }

    Optional<QueryPlan> plan() {
        return plan;
    }

    void replan(QueryPlan newPlan) {
        plan = Optional.of(newPlan);
    }

    /// Returns the statement to plan.
    Preparable preparable() {
        return (Preparable) statement.orElseThrow();
    }

    List<DataType> parameterTypes() {
        return plan.map(QueryPlan::parameterTypes).orElse(givenTypes);
    }

    Optional<List<ResultColumn>> columns() {
        return plan.isPresent() ? plan.get().columns() : commandColumns;
    }
}

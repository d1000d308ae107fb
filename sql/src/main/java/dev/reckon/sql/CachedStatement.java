package dev.reckon.sql;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Statement;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// A parsed statement with its plan, if it has one, for as long as the catalog stays as it is. For
/// the session's thread.
final class CachedStatement {
    private final String text;
    private final Optional<Statement> statement;
    private final List<DataType> givenTypes;
    private final int parameterCount;
    private final Optional<List<ResultColumn>> commandColumns;
    private Optional<QueryPlan> plan;

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

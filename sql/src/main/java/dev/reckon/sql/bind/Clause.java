package dev.reckon.sql.bind;

/// Where an expression stands, which decides what may be in it.
enum Clause {
    SELECT("SELECT", true, true, true),
    WHERE("WHERE", false, false, false),
    /// For aggregates of this query that stand in subqueries of its FROM.
    FROM("FROM clause of their own query level", false, false, false),
    JOIN_ON("JOIN conditions", false, false, false),
    FROM_FUNCTION("functions in FROM", false, false, false),
    GROUP_BY("GROUP BY", false, false, true),
    HAVING("HAVING", true, false, false),
    ORDER_BY("ORDER BY", true, true, true),
    DISTINCT_ON("DISTINCT ON", true, true, true),
    FILTER("FILTER", false, false, false),
    AGGREGATE_ARGUMENT("aggregate function calls", false, false, false),
    WINDOW_DEFINITION("window definitions", true, false, false),
    LIMIT("LIMIT", false, false, false),
    OFFSET("OFFSET", false, false, false),
    VALUES("VALUES", false, false, true),
    RETURNING("RETURNING", false, false, false),
    UPDATE("UPDATE", false, false, false),
    MERGE_WHEN("MERGE WHEN conditions", false, false, false),
    CHECK("check constraints", false, false, false),
    COLUMN_DEFAULT("DEFAULT expressions", false, false, false),
    GENERATED("column generation expressions", false, false, false),
    INDEX_EXPRESSION("index expressions", false, false, false),
    INDEX_PREDICATE("index predicates", false, false, false),
    ALTER_TYPE("transform expressions", false, false, false),
    PARTITION_KEY("partition key expressions", false, false, false),
    PARTITION_BOUND("partition bound", false, false, false),
    EXECUTE("EXECUTE parameters", false, false, false),
    CALL("CALL arguments", false, false, false),
    TRIGGER_WHEN("trigger WHEN conditions", false, false, false),
    COPY_WHERE("COPY FROM WHERE conditions", false, false, false);

    private final String text;
    private final boolean aggregates;
    private final boolean windows;
    private final boolean sets;

    Clause(String text, boolean aggregates, boolean windows, boolean sets) {
        this.text = text;
        this.aggregates = aggregates;
        this.windows = windows;
        this.sets = sets;
    }

    /// Returns the name in PostgreSQL's messages.
    String text() {
        return text;
    }

    boolean allowsAggregates() {
        return aggregates;
    }

    boolean allowsWindows() {
        return windows;
    }

    boolean allowsSets() {
        return sets;
    }

    /// Returns whether a subquery may stand here.
    boolean allowsSubqueries() {
        return switch (this) {
            case CHECK,
                    COLUMN_DEFAULT,
                    GENERATED,
                    INDEX_EXPRESSION,
                    INDEX_PREDICATE,
                    ALTER_TYPE,
                    PARTITION_KEY,
                    PARTITION_BOUND,
                    EXECUTE,
                    CALL,
                    TRIGGER_WHEN,
                    COPY_WHERE ->
                    false;
            default -> true;
        };
    }

    /// Returns the noun for "cannot use … in %s", singular.
    String singular() {
        return switch (this) {
            case CHECK -> "check constraint";
            case COLUMN_DEFAULT -> "DEFAULT expression";
            case GENERATED -> "column generation expression";
            case INDEX_EXPRESSION -> "index expression";
            case INDEX_PREDICATE -> "index predicate";
            case ALTER_TYPE -> "transform expression";
            case PARTITION_KEY -> "partition key expression";
            case EXECUTE -> "EXECUTE parameter";
            case CALL -> "CALL argument";
            case TRIGGER_WHEN -> "trigger WHEN condition";
            case COPY_WHERE -> "COPY FROM WHERE condition";
            default -> text;
        };
    }
}

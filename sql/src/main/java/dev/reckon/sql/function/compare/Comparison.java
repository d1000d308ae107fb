package dev.reckon.sql.function.compare;

import java.util.Optional;

/// The six comparison operators.
public enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    /// Returns the comparison that an operator symbol stands for.
    public static Optional<Comparison> of(String symbol) {
        return switch (symbol) {
            case "=" -> Optional.of(EQUAL);
            case "<>" -> Optional.of(NOT_EQUAL);
            case "<" -> Optional.of(LESS);
            case "<=" -> Optional.of(LESS_OR_EQUAL);
            case ">" -> Optional.of(GREATER);
            case ">=" -> Optional.of(GREATER_OR_EQUAL);
            default -> Optional.empty();
        };
    }

    /// Returns whether the comparison holds, given the sign of left minus right.
    public boolean holds(int order) {
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }
}

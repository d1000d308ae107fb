package dev.reckon.sql.function.json.path;

/// What a predicate says.
enum Truth {
    FALSE,
    TRUE,
    UNKNOWN;

    static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    Truth negated() {
        return switch (this) {
            case FALSE -> TRUE;
            case TRUE -> FALSE;
            case UNKNOWN -> UNKNOWN;
        };
    }
}

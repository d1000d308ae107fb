package dev.reckon.sql.define;

/// Another transaction has changed definitions while a statement that defines something waited for
/// a lock: what the statement knows may be wrong, and it must begin anew.
public final class StaleDefinitions extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleDefinitions() {
        super("definitions have changed", null, false, false);
    }
}

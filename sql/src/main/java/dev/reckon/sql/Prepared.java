package dev.reckon.sql;

import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;
import java.util.Optional;

/// A statement that was parsed, bound and planned, to be run any number of times in its session. It
/// notices when the catalog has changed and plans itself anew.
public final class Prepared {
    private final String text;
    private final CachedStatement cached;
    private final List<Value> literals;
    private long runCount;

    /// @param text what the client sent
    /// @param literals the values of constants that were lifted out of the text; with them the
    ///   statement has no parameters of its own
    Prepared(String text, CachedStatement cached, List<Value> literals) {
        this.text = text;
        this.cached = cached;
        this.literals = literals;
    }

    /// Returns the text that it was made of.
    public String text() {
        return text;
    }

    /// Notes that its plan is run once more.
    void countRun() {
        runCount++;
    }

    /// Returns how often its plan was run.
    long runCount() {
        return runCount;
    }

    CachedStatement cached() {
        return cached;
    }

    List<Value> literals() {
        return literals;
    }

    /// Returns the types of `$1`, `$2`, …, given or inferred.
    public List<DataType> parameterTypes() {
        return literals.isEmpty() ? cached.parameterTypes() : List.of();
    }

    /// Returns the columns of the rows that it gives; empty when it gives none.
    public Optional<List<ResultColumn>> columns() {
        return cached.columns();
    }
}

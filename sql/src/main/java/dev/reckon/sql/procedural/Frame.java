package dev.reckon.sql.procedural;

import dev.reckon.sql.procedural.tree.Procedure;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.Value;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/// One call of a procedure while it runs: the values of its variables, and where it stands. For the
/// session's thread.
public final class Frame {
    private final Procedure procedure;
    final Value[] values;

    /// What the fields of records are, by slot: also of those that are NULL now.
    private final RowShape[] shapes;

    /// What kept plans there are, by the numbers of the pieces of SQL; shared by all calls.
    final Kept[] kept;

    /// The step that runs; before the first and after the last [#during] says what happens.
    Optional<Step> step = Optional.empty();

    String during = "during function entry";

    /// The statement of SQL that the step runs, inside which others may be called.
    Optional<String> statement = Optional.empty();

    /// The label that EXIT or CONTINUE leads to; empty for the innermost loop.
    String exitLabel = "";

    /// What RETURN has given.
    Value result = Value.Null.NULL;

    boolean hasReturned;

    /// Rows that the last statement gave or changed.
    long rowCount;

    /// The error that RAISE has raised again, whose context says already where it came from.
    Optional<DatabaseException> again = Optional.empty();

    /// The errors whose handlers run, innermost first.
    final Deque<DatabaseException> caught = new ArrayDeque<>();

    /// The rows of a set-returning function.
    final Optional<RowCollector> rows;

    /// What it returns; of a set, what one row is.
    final DataType resultType;

    Frame(Procedure procedure, Kept[] kept, DataType resultType, Optional<RowCollector> rows) {
        this.procedure = procedure;
        this.resultType = resultType;
        this.kept = kept;
        this.rows = rows;
        this.values = new Value[procedure.slotCount()];
        this.shapes = new RowShape[procedure.slotCount()];
        Arrays.fill(values, Value.Null.NULL);
        Arrays.fill(shapes, RowShape.UNKNOWN);
    }

    Procedure procedure() {
        return procedure;
    }

    Value value(Variable variable) {
        return values[variable.slot()];
    }

    void set(Variable variable, Value value) {
        values[variable.slot()] = value;
        if (value instanceof Value.Row row && row.shape().isKnown()) {
            shapes[variable.slot()] = row.shape();
        }
    }

    /// Forgets a variable's value, and what its fields were.
    void clear(Variable variable) {
        values[variable.slot()] = Value.Null.NULL;
        shapes[variable.slot()] = RowShape.UNKNOWN;
    }

    /// Says what the fields of a record are that is NULL.
    void describe(Variable variable, RowShape shape) {
        shapes[variable.slot()] = shape;
    }

    /// Returns what the fields of a record are; [RowShape#UNKNOWN] before it was assigned to.
    RowShape shape(int slot) {
        return shapes[slot];
    }

    void found(boolean found) {
        values[procedure.found().slot()] = Value.bool(found);
    }

    /// Returns the line of an error's context for this call.
    public String contextLine() {
        String where =
                step.map(each -> "line " + each.line() + " at " + each.title()).orElse(during);
        return "PL/pgSQL function " + procedure.signature() + (where.isEmpty() ? "" : " " + where);
    }

    /// Adds the line of this call to the context of an error that leaves it.
    @SuppressWarnings("ReferenceEquality") // Errors are told by identity.
    void addTo(DatabaseException wrong) {
        if (again.isEmpty() || again.get() != wrong) {
            SqlErrors.addLine(wrong, contextLine());
        }
    }

    /// Returns the statement of SQL that runs, for a line of an error's context.
    public Optional<String> statement() {
        return statement;
    }
}

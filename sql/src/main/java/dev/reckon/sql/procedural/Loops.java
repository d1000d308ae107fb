package dev.reckon.sql.procedural;

import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Loops of all kinds. For the session's thread.
final class Loops {
    /// Turns between two looks at whether the statement was cancelled.
    private static final int TURNS = 256;

    private final Interpreter interpreter;
    private final Host host;
    private final Expressions expressions;
    private final Places places;
    private final SqlSteps sql;
    private final CursorSteps cursors;

    Loops(
            Interpreter interpreter,
            Host host,
            Expressions expressions,
            Places places,
            SqlSteps sql,
            CursorSteps cursors) {
        this.interpreter = interpreter;
        this.host = host;
        this.expressions = expressions;
        this.places = places;
        this.sql = sql;
        this.cursors = cursors;
    }

    /// The steps of a loop, turn by turn.
    private final class Body {
        private final List<Step> steps;
        private final String label;
        private final Frame frame;

        /// What comes after the loop.
        private Flow flow = Flow.NEXT;

        Body(List<Step> steps, String label, Frame frame) {
            this.steps = steps;
            this.label = label;
            this.frame = frame;
        }

        /// Takes a turn and returns whether there is to be another one.
        boolean goesOn() {
            Flow outcome = interpreter.steps(steps, frame);
            boolean isThis = frame.exitLabel.isEmpty() || frame.exitLabel.equals(label);
            if (outcome == Flow.RETURN || (outcome != Flow.NEXT && !isThis)) {
                flow = outcome;
                return false;
            }
            if (outcome != Flow.NEXT) {
                frame.exitLabel = "";
            }
            return outcome != Flow.EXIT;
        }
    }

    Flow endless(Step.Loop loop, Frame frame) {
        var body = new Body(loop.steps(), loop.label(), frame);
        for (int count = 0; ; count++) {
            pause(count);
            if (!body.goesOn()) {
                return body.flow;
            }
        }
    }

    private void pause(int count) {
        if (count % TURNS == 0) {
            host.checkCancelled();
        }
    }

    Flow conditional(Step.While loop, Frame frame) {
        Optional<Step> step = frame.step;
        var body = new Body(loop.steps(), loop.label(), frame);
        for (int count = 0; ; count++) {
            pause(count);
            frame.step = step;
            if (!expressions.isTrue(loop.condition(), frame)) {
                return Flow.NEXT;
            }
            if (!body.goesOn()) {
                return body.flow;
            }
        }
    }

    Flow integers(Step.ForInteger loop, Frame frame) {
        Optional<Step> step = frame.step;
        long lower = bound(expressions.as(loop.lower(), frame, DataType.INT4, -1), "lower bound");
        long upper = bound(expressions.as(loop.upper(), frame, DataType.INT4, -1), "upper bound");
        long by =
                loop.by().isEmpty()
                        ? 1
                        : bound(
                                expressions.as(loop.by().get(), frame, DataType.INT4, -1),
                                "BY value");
        if (by <= 0) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "BY value of FOR loop must be greater than zero");
        }
        boolean found = false;
        int count = 0;
        var body = new Body(loop.steps(), loop.label(), frame);
        for (long i = lower;
                loop.reverse() ? i >= upper : i <= upper;
                i += loop.reverse() ? -by : by) {
            found = true;
            pause(count++);
            frame.set(loop.variable(), new Value.Int(i));
            if (!body.goesOn()) {
                break;
            }
        }
        frame.step = step;
        frame.found(found);
        return body.flow;
    }

    private static long bound(Value value, String what) {
        if (value instanceof Value.Int(long number)) {
            return number;
        }
        throw new DatabaseException(
                SqlState.NULL_VALUE_NOT_ALLOWED, what + " of FOR loop cannot be null");
    }

    Flow rows(Step.ForRows loop, Frame frame) {
        if (loop.rows() instanceof Step.Rows.OfCursor cursor) {
            return overCursor(loop, cursor, frame);
        }
        Optional<Step> step = frame.step;
        boolean found = false;
        var body = new Body(loop.steps(), loop.label(), frame);
        Optional<String> statement = Optional.empty();
        try (RowStream rows = sql.open(loop.rows(), frame)) {
            statement = frame.statement;
            boolean ends = false;
            List<PlannedSql.Field> columns = rows.columns();
            while (!ends) {
                frame.step = step;
                frame.statement = statement;
                Optional<Batch> next = next(rows, frame);
                frame.statement = Optional.empty();
                if (next.isEmpty()) {
                    break;
                }
                Batch batch = next.get();
                for (int i = 0; i < batch.selectedCount() && !ends; i++) {
                    found = true;
                    pause(i);
                    frame.step = step;
                    places.assign(loop.target(), columns, SqlSteps.row(batch, batch.row(i)), frame);
                    ends = !body.goesOn();
                }
            }
            if (!found) {
                places.assign(loop.target(), columns, List.of(), frame);
            }
        }
        frame.step = step;
        frame.found(found);
        return body.flow;
    }

    private static Optional<Batch> next(RowStream rows, Frame frame) {
        try {
            return rows.next();
        } catch (DatabaseException wrong) {
            throw SqlErrors.inStatement(wrong, frame);
        }
    }

    private Flow overCursor(Step.ForRows loop, Step.Rows.OfCursor cursor, Frame frame) {
        Optional<Step> step = frame.step;
        Value before = frame.value(cursor.cursor());
        String name = cursors.open(cursor, Optional.empty(), frame);
        boolean found = false;
        var body = new Body(loop.steps(), loop.label(), frame);
        for (int count = 0; ; count++) {
            pause(count);
            frame.step = step;
            Host.FetchedRows fetched = host.fetch(name, "FORWARD", 1);
            if (fetched.rows().isEmpty()) {
                break;
            }
            found = true;
            places.assign(loop.target(), fetched.columns(), fetched.rows().getFirst(), frame);
            if (!body.goesOn()) {
                break;
            }
        }
        host.closeCursor(name);
        if (before.isNull()) {
            frame.set(cursor.cursor(), before);
        }
        frame.step = step;
        frame.found(found);
        return body.flow;
    }

    Flow elements(Step.ForEach loop, Frame frame) {
        Optional<Step> step = frame.step;
        Expressions.Typed typed = expressions.typed(loop.array(), frame);
        if (typed.value().isNull()) {
            throw new DatabaseException(
                    SqlState.NULL_VALUE_NOT_ALLOWED, "FOREACH expression must not be null");
        }
        DataType arrayType = host.binder().catalog().baseType(typed.type());
        if (!(typed.value() instanceof Value.Array array)) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH,
                    "FOREACH expression must yield an array, not type " + typed.type());
        }
        int dimensions = array.lengths().size();
        if (loop.slice() < 0 || loop.slice() > dimensions) {
            throw new DatabaseException(
                    SqlState.ARRAY_SUBSCRIPT_ERROR,
                    "slice dimension ("
                            + loop.slice()
                            + ") is out of the valid range 0.."
                            + dimensions);
        }
        requireTarget(loop);
        DataType elementType =
                loop.slice() > 0
                        ? arrayType
                        : host.binder().catalog().type(arrayType.elementOid()).orElseThrow();
        var columns = List.of(new PlannedSql.Field("element", elementType, -1));
        boolean found = false;
        int count = 0;
        var body = new Body(loop.steps(), loop.label(), frame);
        for (Value element : parts(array, loop.slice())) {
            found = true;
            pause(count++);
            frame.step = step;
            if (loop.target() instanceof Step.Target.Row(Variable row)) {
                places.assign(row, element, elementType, frame);
            } else if (isList(loop.target()) && element instanceof Value.Row fields) {
                places.assign(
                        loop.target(), described(fields, elementType), fields.fields(), frame);
            } else {
                places.assign(loop.target(), columns, List.of(element), frame);
            }
            if (!body.goesOn()) {
                break;
            }
        }
        frame.step = step;
        frame.found(found);
        return body.flow;
    }

    private static boolean isList(Step.Target target) {
        return target instanceof Step.Target.Places(var places) && places.size() > 1;
    }

    private List<PlannedSql.Field> described(Value.Row row, DataType type) {
        var fields = new ArrayList<PlannedSql.Field>();
        if (row.shape().isKnown()) {
            for (int i = 0; i < row.fields().size(); i++) {
                fields.add(
                        new PlannedSql.Field(
                                row.shape().names().get(i), row.shape().types().get(i), -1));
            }
        } else {
            host.binder()
                    .fields(type)
                    .forEach(field ->
                            fields.add(
                                    new PlannedSql.Field(
                                            field.name(), field.type(), field.modifier())));
        }
        return fields;
    }

    private void requireTarget(Step.ForEach loop) {
        boolean isArray =
                loop.target() instanceof Step.Target.Places(var all)
                        && all.getFirst().field().isEmpty()
                        && host.binder()
                                .catalog()
                                .baseType(all.getFirst().variable().type())
                                .isArray();
        boolean isPlain =
                loop.target() instanceof Step.Target.Places(var all)
                        && all.getFirst().field().isEmpty();
        if (loop.slice() > 0 && !isArray) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH,
                    "FOREACH ... SLICE loop variable must be of an array type");
        }
        if (loop.slice() == 0 && isPlain && isArray) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH,
                    "FOREACH loop variable must not be of an array type");
        }
    }

    /// Returns the elements of an array, or its parts of some dimensions.
    private static List<Value> parts(Value.Array array, int slice) {
        if (slice == 0) {
            return array.elements();
        }
        int dimensions = array.lengths().size();
        List<Integer> lengths = array.lengths().subList(dimensions - slice, dimensions);
        List<Integer> bounds = array.lowerBounds().subList(dimensions - slice, dimensions);
        int size = lengths.stream().reduce(1, (a, b) -> a * b);
        var parts = new ArrayList<Value>();
        for (int start = 0; size > 0 && start < array.elements().size(); start += size) {
            parts.add(
                    new Value.Array(
                            lengths, bounds, array.elements().subList(start, start + size)));
        }
        return parts;
    }
}

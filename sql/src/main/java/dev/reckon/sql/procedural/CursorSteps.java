package dev.reckon.sql.procedural;

import dev.reckon.sql.ast.Query;
import dev.reckon.sql.procedural.tree.BoundCursor;
import dev.reckon.sql.procedural.tree.Code;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// OPEN, FETCH, MOVE and CLOSE. For the session's thread.
final class CursorSteps {
    private final Host host;
    private final Expressions expressions;
    private final Places places;

    CursorSteps(Host host, Expressions expressions, Places places) {
        this.host = host;
        this.expressions = expressions;
        this.places = places;
    }

    void open(Step.Open step, Frame frame) {
        if (step.cursor().declaration().constant() && frame.value(step.cursor()).isNull()) {
            throw new DatabaseException(
                    SqlState.ERROR_IN_ASSIGNMENT,
                    "variable \"" + step.cursor().name() + "\" is declared CONSTANT");
        }
        switch (step.source()) {
            case Step.Rows.OfCursor cursor -> open(cursor, step.scroll(), frame);
            case Step.Rows.Static(Code.Sql query) ->
                    frame.set(
                            step.cursor(),
                            Value.text(
                                    open(name(step.cursor(), frame), query, step.scroll(), frame)));
            case Step.Rows.Dynamic(Code.Value text, List<Code.Value> using) -> {
                Value sql = expressions.as(text, frame, DataType.TEXT, -1);
                if (sql.isNull()) {
                    throw new DatabaseException(
                            SqlState.NULL_VALUE_NOT_ALLOWED,
                            "query string argument of EXECUTE is null");
                }
                var values = new ArrayList<Value>();
                var types = new ArrayList<DataType>();
                for (Code.Value each : using) {
                    Expressions.Typed value = expressions.typed(each, frame);
                    values.add(value.value());
                    types.add(value.type());
                }
                String opened;
                try {
                    opened =
                            host.openCursor(
                                    name(step.cursor(), frame),
                                    sql.toString(),
                                    types,
                                    values,
                                    step.scroll());
                } catch (DatabaseException wrong) {
                    throw wrong.inside(sql.toString());
                }
                frame.set(step.cursor(), Value.text(opened));
            }
        }
    }

    private static String name(Variable cursor, Frame frame) {
        Value name = frame.value(cursor);
        return name.isNull() ? "" : name.toString();
    }

    /// Opens a bound cursor, and returns its name.
    String open(Step.Rows.OfCursor cursor, Optional<Boolean> scroll, Frame frame) {
        Variable variable = cursor.cursor();
        BoundCursor bound = variable.declaration().cursor().orElseThrow();
        for (int i = 0; i < bound.parameters().size(); i++) {
            Variable parameter = bound.parameters().get(i);
            Expressions.Typed value = expressions.typed(cursor.arguments().get(i), frame);
            places.assign(parameter, value.value(), value.type(), frame);
        }
        String name = name(variable, frame);
        String opened =
                open(
                        name.isEmpty() ? variable.name() : name,
                        bound.query(),
                        scroll.isPresent() ? scroll : bound.scroll(),
                        frame);
        frame.set(variable, Value.text(opened));
        return opened;
    }

    private String open(String name, Code.Sql code, Optional<Boolean> scroll, Frame frame) {
        if (!(code.tree() instanceof Query query)) {
            throw new DatabaseException(
                    SqlState.INVALID_CURSOR_DEFINITION, "cannot open this query as cursor");
        }
        var variables = new CodeVariables(code.names(), host.binder(), frame);
        try {
            return host.openCursor(
                    name,
                    query,
                    variables,
                    code.text(),
                    scroll,
                    () -> variables.parameters(frame.values));
        } catch (DatabaseException wrong) {
            throw wrong.inside(code.text());
        }
    }

    private static String opened(Variable cursor, Frame frame) {
        Value name = frame.value(cursor);
        if (name.isNull()) {
            throw new DatabaseException(
                    SqlState.NULL_VALUE_NOT_ALLOWED,
                    "cursor variable \"" + cursor.name() + "\" is null");
        }
        return name.toString();
    }

    void fetch(Step.Fetch step, Frame frame) {
        String name = opened(step.cursor(), frame);
        long count = 1;
        if (step.count().isPresent()) {
            Value given = expressions.as(step.count().get(), frame, DataType.INT8, -1);
            if (!(given instanceof Value.Int(long number))) {
                throw new DatabaseException(
                        SqlState.NULL_VALUE_NOT_ALLOWED,
                        "relative or absolute cursor position is null");
            }
            count = number;
        } else if (step.all()) {
            count = Long.MAX_VALUE;
        }
        Host.FetchedRows fetched = host.fetch(name, step.direction(), count);
        frame.rowCount = fetched.rows().size();
        if (step.into().isPresent()) {
            List<Value> row = fetched.rows().isEmpty() ? List.of() : fetched.rows().getFirst();
            places.assign(step.into().get(), fetched.columns(), row, frame);
        }
        frame.found(!fetched.rows().isEmpty());
    }

    void close(Step.Close step, Frame frame) {
        host.closeCursor(opened(step.cursor(), frame));
    }
}

package dev.reckon.sql.procedural;

import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.procedural.parse.Conditions;
import dev.reckon.sql.procedural.tree.Code;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// RAISE, ASSERT and GET DIAGNOSTICS. For the session's thread.
final class Messages {
    private static final Map<String, SqlState> STATES = states();

    private static final Map<String, ErrorField> FIELDS =
            Map.of(
                    "DETAIL", ErrorField.DETAIL,
                    "HINT", ErrorField.HINT,
                    "COLUMN", ErrorField.COLUMN,
                    "CONSTRAINT", ErrorField.CONSTRAINT,
                    "DATATYPE", ErrorField.DATA_TYPE,
                    "TABLE", ErrorField.TABLE,
                    "SCHEMA", ErrorField.SCHEMA);

    private final Host host;
    private final Expressions expressions;
    private final Places places;

    Messages(Host host, Expressions expressions, Places places) {
        this.host = host;
        this.expressions = expressions;
        this.places = places;
    }

    private static Map<String, SqlState> states() {
        var states = new HashMap<String, SqlState>();
        for (SqlState state : SqlState.values()) {
            states.put(state.code(), state);
        }
        return states;
    }

    /// Returns an error of any SQLSTATE.
    static DatabaseException error(String code, String message) {
        SqlState known = STATES.get(code);
        return known != null
                ? new DatabaseException(known, message)
                : new DatabaseException(SqlState.RAISE_EXCEPTION, message).withCode(code);
    }

    /// Returns the text of an error.
    static String text(DatabaseException error) {
        return Objects.requireNonNullElse(error.getMessage(), "");
    }

    void raise(Step.Raise step, Frame frame) {
        if (step.isAgain()) {
            DatabaseException caught = frame.caught.peek();
            if (caught == null) {
                throw new DatabaseException(
                        SqlState.STACKED_DIAGNOSTICS_ACCESSED_WITHOUT_ACTIVE_HANDLER,
                        "RAISE without parameters cannot be used outside an exception handler");
            }
            DatabaseException same = again(caught);
            frame.again = Optional.of(same);
            throw same;
        }
        boolean isError = step.level().equals("EXCEPTION");
        Optional<String> code = step.state();
        Optional<String> message =
                step.format().map(format -> filled(format, step.parameters(), frame));
        Map<ErrorField, String> fields = new java.util.EnumMap<>(ErrorField.class);
        for (Step.RaiseOption option : step.options()) {
            Value value = expressions.as(option.value(), frame, DataType.TEXT, -1);
            if (value.isNull()) {
                throw new DatabaseException(
                        SqlState.NULL_VALUE_NOT_ALLOWED, "RAISE statement option cannot be null");
            }
            String text = value.toString();
            switch (option.name()) {
                case "ERRCODE" -> {
                    requireNew(code, option);
                    code = Optional.of(state(text));
                }
                case "MESSAGE" -> {
                    requireNew(message, option);
                    message = Optional.of(text);
                }
                default -> {
                    ErrorField field = Objects.requireNonNull(FIELDS.get(option.name()));
                    requireNew(Optional.ofNullable(fields.get(field)), option);
                    fields.put(field, text);
                }
            }
        }
        String state = code.orElse(isError ? "P0001" : defaultState(step.level()));
        DatabaseException raised = error(state, message.orElse(step.condition().orElse(state)));
        fields.forEach(raised::with);
        if (isError) {
            throw raised;
        }
        raised.with(ErrorField.WHERE, host.context());
        host.notice(step.level(), raised);
    }

    private static String defaultState(String level) {
        return level.equals("WARNING") ? "01000" : "00000";
    }

    private static void requireNew(Optional<String> known, Step.RaiseOption option) {
        if (known.isPresent()) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR, "RAISE option already specified: " + option.name());
        }
    }

    private static String state(String text) {
        if (Conditions.isState(text)) {
            return text;
        }
        List<String> states = Conditions.states(text);
        if (states.isEmpty()) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_OBJECT, "unrecognized exception condition \"" + text + "\"");
        }
        return states.getFirst();
    }

    /// Returns an error as it was caught, to be thrown once more.
    private static DatabaseException again(DatabaseException caught) {
        DatabaseException same = error(caught.code(), text(caught));
        caught.fields().forEach(same::with);
        same.setStackTrace(caught.getStackTrace());
        return same;
    }

    private String filled(String format, List<Code.Value> parameters, Frame frame) {
        var text = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                text.append(c);
            } else if (i + 1 < format.length() && format.charAt(i + 1) == '%') {
                text.append('%');
                i++;
            } else {
                Expressions.Typed value = expressions.typed(parameters.get(next++), frame);
                text.append(
                        value.value().isNull()
                                ? "<NULL>"
                                : ValueFormat.text(
                                        value.value(), value.type(), host.binder().environment()));
            }
        }
        return text.toString();
    }

    void check(Step.Assert step, Frame frame) {
        if (!host.binder().environment().setting("plpgsql.check_asserts").equals("on")
                || expressions.isTrue(step.condition(), frame)) {
            return;
        }
        String message = "assertion failed";
        if (step.message().isPresent()) {
            Value text = expressions.as(step.message().get(), frame, DataType.TEXT, -1);
            message = text.isNull() ? message : text.toString();
        }
        throw new DatabaseException(SqlState.ASSERT_FAILURE, message);
    }

    void diagnostics(Step.GetDiagnostics step, Frame frame) {
        if (step.stacked() && frame.caught.isEmpty()) {
            throw new DatabaseException(
                    SqlState.STACKED_DIAGNOSTICS_ACCESSED_WITHOUT_ACTIVE_HANDLER,
                    "GET STACKED DIAGNOSTICS cannot be used outside an exception handler");
        }
        var values = new ArrayList<Value>();
        for (Step.DiagnosticItem item : step.items()) {
            values.add(item(item.item(), frame));
        }
        for (int i = 0; i < values.size(); i++) {
            DataType type = values.get(i) instanceof Value.Int ? DataType.INT8 : DataType.TEXT;
            places.assign(step.items().get(i).place(), values.get(i), type, frame);
        }
    }

    private Value item(String item, Frame frame) {
        DatabaseException caught = frame.caught.peek();
        return switch (item) {
            case "ROW_COUNT" -> new Value.Int(frame.rowCount);
            case "PG_CONTEXT" -> Value.text(host.context());
            case "PG_EXCEPTION_CONTEXT" -> Value.text(outer(caught));
            case "RETURNED_SQLSTATE" -> caught(caught, "");
            case "MESSAGE_TEXT" -> Value.text(caught == null ? "" : text(caught));
            default -> field(caught, item);
        };
    }

    /// Returns the context of an error up to the statement that the client sent.
    private String outer(@org.jspecify.annotations.Nullable DatabaseException caught) {
        String inner = caught == null ? "" : caught.field(ErrorField.WHERE).orElse("");
        String lines = host.context();
        int next = lines.indexOf('\n');
        return next < 0 ? inner : inner + lines.substring(next);
    }

    private static Value caught(
            @org.jspecify.annotations.Nullable DatabaseException caught, String none) {
        return Value.text(caught == null ? none : caught.code());
    }

    private Value field(@org.jspecify.annotations.Nullable DatabaseException caught, String item) {
        ErrorField field =
                switch (item) {
                    case "PG_EXCEPTION_DETAIL" -> ErrorField.DETAIL;
                    case "PG_EXCEPTION_HINT" -> ErrorField.HINT;
                    case "COLUMN_NAME" -> ErrorField.COLUMN;
                    case "CONSTRAINT_NAME" -> ErrorField.CONSTRAINT;
                    case "PG_DATATYPE_NAME" -> ErrorField.DATA_TYPE;
                    case "TABLE_NAME" -> ErrorField.TABLE;
                    case "SCHEMA_NAME" -> ErrorField.SCHEMA;
                    default ->
                            throw DatabaseException.notSupported(
                                    "GET DIAGNOSTICS item " + item, "Leave it out.");
                };
        return Value.text(caught == null ? "" : caught.field(field).orElse(""));
    }
}

package dev.reckon.sql.procedural.parse;

import dev.reckon.sql.parse.TokenList;
import dev.reckon.sql.procedural.tree.Code;
import dev.reckon.sql.procedural.tree.Place;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// RAISE, ASSERT and GET DIAGNOSTICS.
final class MessageParser {
    private static final Set<String> LEVELS =
            Set.of("exception", "warning", "notice", "info", "log", "debug");

    private static final Set<String> OPTIONS =
            Set.of(
                    "message",
                    "detail",
                    "hint",
                    "errcode",
                    "column",
                    "constraint",
                    "datatype",
                    "table",
                    "schema");

    private static final Set<String> CURRENT_ITEMS =
            Set.of("ROW_COUNT", "PG_ROUTINE_OID", "PG_CONTEXT");

    private static final Set<String> STACKED_ITEMS =
            Set.of(
                    "PG_EXCEPTION_CONTEXT",
                    "PG_EXCEPTION_DETAIL",
                    "PG_EXCEPTION_HINT",
                    "RETURNED_SQLSTATE",
                    "COLUMN_NAME",
                    "CONSTRAINT_NAME",
                    "PG_DATATYPE_NAME",
                    "MESSAGE_TEXT",
                    "TABLE_NAME",
                    "SCHEMA_NAME");

    private final Reader reader;
    private final TokenList tokens;
    private final VariableParser variables;

    MessageParser(Reader reader, VariableParser variables) {
        this.reader = reader;
        this.tokens = reader.tokens();
        this.variables = variables;
    }

    Step raise(int line) {
        reader.expect("raise");
        String level = "EXCEPTION";
        if (tokens.isWord(reader.index()) && LEVELS.contains(tokens.name(reader.index()))) {
            level = tokens.name(reader.index()).toUpperCase(Locale.ROOT);
            reader.advance();
        }
        Optional<String> state = Optional.empty();
        Optional<String> condition = Optional.empty();
        Optional<String> format = Optional.empty();
        List<Code.Value> parameters = new ArrayList<>();
        if (tokens.isString(reader.index())) {
            format = Optional.of(reader.takeString());
            while (reader.acceptSymbol(",")) {
                parameters.add(reader.expression(", or ; or USING", ",", ";", "using"));
            }
            requireParameters(format.get(), parameters.size());
        } else if (reader.accept("sqlstate")) {
            String code = reader.takeString();
            if (!Conditions.isState(code)) {
                throw reader.wrong("invalid SQLSTATE code");
            }
            state = Optional.of(code);
            condition = state;
        } else if (!reader.at("using") && !reader.atSymbol(";")) {
            String name = reader.takeName();
            List<String> states = Conditions.states(name);
            if (states.isEmpty()) {
                throw new DatabaseException(
                        SqlState.UNDEFINED_OBJECT,
                        "unrecognized exception condition \"" + name + "\"");
            }
            state = Optional.of(states.getFirst());
            condition = Optional.of(name);
        }
        List<Step.RaiseOption> options = reader.accept("using") ? options() : List.of();
        reader.expectSymbol(";");
        return new Step.Raise(line, level, state, condition, format, parameters, options);
    }

    private static void requireParameters(String format, int count) {
        int expected = 0;
        for (int i = 0; i < format.length(); i++) {
            if (format.charAt(i) == '%') {
                if (i + 1 < format.length() && format.charAt(i + 1) == '%') {
                    i++;
                } else {
                    expected++;
                }
            }
        }
        if (expected != count) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR,
                    "too "
                            + (expected < count ? "many" : "few")
                            + " parameters specified for RAISE");
        }
    }

    private List<Step.RaiseOption> options() {
        var options = new ArrayList<Step.RaiseOption>();
        do {
            String name = tokens.isWord(reader.index()) ? tokens.name(reader.index()) : "";
            if (!OPTIONS.contains(name)) {
                throw reader.wrong("unrecognized RAISE statement option");
            }
            reader.advance();
            if (!reader.acceptAssign()) {
                throw reader.wrong("syntax error, expected \"=\"");
            }
            options.add(
                    new Step.RaiseOption(
                            name.toUpperCase(Locale.ROOT), reader.expression(", or ;", ",", ";")));
        } while (reader.acceptSymbol(","));
        return options;
    }

    Step assertion(int line) {
        reader.expect("assert");
        Code.Value condition = reader.expression(", or ;", ",", ";");
        Optional<Code.Value> message =
                reader.acceptSymbol(",")
                        ? Optional.of(reader.expression(";", ";"))
                        : Optional.empty();
        reader.expectSymbol(";");
        return new Step.Assert(line, condition, message);
    }

    Step diagnostics(int line) {
        reader.expect("get");
        boolean stacked = reader.accept("stacked");
        if (!stacked) {
            reader.accept("current");
        }
        reader.expect("diagnostics");
        var items = new ArrayList<Step.DiagnosticItem>();
        do {
            int start = reader.index();
            Place place = variables.assignable();
            if (place.variable().isRow() && place.field().isEmpty()) {
                reader.reset(start);
                throw reader.error(
                        SqlState.SYNTAX_ERROR,
                        "\"" + place.variable().name() + "\" is not a scalar variable");
            }
            if (!reader.acceptAssign()) {
                throw reader.unexpected();
            }
            String item =
                    tokens.isWord(reader.index())
                            ? tokens.name(reader.index()).toUpperCase(Locale.ROOT)
                            : "";
            if (!CURRENT_ITEMS.contains(item) && !STACKED_ITEMS.contains(item)) {
                throw reader.wrong("unrecognized GET DIAGNOSTICS item");
            }
            if (!(stacked ? STACKED_ITEMS : CURRENT_ITEMS).contains(item)) {
                throw reader.error(
                        SqlState.SYNTAX_ERROR,
                        "diagnostics item "
                                + item
                                + " is not allowed in GET "
                                + (stacked ? "STACKED" : "CURRENT")
                                + " DIAGNOSTICS");
            }
            reader.advance();
            items.add(new Step.DiagnosticItem(place, item));
        } while (reader.acceptSymbol(","));
        reader.expectSymbol(";");
        return new Step.GetDiagnostics(line, stacked, items);
    }
}

package dev.reckon.sql.procedural.parse;

import dev.reckon.sql.parse.TokenList;
import dev.reckon.sql.procedural.tree.BoundCursor;
import dev.reckon.sql.procedural.tree.Code;
import dev.reckon.sql.procedural.tree.Place;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// OPEN, FETCH, MOVE and CLOSE.
final class CursorStepParser {
    private final Reader reader;
    private final TokenList tokens;
    private final VariableParser variables;
    private final SqlStepParser sql;

    CursorStepParser(Reader reader, VariableParser variables, SqlStepParser sql) {
        this.reader = reader;
        this.tokens = reader.tokens();
        this.variables = variables;
        this.sql = sql;
    }

    private Variable cursor() {
        int at = reader.index();
        Optional<Place> place = variables.place();
        if (place.isEmpty() || place.get().field().isPresent() || !place.get().path().isEmpty()) {
            reader.reset(at);
            throw reader.error(SqlState.SYNTAX_ERROR, "cursor variable must be a simple variable");
        }
        Variable variable = place.get().variable();
        if (!variable.type().equals(DataType.REFCURSOR)) {
            reader.reset(at);
            throw reader.error(
                    SqlState.DATATYPE_MISMATCH,
                    "variable \"" + variable.name() + "\" must be of type cursor or refcursor");
        }
        return variable;
    }

    Step open(int line) {
        reader.expect("open");
        Variable cursor = cursor();
        if (cursor.declaration().cursor().isPresent()) {
            List<Code.Value> arguments = arguments(cursor);
            reader.expectSymbol(";");
            return new Step.Open(
                    line,
                    cursor,
                    new Step.Rows.OfCursor(cursor, arguments),
                    cursor.declaration().cursor().get().scroll());
        }
        Optional<Boolean> scroll = variables.scroll();
        if (!reader.accept("for")) {
            throw reader.wrong("syntax error, expected \"FOR\"");
        }
        Step.Rows rows =
                reader.accept("execute")
                        ? sql.dynamicRows(";", ";")
                        : new Step.Rows.Static(reader.statement(";", ";"));
        reader.expectSymbol(";");
        return new Step.Open(line, cursor, rows, scroll);
    }

    /// Reads the arguments of a bound cursor, by position or by name.
    List<Code.Value> arguments(Variable cursor) {
        BoundCursor bound = cursor.declaration().cursor().orElseThrow();
        int count = bound.parameters().size();
        if (!reader.atSymbol("(")) {
            if (count > 0) {
                throw reader.error(
                        SqlState.SYNTAX_ERROR, "cursor \"" + cursor.name() + "\" has arguments");
            }
            return List.of();
        }
        if (count == 0) {
            throw reader.error(
                    SqlState.SYNTAX_ERROR, "cursor \"" + cursor.name() + "\" has no arguments");
        }
        reader.expectSymbol("(");
        Map<Integer, Code.Value> given = new TreeMap<>();
        int next = 0;
        int taken = 0;
        while (!reader.acceptSymbol(")")) {
            int place = next;
            boolean isNamed =
                    tokens.isName(reader.index())
                            && (tokens.isSymbol(reader.index() + 1, ":=")
                                    || tokens.isSymbol(reader.index() + 1, "=>"));
            if (isNamed) {
                String name = tokens.name(reader.index());
                place = bound.parameters().stream().map(Variable::name).toList().indexOf(name);
                if (place < 0) {
                    throw reader.error(
                            SqlState.SYNTAX_ERROR,
                            "cursor \""
                                    + cursor.name()
                                    + "\" has no argument named \""
                                    + name
                                    + "\"");
                }
                reader.advance();
                reader.advance();
            }
            if (place >= count) {
                throw tooMany(cursor);
            }
            if (given.containsKey(place)) {
                throw reader.error(
                        SqlState.SYNTAX_ERROR,
                        "value for parameter \""
                                + bound.parameters().get(place).name()
                                + "\" of cursor \""
                                + cursor.name()
                                + "\" specified more than once");
            }
            given.put(place, reader.expression(")", ",", ")"));
            taken++;
            next++;
            if (!reader.atSymbol(")")) {
                reader.expectSymbol(",");
                if (taken == count) {
                    throw tooMany(cursor);
                }
            }
        }
        if (given.size() < count) {
            throw reader.error(
                    SqlState.SYNTAX_ERROR,
                    "not enough arguments for cursor \"" + cursor.name() + "\"");
        }
        return List.copyOf(given.values());
    }

    private DatabaseException tooMany(Variable cursor) {
        return reader.error(
                SqlState.SYNTAX_ERROR, "too many arguments for cursor \"" + cursor.name() + "\"");
    }

    Step fetch(int line) {
        reader.expect("fetch");
        Direction direction = direction();
        Variable cursor = cursor();
        reader.expect("into");
        Step.Target target = variables.target();
        if (reader.atSymbol(",")) {
            throw reader.unexpected();
        }
        reader.expectSymbol(";");
        if (direction.isMany) {
            throw new DatabaseException(
                    SqlState.FEATURE_NOT_SUPPORTED, "FETCH statement cannot return multiple rows");
        }
        return new Step.Fetch(
                line, cursor, direction.word, direction.count, direction.all, Optional.of(target));
    }

    Step move(int line) {
        reader.expect("move");
        Direction direction = direction();
        Variable cursor = cursor();
        reader.expectSymbol(";");
        return new Step.Fetch(
                line, cursor, direction.word, direction.count, direction.all, Optional.empty());
    }

    private record Direction(
            String word, Optional<Code.Value> count, boolean all, boolean isMany) {}

    private Direction direction() {
        String word = tokens.isWord(reader.index()) ? tokens.name(reader.index()) : "";
        boolean isLast =
                tokens.isWord(reader.index() + 1, "into")
                        || tokens.isSymbol(reader.index() + 1, ";");
        Direction direction;
        switch (word) {
            case "next", "prior", "first", "last" -> {
                if (isLast) {
                    return new Direction("NEXT", Optional.empty(), false, false);
                }
                reader.advance();
                direction =
                        new Direction(
                                word.toUpperCase(Locale.ROOT), Optional.empty(), false, false);
            }
            case "absolute", "relative" -> {
                if (isLast) {
                    return new Direction("NEXT", Optional.empty(), false, false);
                }
                reader.advance();
                direction =
                        new Direction(
                                word.toUpperCase(Locale.ROOT), Optional.of(count()), false, false);
            }
            case "all" -> {
                reader.advance();
                direction = new Direction("FORWARD", Optional.empty(), true, true);
            }
            case "forward", "backward" -> {
                if (isLast) {
                    return new Direction("NEXT", Optional.empty(), false, false);
                }
                reader.advance();
                String way = word.toUpperCase(Locale.ROOT);
                if (reader.accept("all")) {
                    direction = new Direction(way, Optional.empty(), true, true);
                } else if (reader.at("from") || reader.at("in")) {
                    direction = new Direction(way, Optional.empty(), false, false);
                } else if (variables.place().isPresent()) {
                    reader.reset(reader.index() - 1);
                    direction = new Direction(way, Optional.empty(), false, false);
                } else {
                    direction = new Direction(way, Optional.of(count()), false, true);
                }
            }
            case "from", "in" -> direction = new Direction("NEXT", Optional.empty(), false, false);
            default -> {
                if (tokens.isName(reader.index())) {
                    return new Direction("NEXT", Optional.empty(), false, false);
                }
                direction = new Direction("FORWARD", Optional.of(count()), false, true);
            }
        }
        if (!reader.accept("from")) {
            reader.accept("in");
        }
        return direction;
    }

    private Code.Value count() {
        int start = reader.index();
        while (!reader.at("from") && !reader.at("in") && !reader.atEnd() && !reader.atSymbol(";")) {
            boolean isCursor =
                    reader.index() > start
                            && tokens.isName(reader.index())
                            && (tokens.isWord(reader.index() + 1, "into")
                                    || tokens.isSymbol(reader.index() + 1, ";"));
            if (isCursor) {
                break;
            }
            reader.advance();
        }
        return reader.expression(start, reader.index());
    }

    Step close(int line) {
        reader.expect("close");
        Variable cursor = cursor();
        reader.expectSymbol(";");
        return new Step.Close(line, cursor);
    }
}

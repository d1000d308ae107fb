package dev.reckon.sql.procedural.parse;

import dev.reckon.sql.parse.TokenList;
import dev.reckon.sql.procedural.tree.Code;
import dev.reckon.sql.procedural.tree.Place;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Statements that run SQL, or give something back.
final class SqlStepParser {
    private final Header header;
    private final Reader reader;
    private final TokenList tokens;
    private final VariableParser variables;
    private final MessageParser messages;
    private final CursorStepParser cursors;

    SqlStepParser(Header header, Reader reader, VariableParser variables) {
        this.header = header;
        this.reader = reader;
        this.tokens = reader.tokens();
        this.variables = variables;
        this.messages = new MessageParser(reader, variables);
        this.cursors = new CursorStepParser(reader, variables, this);
    }

    Step assignment() {
        int line = reader.line();
        int start = reader.index();
        Place place = variables.assignable();
        if (!reader.acceptAssign()) {
            throw reader.unexpected();
        }
        Code.Value value = reader.assigned(start);
        reader.expectSymbol(";");
        return new Step.Assign(line, place, value);
    }

    /// Reads any other statement.
    Step step(int line) {
        String word = tokens.isWord(reader.index()) ? tokens.name(reader.index()) : "";
        return switch (word) {
            case "perform" -> perform(line);
            case "execute" -> execute(line);
            case "return" -> returned(line);
            case "raise" -> messages.raise(line);
            case "assert" -> messages.assertion(line);
            case "get" -> messages.diagnostics(line);
            case "open" -> cursors.open(line);
            case "fetch" -> cursors.fetch(line);
            case "move" -> cursors.move(line);
            case "close" -> cursors.close(line);
            case "commit", "rollback" -> endTransaction(line);
            default -> sql(line);
        };
    }

    private Step endTransaction(int line) {
        boolean commit = reader.at("commit");
        reader.advance();
        boolean chain = false;
        if (reader.accept("and")) {
            chain = !reader.accept("no");
            reader.expect("chain");
        }
        reader.expectSymbol(";");
        return new Step.EndTransaction(line, commit, chain);
    }

    private Step perform(int line) {
        reader.expect("perform");
        int start = reader.index();
        skipStatement();
        String text = reader.text(start, reader.index());
        if (text.isEmpty()) {
            throw reader.wrong("missing SQL statement");
        }
        Code.Sql code = reader.statement("SELECT " + text, tokens.start(start), 7);
        reader.expectSymbol(";");
        return new Step.Perform(line, code);
    }

    private void skipStatement() {
        while (!reader.atSymbol(";")) {
            tokens.requireValid(reader.index());
            if (reader.atEnd()) {
                throw reader.unexpected();
            }
            reader.advance();
        }
    }

    /// Reads a statement of SQL, out of which INTO is cut.
    private Step sql(int line) {
        if (!tokens.isName(reader.index()) && !reader.atSymbol("(")) {
            throw reader.unexpected();
        }
        int first = reader.index();
        boolean makesRoutine = reader.at("create");
        Optional<Step.Target> into = Optional.empty();
        boolean strict = false;
        int intoStart = -1;
        int intoEnd = -1;
        int atomicDepth = 0;
        while (atomicDepth > 0 || !reader.atSymbol(";")) {
            tokens.requireValid(reader.index());
            if (reader.atEnd()) {
                throw reader.wrong("unexpected end of function definition");
            }
            if (makesRoutine && reader.at("begin") && reader.atNext("atomic")) {
                atomicDepth++;
            } else if (atomicDepth > 0 && reader.at("end")) {
                atomicDepth--;
            }
            boolean isInto =
                    reader.at("into")
                            && reader.index() > first
                            && !tokens.isWord(reader.index() - 1, "insert")
                            && !tokens.isWord(reader.index() - 1, "merge")
                            && !tokens.isWord(first, "import")
                            && !makesRoutine;
            if (!isInto) {
                reader.advance();
                continue;
            }
            if (into.isPresent()) {
                throw reader.wrong("INTO specified more than once");
            }
            intoStart = tokens.start(reader.index());
            reader.advance();
            strict = reader.accept("strict");
            into = Optional.of(variables.target());
            intoEnd = tokens.end(reader.index() - 1);
        }
        String text = reader.text(first, reader.index());
        int offset = tokens.start(first);
        if (into.isPresent()) {
            // Blanks keep positions as they are.
            text =
                    text.substring(0, intoStart - offset)
                            + " ".repeat(intoEnd - intoStart)
                            + text.substring(Math.min(text.length(), intoEnd - offset));
        }
        Code.Sql code = reader.statement(text, offset);
        reader.expectSymbol(";");
        return new Step.Sql(line, code, into, strict);
    }

    /// Reads `EXECUTE text [INTO target] [USING …]`, INTO and USING in any order.
    private Step execute(int line) {
        reader.expect("execute");
        Code.Value text = reader.expression(";", "into", "using", ";");
        Optional<Step.Target> into = Optional.empty();
        boolean strict = false;
        List<Code.Value> using = List.of();
        while (!reader.acceptSymbol(";")) {
            if (reader.at("into")) {
                if (into.isPresent()) {
                    throw reader.unexpected();
                }
                reader.advance();
                strict = reader.accept("strict");
                into = Optional.of(variables.target());
            } else if (reader.at("using") && using.isEmpty()) {
                reader.advance();
                using = values(";", "into", ";");
            } else {
                throw reader.unexpected();
            }
        }
        return new Step.Execute(line, text, into, strict, using);
    }

    /// Reads expressions between commas.
    private List<Code.Value> values(String expected, String... ends) {
        var all = new ArrayList<Code.Value>();
        String[] with = java.util.Arrays.copyOf(ends, ends.length + 1);
        with[ends.length] = ",";
        do {
            all.add(reader.expression(expected, with));
        } while (reader.acceptSymbol(","));
        return all;
    }

    /// Reads `text [USING …]` after EXECUTE, up to a word or symbol that is not taken.
    Step.Rows dynamicRows(String expected, String end) {
        Code.Value text = reader.expression(expected, "using", end);
        List<Code.Value> using = reader.accept("using") ? values(expected, end) : List.of();
        return new Step.Rows.Dynamic(text, using);
    }

    /// Reads `(argument, name := argument, …)` of a bound cursor.
    List<Code.Value> cursorArguments(Variable cursor) {
        return cursors.arguments(cursor);
    }

    private Step returned(int line) {
        reader.expect("return");
        if (reader.accept("next")) {
            return returnNext(line);
        }
        if (reader.accept("query")) {
            if (!header.returnsSet()) {
                reader.reset(reader.index() - 1);
                throw reader.error(
                        SqlState.DATATYPE_MISMATCH,
                        "cannot use RETURN QUERY in a non-SETOF function");
            }
            Step.Rows rows;
            if (reader.accept("execute")) {
                rows = dynamicRows(";", ";");
            } else {
                rows = new Step.Rows.Static(reader.statement(";", ";"));
            }
            reader.expectSymbol(";");
            return new Step.ReturnQuery(line, rows);
        }
        boolean returnsNothing =
                header.returnsSet()
                        || header.hasOutputs()
                        || header.isProcedure()
                        || header.result().equals(DataType.VOID);
        if (returnsNothing) {
            if (reader.acceptSymbol(";")) {
                return new Step.Return(line, Optional.empty());
            }
            String what =
                    header.returnsSet()
                            ? "RETURN cannot have a parameter in function returning set"
                            : header.isProcedure()
                                    ? "RETURN cannot have a parameter in a procedure"
                                    : header.hasOutputs()
                                            ? "RETURN cannot have a parameter in function with"
                                                    + " OUT parameters"
                                            : "RETURN cannot have a parameter in function"
                                                    + " returning void";
            var wrong = reader.error(SqlState.DATATYPE_MISMATCH, what);
            throw header.returnsSet() ? wrong.withHint("Use RETURN NEXT or RETURN QUERY.") : wrong;
        }
        Code.Value value = reader.expression(";", ";");
        reader.expectSymbol(";");
        return new Step.Return(line, Optional.of(value));
    }

    private Step returnNext(int line) {
        if (!header.returnsSet()) {
            throw reader.error(
                    SqlState.DATATYPE_MISMATCH, "cannot use RETURN NEXT in a non-SETOF function");
        }
        if (header.hasOutputs()) {
            if (reader.acceptSymbol(";")) {
                return new Step.ReturnNext(line, Optional.empty());
            }
            throw reader.error(
                    SqlState.DATATYPE_MISMATCH,
                    "RETURN NEXT cannot have a parameter in function with OUT parameters");
        }
        Code.Value value = reader.expression(";", ";");
        reader.expectSymbol(";");
        return new Step.ReturnNext(line, Optional.of(value));
    }
}

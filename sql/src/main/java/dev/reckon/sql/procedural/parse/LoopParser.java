package dev.reckon.sql.procedural.parse;

import dev.reckon.sql.parse.TokenList;
import dev.reckon.sql.procedural.tree.Code;
import dev.reckon.sql.procedural.tree.Names;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// Loops of all kinds.
final class LoopParser {
    private final Reader reader;
    private final TokenList tokens;
    private final VariableParser variables;
    private final SqlStepParser sql;
    private final StepParser steps;

    LoopParser(Reader reader, VariableParser variables, SqlStepParser sql, StepParser steps) {
        this.reader = reader;
        this.tokens = reader.tokens();
        this.variables = variables;
        this.sql = sql;
        this.steps = steps;
    }

    boolean isLoop() {
        return reader.at("loop") || reader.at("while") || reader.at("for") || reader.at("foreach");
    }

    /// Reads a loop with its end.
    Step loop(String label) {
        int line = reader.line();
        Names outside = reader.names();
        reader.use(outside.inside(label, true));
        Step loop;
        if (reader.accept("loop")) {
            loop = new Step.Loop(line, label, body(label));
        } else if (reader.accept("while")) {
            Code.Value condition = reader.expressionThen("loop");
            loop = new Step.While(line, label, condition, body(label));
        } else if (reader.accept("foreach")) {
            loop = forEach(line, label);
        } else {
            reader.expect("for");
            loop = forLoop(line, label);
        }
        reader.use(outside);
        return loop;
    }

    private List<Step> body(String label) {
        List<Step> body = steps.steps();
        reader.expect("end");
        reader.expect("loop");
        steps.endLabel(label);
        reader.expectSymbol(";");
        return body;
    }

    private Step forEach(int line, String label) {
        Step.Target target = variables.target();
        int slice = 0;
        if (reader.accept("slice")) {
            if (!tokens.isInteger(reader.index())) {
                throw reader.unexpected();
            }
            slice = Integer.parseInt(tokens.word(reader.index()));
            reader.advance();
        }
        reader.expect("in");
        reader.expect("array");
        Code.Value array = reader.expressionThen("loop");
        return new Step.ForEach(line, label, target, slice, array, body(label));
    }

    private Step forLoop(int line, String label) {
        int first = reader.index();
        String name = tokens.isName(first) ? tokens.name(first) : "";
        boolean isOneName = tokens.isName(first) && tokens.isWord(first + 1, "in");
        skipTarget();
        reader.expect("in");
        if (reader.accept("execute")) {
            Step.Target target = target(first);
            Step.Rows rows = sql.dynamicRows("loop", "loop");
            reader.expect("loop");
            return new Step.ForRows(line, label, target, rows, body(label));
        }
        Optional<Variable> cursor = cursor();
        if (cursor.isPresent()) {
            return overCursor(line, label, isOneName, name, cursor.get());
        }
        boolean reverse = reader.at("reverse") && !tokens.isSymbol(reader.index() + 1, ".");
        int start = reader.index();
        if (findsRange()) {
            if (!isOneName) {
                reader.reset(first);
                throw reader.error(
                        SqlState.SYNTAX_ERROR,
                        "integer FOR loop must have only one target variable");
            }
            reader.reset(reverse ? start + 1 : start);
            return overIntegers(line, label, name, reverse);
        }
        reader.reset(start);
        if (reverse) {
            throw reader.error(SqlState.SYNTAX_ERROR, "cannot specify REVERSE in query FOR loop");
        }
        Code.Sql query = reader.statement("LOOP", "loop");
        reader.expect("loop");
        Step.Target target = target(first);
        return new Step.ForRows(line, label, target, new Step.Rows.Static(query), body(label));
    }

    private void skipTarget() {
        do {
            if (!reader.atName()) {
                throw reader.unexpected();
            }
            reader.advance();
            while (reader.acceptSymbol(".")) {
                reader.advance();
            }
        } while (reader.acceptSymbol(","));
    }

    /// Reads what takes the rows, which stands before, and goes on here.
    private Step.Target target(int first) {
        int here = reader.index();
        reader.reset(first);
        boolean isKnown = variables.place().isPresent();
        reader.reset(first);
        if (!isKnown) {
            throw reader.error(
                    SqlState.SYNTAX_ERROR,
                    "loop variable of loop over rows must be a record variable or list of"
                            + " scalar variables");
        }
        Step.Target target = variables.target();
        reader.reset(here);
        return target;
    }

    private Optional<Variable> cursor() {
        if (!reader.atName()) {
            return Optional.empty();
        }
        Optional<Names.Found> found = reader.names().find(List.of(tokens.name(reader.index())));
        boolean isCursor =
                found.isPresent()
                        && found.get().variable().type().equals(DataType.REFCURSOR)
                        && (tokens.isWord(reader.index() + 1, "loop")
                                || tokens.isSymbol(reader.index() + 1, "("));
        return isCursor ? found.map(Names.Found::variable) : Optional.empty();
    }

    private Step overCursor(
            int line, String label, boolean isOneName, String name, Variable cursor) {
        if (!isOneName) {
            throw reader.error(
                    SqlState.SYNTAX_ERROR, "cursor FOR loop must have only one target variable");
        }
        if (cursor.declaration().cursor().isEmpty()) {
            throw reader.error(
                    SqlState.SYNTAX_ERROR, "cursor FOR loop must use a bound cursor variable");
        }
        reader.advance();
        List<Code.Value> arguments = sql.cursorArguments(cursor);
        reader.expect("loop");
        Variable row = variables.make(name, DataType.RECORD);
        variables.name(name, row);
        return new Step.ForRows(
                line,
                label,
                new Step.Target.Row(row),
                new Step.Rows.OfCursor(cursor, arguments),
                body(label));
    }

    /// Whether `..` comes before LOOP.
    private boolean findsRange() {
        int depth = 0;
        int index = reader.index();
        while (!tokens.isEnd(index) && !tokens.isSymbol(index, ";")) {
            if (depth == 0 && tokens.isSymbol(index, "..")) {
                return true;
            }
            if (depth == 0 && tokens.isWord(index, "loop")) {
                return false;
            }
            depth += tokens.isSymbol(index, "(") || tokens.isSymbol(index, "[") ? 1 : 0;
            depth -= tokens.isSymbol(index, ")") || tokens.isSymbol(index, "]") ? 1 : 0;
            index++;
        }
        return false;
    }

    private Step overIntegers(int line, String label, String name, boolean reverse) {
        Code.Value lower = reader.expressionThen("..");
        Code.Value upper = reader.expression("LOOP", "loop", "by");
        Optional<Code.Value> by =
                reader.accept("by")
                        ? Optional.of(reader.expression("LOOP", "loop"))
                        : Optional.empty();
        reader.expect("loop");
        Variable variable = variables.make(name, DataType.INT4);
        variables.name(name, variable);
        return new Step.ForInteger(line, label, variable, reverse, lower, upper, by, body(label));
    }
}

package dev.reckon.sql.procedural.parse;

import dev.reckon.sql.parse.TokenList;
import dev.reckon.sql.procedural.tree.Code;
import dev.reckon.sql.procedural.tree.Names;
import dev.reckon.sql.procedural.tree.Place;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Blocks, and the statements that decide what runs next.
final class StepParser {
    private final Header header;
    private final Reader reader;
    private final TokenList tokens;
    private final VariableParser variables;
    private final LoopParser loops;
    private final SqlStepParser sql;

    StepParser(Header header, Reader reader, VariableParser variables) {
        this.header = header;
        this.reader = reader;
        this.tokens = reader.tokens();
        this.variables = variables;
        this.sql = new SqlStepParser(header, reader, variables);
        this.loops = new LoopParser(reader, variables, sql, this);
    }

    /// Reads a block that must come, up to its END.
    Step.Block block() {
        String label = label();
        if (!reader.at("declare") && !reader.at("begin")) {
            throw reader.unexpected();
        }
        return block(label);
    }

    /// Reads `<<label>>`; empty when there is none.
    private String label() {
        if (!reader.acceptSymbol("<<")) {
            return "";
        }
        String label = reader.takeName();
        reader.expectSymbol(">>");
        return label;
    }

    private Step.Block block(String label) {
        int line = reader.line();
        Names outside = reader.names();
        reader.use(outside.inside(label, false));
        List<Variable> declared = reader.accept("declare") ? variables.declarations() : List.of();
        reader.expect("begin");
        List<Step> steps = steps();
        var handlers = new ArrayList<Step.Handler>();
        Optional<Step.ErrorVariables> errorState = Optional.empty();
        if (reader.accept("exception")) {
            Names inside = reader.names();
            var state = variables.make("sqlstate", DataType.TEXT);
            var message = variables.make("sqlerrm", DataType.TEXT);
            errorState = Optional.of(new Step.ErrorVariables(state, message));
            variables.name("sqlstate", state);
            variables.name("sqlerrm", message);
            if (!reader.at("when")) {
                throw reader.unexpected();
            }
            while (reader.accept("when")) {
                var conditions = new ArrayList<String>();
                do {
                    conditions.addAll(condition());
                } while (reader.accept("or"));
                reader.expect("then");
                handlers.add(new Step.Handler(conditions, steps()));
            }
            reader.use(inside);
        }
        reader.expect("end");
        endLabel(label);
        reader.use(outside);
        return new Step.Block(line, label, declared, steps, handlers, errorState);
    }

    private List<String> condition() {
        if (reader.accept("sqlstate")) {
            return List.of(state());
        }
        String name = reader.takeName();
        if (name.equals("others")) {
            return List.of(Step.Handler.OTHERS);
        }
        List<String> states = Conditions.states(name);
        if (states.isEmpty()) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_OBJECT, "unrecognized exception condition \"" + name + "\"");
        }
        return states;
    }

    private String state() {
        String state = reader.takeString();
        if (!Conditions.isState(state)) {
            throw reader.wrong("invalid SQLSTATE code");
        }
        return state;
    }

    /// Reads the label that may follow END, which must be the one at the begin.
    void endLabel(String label) {
        if (!reader.atName()) {
            return;
        }
        int at = reader.index();
        String end = reader.takeName();
        if (label.isEmpty()) {
            reader.reset(at);
            throw reader.error(
                    SqlState.SYNTAX_ERROR,
                    "end label \"" + end + "\" specified for unlabeled block");
        }
        if (!label.equals(end)) {
            reader.reset(at);
            throw reader.error(
                    SqlState.SYNTAX_ERROR,
                    "end label \"" + end + "\" differs from block's label \"" + label + "\"");
        }
    }

    /// Reads statements up to what ends them.
    List<Step> steps() {
        var steps = new ArrayList<Step>();
        while (!endsSteps()) {
            step().ifPresent(steps::add);
        }
        return steps;
    }

    private boolean endsSteps() {
        return reader.at("end")
                || reader.at("exception")
                || reader.at("elsif")
                || reader.at("elseif")
                || reader.at("else")
                || reader.at("when");
    }

    private Optional<Step> step() {
        tokens.requireValid(reader.index());
        if (reader.atEnd()) {
            throw reader.unexpected();
        }
        if (isAssignment()) {
            return Optional.of(sql.assignment());
        }
        int line = reader.line();
        String label = label();
        if (!label.isEmpty() || reader.at("declare") || reader.at("begin")) {
            if (reader.at("declare") || reader.at("begin")) {
                Step block = block(label);
                reader.expectSymbol(";");
                return Optional.of(block);
            }
            return Optional.of(loops.loop(label));
        }
        if (loops.isLoop()) {
            return Optional.of(loops.loop(""));
        }
        if (reader.accept("if")) {
            return Optional.of(choice(line));
        }
        if (reader.accept("case")) {
            return Optional.of(caseOf(line));
        }
        if (reader.at("exit") || reader.at("continue")) {
            return Optional.of(exit(line));
        }
        if (reader.at("null") && tokens.isSymbol(reader.index() + 1, ";")) {
            reader.advance();
            reader.advance();
            return Optional.empty();
        }
        return Optional.of(sql.step(line));
    }

    /// Whether a variable stands here, and something is assigned to it.
    private boolean isAssignment() {
        int start = reader.index();
        if (!tokens.isName(start) && !tokens.word(start).startsWith("$")) {
            return false;
        }
        int end = start + 1;
        while (tokens.isSymbol(end, ".") && tokens.isName(end + 1)) {
            end += 2;
        }
        boolean assigns =
                tokens.isSymbol(end, ":=")
                        || tokens.isSymbol(end, "=")
                        || tokens.isSymbol(end, "[");
        if (!assigns || !(reader.atName() || tokens.word(start).startsWith("$"))) {
            return false;
        }
        Optional<Place> place = variables.place();
        reader.reset(start);
        if (place.isEmpty()) {
            throw reader.error(
                    SqlState.SYNTAX_ERROR,
                    "\"" + reader.text(start, end) + "\" is not a known variable");
        }
        return true;
    }

    private Step choice(int line) {
        var choices = new ArrayList<Step.Choice>();
        do {
            Code.Value condition = reader.expressionThen("then");
            choices.add(new Step.Choice(condition, steps()));
        } while (reader.accept("elsif") || reader.accept("elseif"));
        List<Step> otherwise = reader.accept("else") ? steps() : List.of();
        reader.expect("end");
        reader.expect("if");
        reader.expectSymbol(";");
        return new Step.If(line, choices, otherwise);
    }

    private Step caseOf(int line) {
        Optional<Step.Operand> operand = Optional.empty();
        String held = "";
        Names outside = reader.names();
        if (!reader.at("when")) {
            Code.Value value = reader.expression("when", "when");
            Variable variable = variables.make("case value", DataType.RECORD);
            held = "__Case__Variable_" + variable.slot() + "__";
            operand = Optional.of(new Step.Operand(value, variable));
            reader.use(outside.with(held, variable));
        }
        Names inside = reader.names();
        var choices = new ArrayList<Step.Choice>();
        while (reader.accept("when")) {
            reader.use(inside);
            Code.Value condition;
            if (operand.isPresent()) {
                int start = reader.index();
                int offset = reader.position();
                reader.expression("then", "then"); // Its own errors come first.
                condition =
                        reader.expression(
                                "\""
                                        + held
                                        + "\".v IN ("
                                        + reader.text(start, reader.index())
                                        + ")",
                                offset - held.length() - 10);
                reader.expect("then");
            } else {
                condition = reader.expressionThen("then");
            }
            reader.use(outside);
            choices.add(new Step.Choice(condition, steps()));
        }
        if (choices.isEmpty()) {
            throw reader.unexpected();
        }
        Optional<List<Step>> otherwise =
                reader.accept("else") ? Optional.of(steps()) : Optional.empty();
        reader.expect("end");
        reader.expect("case");
        reader.expectSymbol(";");
        reader.use(outside);
        return new Step.Case(line, operand, choices, otherwise);
    }

    private Step exit(int line) {
        boolean isExit = reader.at("exit");
        reader.advance();
        String label = "";
        if (reader.atName()) {
            int at = reader.index();
            label = reader.takeName();
            Optional<Names> block = reader.names().labelled(label);
            boolean isOutermost = block.isPresent() && block.get().outer().isEmpty();
            if (block.isEmpty() || (isOutermost && !label.equals(header.name()))) {
                reader.reset(at);
                throw reader.error(
                        SqlState.SYNTAX_ERROR,
                        "there is no label \""
                                + label
                                + "\" attached to any block or loop enclosing this statement");
            }
            if (!isExit && !block.get().isLoop()) {
                reader.reset(at);
                throw reader.error(
                        SqlState.SYNTAX_ERROR,
                        "block label \"" + label + "\" cannot be used in CONTINUE");
            }
        } else if (!reader.names().isInLoop()) {
            reader.reset(reader.index() - 1);
            throw reader.error(
                    SqlState.SYNTAX_ERROR,
                    isExit
                            ? "EXIT cannot be used outside a loop, unless it has a label"
                            : "CONTINUE cannot be used outside a loop");
        }
        Optional<Code.Value> when =
                reader.accept("when") ? Optional.of(reader.expression(";", ";")) : Optional.empty();
        reader.expectSymbol(";");
        return new Step.Exit(line, isExit, label, when);
    }
}

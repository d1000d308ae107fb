package dev.reckon.sql.procedural.parse;

import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.bind.Variables;
import dev.reckon.sql.procedural.tree.Procedure;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Parses the body of a routine in PL/pgSQL. For one thread, and one body.
public final class ProcedureParser {
    private final Header header;
    private final Reader reader;
    private final VariableParser variables;
    private final StepParser steps;

    private ProcedureParser(Header header, String body, StatementBinder binder) {
        this.header = header;
        this.reader = new Reader(body, header.name());
        this.variables = new VariableParser(reader, binder);
        this.steps = new StepParser(header, reader, variables);
    }

    /// Parses a body.
    ///
    /// @param binder finds types
    /// @throws DatabaseException 42601 and others, with a position in the body where there is one,
    ///   else with the line as context
    public static Procedure parse(Header header, String body, StatementBinder binder) {
        var parser = new ProcedureParser(header, body, binder);
        try {
            return parser.parse();
        } catch (DatabaseException wrong) {
            if (wrong.position().isEmpty() && wrong.field(ErrorField.WHERE).isEmpty()) {
                wrong.with(
                        ErrorField.WHERE,
                        "compilation of PL/pgSQL function \""
                                + (header.name().isEmpty() ? "inline_code_block" : header.name())
                                + "\" near line "
                                + Math.max(1, parser.reader.line()));
            }
            throw wrong;
        }
    }

    private Procedure parse() {
        var inputs = new ArrayList<Variable>();
        var outputs = new ArrayList<Variable>();
        int number = 0;
        for (Header.Parameter parameter : header.parameters()) {
            number++;
            Variable variable =
                    variables.make(
                            parameter.name().isEmpty() ? "$" + number : parameter.name(),
                            parameter.type());
            variables.name("$" + number, variable);
            if (!parameter.name().isEmpty()) {
                if (reader.names().variables().containsKey(parameter.name())) {
                    throw new DatabaseException(
                            SqlState.INVALID_FUNCTION_DEFINITION,
                            "parameter name \"" + parameter.name() + "\" used more than once");
                }
                variables.name(parameter.name(), variable);
            }
            if (parameter.isInput()) {
                inputs.add(variable);
            }
            if (parameter.isOutput()) {
                outputs.add(variable);
            }
        }
        Optional<Procedure.TriggerVariables> trigger =
                header.isTrigger() ? Optional.of(triggerVariables()) : Optional.empty();
        Variable found = variables.make("found", DataType.BOOL);
        variables.name("found", found);
        Variables.Conflict conflict = options();
        Step.Block body = steps.block();
        if (reader.acceptSymbol(";")) {
            // may follow the last END
        }
        if (!reader.atEnd()) {
            throw reader.unexpected();
        }
        reader.tokens().requireValid(reader.index());
        return new Procedure(
                header.signature(),
                inputs,
                outputs,
                found,
                trigger,
                body,
                conflict,
                variables.count(),
                reader.codeCount());
    }

    private Procedure.TriggerVariables triggerVariables() {
        Variable newRow = variables.make("new", DataType.RECORD);
        variables.name("new", newRow);
        Variable oldRow = variables.make("old", DataType.RECORD);
        variables.name("old", oldRow);
        List<DataType> types =
                List.of(
                        DataType.NAME,
                        DataType.TEXT,
                        DataType.TEXT,
                        DataType.TEXT,
                        DataType.OID,
                        DataType.NAME,
                        DataType.NAME,
                        DataType.NAME,
                        DataType.INT4,
                        DataType.TEXT.newArray());
        var special = new ArrayList<Variable>();
        for (int i = 0; i < types.size(); i++) {
            String name = Procedure.TriggerVariables.NAMES.get(i);
            special.add(variables.make(name, types.get(i)));
            variables.name(name, special.getLast());
        }
        return new Procedure.TriggerVariables(oldRow, newRow, special);
    }

    /// `#variable_conflict …` and its relatives, before the outermost block.
    private Variables.Conflict options() {
        String wanted = header.setting();
        while (reader.acceptSymbol("#")) {
            String option = reader.takeName();
            switch (option) {
                case "variable_conflict" -> wanted = reader.takeName();
                case "option" -> reader.expect("dump");
                case "print_strict_params" -> {
                    if (!reader.accept("off")) {
                        throw DatabaseException.notSupported(
                                        "#print_strict_params on",
                                        "Name the values in a message of RAISE.")
                                .at(reader.position());
                    }
                }
                default -> throw reader.wrong("unrecognized option");
            }
        }
        return switch (wanted) {
            case "use_variable" -> Variables.Conflict.USE_VARIABLE;
            case "use_column" -> Variables.Conflict.USE_COLUMN;
            case "error" -> Variables.Conflict.ERROR;
            default -> throw reader.wrong("unrecognized option");
        };
    }
}

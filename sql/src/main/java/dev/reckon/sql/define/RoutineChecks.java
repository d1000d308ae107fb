package dev.reckon.sql.define;

import dev.reckon.sql.ast.FunctionParameter;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What must be so of a routine that is made, or that takes the place of another.
final class RoutineChecks {
    private RoutineChecks() {}

    private static DatabaseException invalid(String message) {
        return new DatabaseException(SqlState.INVALID_FUNCTION_DEFINITION, message);
    }

    /// @throws DatabaseException 42P13 for parameters in the wrong order, or with a name twice
    static void requireParameters(List<FunctionParameter> parameters, boolean procedure) {
        boolean hasDefault = false;
        boolean variadic = false;
        Set<String> inputs = new HashSet<>();
        Set<String> outputs = new HashSet<>();
        for (FunctionParameter parameter : parameters) {
            boolean output =
                    parameter.mode() == FunctionParameter.Mode.OUT
                            || parameter.mode() == FunctionParameter.Mode.TABLE;
            if (variadic && (!output || procedure)) {
                throw invalid(
                        "VARIADIC parameter must be the last "
                                + (procedure ? "parameter" : "input parameter"));
            }
            variadic |= parameter.mode() == FunctionParameter.Mode.VARIADIC;
            if (parameter.defaultValue().isPresent()) {
                if (output) {
                    throw invalid("only input parameters can have default values");
                }
                hasDefault = true;
            } else if (hasDefault && !output) {
                throw invalid(
                        "input parameters after one with a default value must also have defaults");
            } else if (hasDefault && procedure) {
                throw invalid(
                        "procedure OUT parameters cannot appear after one with a default value");
            }
            Optional<String> name = parameter.name().filter(each -> !each.isEmpty());
            // An input and an output may share a name.
            boolean isBoth = parameter.mode() == FunctionParameter.Mode.INOUT;
            boolean again =
                    name.isPresent()
                            && ((!output && !inputs.add(name.get()))
                                    || ((output || isBoth) && !outputs.add(name.get())));
            if (again) {
                throw invalid("parameter name \"" + name.get() + "\" used more than once");
            }
        }
    }

    /// @throws DatabaseException 42809 or 42P13 when a routine cannot be replaced by another
    static void requireReplaceable(Routine before, Routine after) {
        if (before.procedure() != after.procedure()
                || before.traits().window() != after.traits().window()) {
            throw new DatabaseException(SqlState.WRONG_OBJECT_TYPE, "cannot change routine kind")
                    .withDetail(
                            "\""
                                    + before.name()
                                    + "\" is a "
                                    + (before.traits().window() ? "window function" : before.noun())
                                    + ".");
        }
        String hint =
                "Use DROP "
                        + (before.procedure() ? "PROCEDURE " : "FUNCTION ")
                        + before.name()
                        + before.argumentTypes().stream()
                                .map(DataType::sqlName)
                                .collect(Collectors.joining(",", "(", ")"))
                        + " first.";
        // The name of a single one matters to nobody.
        boolean sameOutputs =
                outputs(before).equals(outputs(after))
                        || (outputs(before).size() <= 1 && outputs(after).size() <= 1);
        if (!before.result().equals(after.result()) || before.returnsSet() != after.returnsSet()) {
            throw invalid("cannot change return type of existing function").withHint(hint);
        }
        if (!sameOutputs) {
            throw invalid("cannot change return type of existing function")
                    .withDetail("Row type defined by OUT parameters is different.")
                    .withHint(hint);
        }
        List<Routine.Parameter> old = inputs(before);
        List<Routine.Parameter> now = inputs(after);
        for (int i = 0; i < old.size(); i++) {
            String name = old.get(i).name();
            if (!name.isEmpty() && !name.equals(now.get(i).name())) {
                throw invalid("cannot change name of input parameter \"" + name + "\"")
                        .withHint(hint);
            }
            if (old.get(i).defaultText().isPresent() && now.get(i).defaultText().isEmpty()) {
                throw invalid("cannot remove parameter defaults from existing function")
                        .withHint(hint);
            }
        }
    }

    private static List<Routine.Parameter> inputs(Routine routine) {
        return routine.parameters().stream().filter(Routine.Parameter::isInput).toList();
    }

    private static List<List<Object>> outputs(Routine routine) {
        return routine.parameters().stream()
                .filter(Routine.Parameter::isOutput)
                .map(each -> List.<Object>of(each.name(), each.type()))
                .toList();
    }
}

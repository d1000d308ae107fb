package dev.reckon.sql.procedural.tree;

import dev.reckon.sql.bind.Variables;
import java.util.List;
import java.util.Optional;

/// A routine in PL/pgSQL, or the body of DO, ready to be run. Immutable.
///
/// @param signature what error contexts call it: `f(integer)`
/// @param parameters the variables of the input parameters in order
/// @param outputs the variables of the output parameters in order
/// @param found the variable `found`
/// @param trigger the variables of a trigger function; absent elsewhere
/// @param slotCount how many values it keeps
/// @param codeCount how many pieces of SQL it has
public record Procedure(
        String signature,
        List<Variable> parameters,
        List<Variable> outputs,
        Variable found,
        Optional<TriggerVariables> trigger,
        Step.Block body,
        Variables.Conflict conflict,
        int slotCount,
        int codeCount) {
    public Procedure {
        parameters = List.copyOf(parameters);
        outputs = List.copyOf(outputs);
    }

    /// What a trigger function knows of the event.
    ///
    /// @param special `tg_name` and its relatives, in the order of [#NAMES]
    public record TriggerVariables(Variable oldRow, Variable newRow, List<Variable> special) {
        /// The names of the variables beside `old` and `new`.
        public static final List<String> NAMES =
                List.of(
                        "tg_name",
                        "tg_when",
                        "tg_level",
                        "tg_op",
                        "tg_relid",
                        "tg_relname",
                        "tg_table_name",
                        "tg_table_schema",
                        "tg_nargs",
                        "tg_argv");
    }
}

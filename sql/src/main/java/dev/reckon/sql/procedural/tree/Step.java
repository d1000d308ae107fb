package dev.reckon.sql.procedural.tree;

import java.util.List;
import java.util.Optional;

/// One statement of a procedure.
public sealed interface Step {
    /// Returns the line on which it begins, from 1 in the body's text.
    int line();

    /// Returns what error contexts call it.
    String title();

    /// `[<<label>>] [DECLARE …] BEGIN … [EXCEPTION …] END`.
    ///
    /// @param label empty when there is none
    /// @param variables those declared, in order
    /// @param handlers of EXCEPTION; none when there is no such part
    /// @param errorState the variables `sqlstate` and `sqlerrm` of the handlers
    record Block(
            int line,
            String label,
            List<Variable> variables,
            List<Step> steps,
            List<Handler> handlers,
            Optional<ErrorVariables> errorState)
            implements Step {
        @Override
        public String title() {
            return "statement block";
        }
    }

    /// `WHEN condition OR … THEN …`.
    ///
    /// @param conditions SQLSTATEs; `OTHERS` for all but those that nobody catches
    record Handler(List<String> conditions, List<Step> steps) {
        /// The condition that any error but a cancel or a failed assertion meets.
        public static final String OTHERS = "OTHERS";
    }

    /// The variables by which handlers know the error.
    record ErrorVariables(Variable state, Variable message) {}

    /// `place := value`.
    record Assign(int line, Place place, Code.Value value) implements Step {
        @Override
        public String title() {
            return "assignment";
        }
    }

    /// `IF … THEN … ELSIF … ELSE … END IF`.
    record If(int line, List<Choice> choices, List<Step> otherwise) implements Step {
        @Override
        public String title() {
            return "IF";
        }
    }

    /// A condition and what is done when it is true.
    record Choice(Code.Value condition, List<Step> steps) {}

    /// `CASE … WHEN … END CASE`.
    ///
    /// @param operand what is compared, with the variable that holds it for the conditions
    /// @param otherwise empty when there is no ELSE: then no choice is an error
    record Case(
            int line,
            Optional<Operand> operand,
            List<Choice> choices,
            Optional<List<Step>> otherwise)
            implements Step {
        @Override
        public String title() {
            return "CASE";
        }
    }

    /// The operand of CASE.
    record Operand(Code.Value value, Variable variable) {}

    /// `LOOP … END LOOP`.
    record Loop(int line, String label, List<Step> steps) implements Step {
        @Override
        public String title() {
            return "LOOP";
        }
    }

    /// `WHILE … LOOP … END LOOP`.
    record While(int line, String label, Code.Value condition, List<Step> steps) implements Step {
        @Override
        public String title() {
            return "WHILE";
        }
    }

    /// `FOR i IN [REVERSE] a .. b [BY c] LOOP … END LOOP`.
    record ForInteger(
            int line,
            String label,
            Variable variable,
            boolean reverse,
            Code.Value lower,
            Code.Value upper,
            Optional<Code.Value> by,
            List<Step> steps)
            implements Step {
        @Override
        public String title() {
            return "FOR with integer loop variable";
        }
    }

    /// `FOR target IN rows LOOP … END LOOP`.
    record ForRows(int line, String label, Target target, Rows rows, List<Step> steps)
            implements Step {
        @Override
        public String title() {
            return switch (rows) {
                case Rows.Static _ -> "FOR over SELECT rows";
                case Rows.Dynamic _ -> "FOR over EXECUTE statement";
                case Rows.OfCursor _ -> "FOR over cursor";
            };
        }
    }

    /// Where rows come from.
    sealed interface Rows {
        /// A query.
        record Static(Code.Sql query) implements Rows {}

        /// `EXECUTE text USING …`.
        record Dynamic(Code.Value text, List<Code.Value> using) implements Rows {}

        /// A bound cursor.
        ///
        /// @param arguments in the order of the cursor's parameters
        record OfCursor(Variable cursor, List<Code.Value> arguments) implements Rows {}
    }

    /// What takes a row: a variable that is one, or a place for each column.
    sealed interface Target {
        /// A row variable, or a record.
        record Row(Variable variable) implements Target {}

        /// Places.
        record Places(List<Place> places) implements Target {}
    }

    /// `FOREACH target [SLICE n] IN ARRAY value LOOP … END LOOP`.
    record ForEach(
            int line, String label, Target target, int slice, Code.Value array, List<Step> steps)
            implements Step {
        @Override
        public String title() {
            return "FOREACH over array";
        }
    }

    /// `EXIT` or `CONTINUE`.
    ///
    /// @param label empty for the innermost loop
    record Exit(int line, boolean isExit, String label, Optional<Code.Value> when) implements Step {
        @Override
        public String title() {
            return isExit ? "EXIT" : "CONTINUE";
        }
    }

    /// `RETURN [value]`.
    record Return(int line, Optional<Code.Value> value) implements Step {
        @Override
        public String title() {
            return "RETURN";
        }
    }

    /// `RETURN NEXT [value]`.
    record ReturnNext(int line, Optional<Code.Value> value) implements Step {
        @Override
        public String title() {
            return "RETURN NEXT";
        }
    }

    /// `RETURN QUERY …`.
    record ReturnQuery(int line, Rows rows) implements Step {
        @Override
        public String title() {
            return "RETURN QUERY";
        }
    }

    /// `RAISE …`.
    ///
    /// @param level `EXCEPTION`, `WARNING`, `NOTICE`, `INFO`, `LOG`, `DEBUG`
    /// @param state the SQLSTATE of a condition
    /// @param condition the condition's name, which stands for a message that is not given
    /// @param format the message, with `%` for parameters
    /// @param options of USING, in order
    record Raise(
            int line,
            String level,
            Optional<String> state,
            Optional<String> condition,
            Optional<String> format,
            List<Code.Value> parameters,
            List<RaiseOption> options)
            implements Step {
        @Override
        public String title() {
            return "RAISE";
        }

        /// Returns whether it raises again what a handler has caught.
        public boolean isAgain() {
            return state.isEmpty() && format.isEmpty() && options.isEmpty();
        }
    }

    /// `option = value` of RAISE.
    ///
    /// @param name in upper case
    record RaiseOption(String name, Code.Value value) {}

    /// `ASSERT condition [, message]`.
    record Assert(int line, Code.Value condition, Optional<Code.Value> message) implements Step {
        @Override
        public String title() {
            return "ASSERT";
        }
    }

    /// A statement of SQL, CALL included.
    ///
    /// @param into takes the first row
    /// @param strict whether there must be one row exactly
    record Sql(int line, Code.Sql code, Optional<Target> into, boolean strict) implements Step {
        @Override
        public String title() {
            return code.tree() instanceof dev.reckon.sql.ast.UtilityStatement.Call
                    ? "CALL"
                    : "SQL statement";
        }
    }

    /// `PERFORM query`.
    record Perform(int line, Code.Sql code) implements Step {
        @Override
        public String title() {
            return "PERFORM";
        }
    }

    /// `EXECUTE text [INTO [STRICT] target] [USING …]`.
    record Execute(
            int line,
            Code.Value text,
            Optional<Target> into,
            boolean strict,
            List<Code.Value> using)
            implements Step {
        @Override
        public String title() {
            return "EXECUTE";
        }
    }

    /// `GET [STACKED] DIAGNOSTICS place = item, …`.
    record GetDiagnostics(int line, boolean stacked, List<DiagnosticItem> items) implements Step {
        @Override
        public String title() {
            return stacked ? "GET STACKED DIAGNOSTICS" : "GET DIAGNOSTICS";
        }
    }

    /// `place = item`.
    ///
    /// @param item in upper case
    record DiagnosticItem(Place place, String item) {}

    /// `OPEN cursor …`.
    ///
    /// @param source what it runs: of a bound cursor its own query, with arguments
    /// @param scroll whether it can go backward; empty when not said
    record Open(int line, Variable cursor, Rows source, Optional<Boolean> scroll) implements Step {
        @Override
        public String title() {
            return "OPEN";
        }
    }

    /// `FETCH` or `MOVE`.
    ///
    /// @param direction `NEXT`, `PRIOR`, `FIRST`, `LAST`, `ABSOLUTE`, `RELATIVE`, `FORWARD`,
    ///   `BACKWARD`
    /// @param count how many, where that can be said; absent for 1
    /// @param all whether ALL was said
    /// @param into absent for MOVE
    record Fetch(
            int line,
            Variable cursor,
            String direction,
            Optional<Code.Value> count,
            boolean all,
            Optional<Target> into)
            implements Step {
        @Override
        public String title() {
            return into.isPresent() ? "FETCH" : "MOVE";
        }
    }

    /// `CLOSE cursor`.
    record Close(int line, Variable cursor) implements Step {
        @Override
        public String title() {
            return "CLOSE";
        }
    }

    /// `COMMIT` or `ROLLBACK`.
    record EndTransaction(int line, boolean commit, boolean chain) implements Step {
        @Override
        public String title() {
            return commit ? "COMMIT" : "ROLLBACK";
        }
    }
}

package dev.reckon.sql.define;

import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.procedural.RoutineSource;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;

/// Looks at the body of a routine in PL/pgSQL when it is made: what is no PL/pgSQL is refused then.
record ProcedureBodies(Definitions definitions) {
    /// @throws DatabaseException 42601 and others for what is wrong with the body, with a position
    ///   in the statement
    void require(Routine routine, SchemaStatement.CreateFunction create) {
        if (routine.result().equals(DataType.TRIGGER) && !routine.parameters().isEmpty()) {
            throw new DatabaseException(
                            SqlState.INVALID_FUNCTION_DEFINITION,
                            "trigger functions cannot have declared arguments")
                    .withHint(
                            "The arguments of the trigger can be accessed through TG_NARGS and"
                                    + " TG_ARGV instead.");
        }
        var types = new ArrayList<DataType>();
        for (Routine.Parameter parameter : routine.parameters()) {
            types.add(actual(parameter.type()));
        }
        try {
            RoutineSource.parse(
                    routine.withTypes(types), actual(routine.result()), definitions.binder());
        } catch (DatabaseException wrong) {
            throw placed(wrong, routine, create);
        }
    }

    /// Returns a type to stand for a polymorphic one, as PostgreSQL's validator takes it.
    private static DataType actual(DataType type) {
        if (!FunctionCatalog.isPolymorphic(type)) {
            return type;
        }
        return type.name().contains("array")
                ? DataType.INT4.newArray()
                : type.name().contains("multirange")
                        ? DataType.INT4MULTIRANGE
                        : type.name().contains("range") ? DataType.INT4RANGE : DataType.INT4;
    }

    /// Returns an error in the body as one at its place in the statement.
    private static DatabaseException placed(
            DatabaseException wrong, Routine routine, SchemaStatement.CreateFunction create) {
        if (wrong.position().isEmpty()) {
            return wrong;
        }
        int start = bodyStart(create.options());
        if (start >= 0) {
            return wrong.shift(start);
        }
        return wrong.inside(routine.body())
                .with(
                        ErrorField.WHERE,
                        "compilation of PL/pgSQL function \"" + routine.name() + "\"");
    }

    private static int bodyStart(List<Option> options) {
        for (Option option : options) {
            if (option.value() instanceof Option.Body(String _, int start)) {
                return start;
            }
        }
        return -1;
    }
}

package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.function.catalog.FunctionCall;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.sql.function.catalog.ResolvedFunction;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;

/// Finds the procedure that a CALL means. Output parameters have a place among the arguments, too,
/// whose value does not matter.
record ProcedureBinder(Binder binder) {
    BoundCall bind(Expression.FunctionCall call, Scope scope) {
        binder.requireOpenSchema(call.name());
        var expressions = new ExpressionBinder(binder, scope, Clause.EXECUTE);
        CallBinder.ResolvedCall resolved =
                new CallBinder(expressions)
                        .resolve(
                                call,
                                call.arguments(),
                                expressions,
                                wanted -> find(call.name(), wanted));
        Routine routine =
                Routines.of(binder.catalog, resolved.function().entry())
                        .withTypes(resolved.function().argumentTypes());
        var arguments = new ArrayList<Scalar>();
        for (int i = 0; i < routine.parameters().size(); i++) {
            if (routine.parameters().get(i).isInput()) {
                arguments.add(resolved.arguments().get(i));
            }
        }
        return new BoundCall(routine, arguments);
    }

    private ResolvedFunction find(QualifiedName name, FunctionCall wanted) {
        List<FunctionEntry> entries =
                binder.catalog.routines(binder.searchPath, name.parts()).stream()
                        .filter(Routine::procedure)
                        .map(Routines::callEntry)
                        .toList();
        try {
            ResolvedFunction found =
                    new FunctionCatalog(binder.names, _ -> entries).function(wanted);
            if (found.target() instanceof ResolvedFunction.Target.Own) {
                return found;
            }
            throw isFunction(wanted);
        } catch (DatabaseException wrong) {
            if (wrong.sqlState() != SqlState.UNDEFINED_FUNCTION) {
                throw wrong;
            }
            throw explained(name, wanted);
        }
    }

    private DatabaseException explained(QualifiedName name, FunctionCall wanted) {
        var missing =
                new DatabaseException(
                                SqlState.UNDEFINED_FUNCTION,
                                "procedure " + wanted + " does not exist")
                        .withHint(
                                "No procedure matches the given name and argument types. You might"
                                        + " need to add explicit type casts.");
        // Output parameters have their places here, too.
        List<FunctionEntry> functions =
                binder.catalog.routines(binder.searchPath, name.parts()).stream()
                        .filter(each -> !each.procedure())
                        .map(Routines::callEntry)
                        .toList();
        try {
            ResolvedFunction found =
                    new FunctionCatalog(binder.names, _ -> functions).function(wanted);
            if (found.target() instanceof ResolvedFunction.Target.Own) {
                return isFunction(wanted);
            }
        } catch (DatabaseException none) {
            // Then perhaps one of PostgreSQL's.
        }
        try {
            ResolvedFunction found = FunctionCatalogs.resolve(binder, name, wanted);
            return found.entry().kind() == FunctionEntry.Kind.PROCEDURE
                            || found.target() instanceof ResolvedFunction.Target.Own
                    ? missing
                    : isFunction(wanted);
        } catch (DatabaseException none) {
            return missing;
        }
    }

    private static DatabaseException isFunction(FunctionCall wanted) {
        return new DatabaseException(SqlState.WRONG_OBJECT_TYPE, wanted + " is not a procedure")
                .withHint("To call a function, use SELECT.");
    }
}

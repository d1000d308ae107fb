package dev.reckon.sql.bind;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.function.catalog.FunctionCall;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.sql.function.catalog.ResolvedFunction;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// Resolves calls whose function may be named with its schema.
final class FunctionCatalogs {
    private FunctionCatalogs() {}

    static ResolvedFunction resolve(Binder binder, QualifiedName name, FunctionCall call) {
        if (name.schema().isEmpty()) {
            return binder.functions.function(call);
        }
        String schema = name.schema().get();
        if (schema.equals("pg_catalog") || schema.equals("information_schema")) {
            return new FunctionCatalog(binder.names).function(call);
        }
        if (binder.catalog.schema(binder.searchPath.resolve(schema)).isEmpty()) {
            throw new DatabaseException(
                    SqlState.INVALID_SCHEMA_NAME, "schema \"" + schema + "\" does not exist");
        }
        ResolvedFunction function =
                new FunctionCatalog(
                                binder.names,
                                _ ->
                                        Routines.entries(
                                                binder.catalog, binder.searchPath, name.parts()))
                        .function(call);
        if (!(function.target() instanceof ResolvedFunction.Target.Own)) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_FUNCTION, "function " + call + " does not exist")
                    .withHint(
                            "No function matches the given name and argument types. You might need"
                                    + " to add explicit type casts.");
        }
        return function;
    }

    /// Returns whether a name may mean an aggregate, so that its arguments are bound as one's.
    static boolean mayBeAggregate(Binder binder, QualifiedName name) {
        if (name.schema().isPresent() && !name.schema().get().equals("pg_catalog")) {
            return false;
        }
        return FunctionCatalog.builtInFunctions(name.name()).stream()
                        .anyMatch(entry -> entry.kind() == FunctionEntry.Kind.AGGREGATE)
                && binder.catalog.routines(binder.searchPath, name.parts()).isEmpty();
    }
}

package dev.reckon.sql.bind;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.sql.function.catalog.ResolvedFunction;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Functions made by CREATE FUNCTION, in the form in which calls are resolved.
final class Routines {
    private Routines() {}

    static List<FunctionEntry> entries(Catalog catalog, SearchPath searchPath, String name) {
        return entries(catalog, searchPath, List.of(name));
    }

    static List<FunctionEntry> entries(Catalog catalog, SearchPath searchPath, List<String> path) {
        return catalog.routines(searchPath, path).stream().map(Routines::entry).toList();
    }

    static FunctionEntry entry(Routine routine) {
        var inputs = new ArrayList<FunctionEntry.Parameter>();
        var outputs = new ArrayList<FunctionEntry.Parameter>();
        var defaults = new ArrayList<String>();
        boolean variadic = false;
        for (Routine.Parameter parameter : routine.parameters()) {
            var entry = new FunctionEntry.Parameter(parameter.name(), parameter.type());
            if (parameter.isInput()) {
                inputs.add(entry);
                parameter.defaultText().ifPresent(defaults::add);
                variadic |= parameter.mode() == 'v';
            }
            if (parameter.isOutput()) {
                outputs.add(entry);
            }
        }
        return new FunctionEntry(
                (int) routine.oid(),
                routine.name(),
                routine.procedure() ? FunctionEntry.Kind.PROCEDURE : FunctionEntry.Kind.FUNCTION,
                inputs,
                variadic,
                defaults,
                routine.result(),
                routine.returnsSet(),
                routine.strict(),
                routine.volatility(),
                outputs);
    }

    /// Returns a procedure in the form in which CALL is resolved: output parameters are arguments.
    static FunctionEntry callEntry(Routine routine) {
        var parameters = new ArrayList<FunctionEntry.Parameter>();
        var defaults = new ArrayList<String>();
        boolean variadic = false;
        for (Routine.Parameter parameter : routine.parameters()) {
            parameters.add(new FunctionEntry.Parameter(parameter.name(), parameter.type()));
            parameter.defaultText().ifPresent(defaults::add);
            variadic |= parameter.mode() == 'v';
        }
        return new FunctionEntry(
                (int) routine.oid(),
                routine.name(),
                FunctionEntry.Kind.FUNCTION,
                parameters,
                variadic,
                defaults,
                routine.result(),
                false,
                false,
                routine.volatility(),
                List.of());
    }

    static Routine of(Catalog catalog, FunctionEntry entry) {
        return catalog.object(entry.oid()).orElse(null) instanceof Routine routine
                ? routine
                : failNoRoutine(entry);
    }

    /// Returns the routine that a call means, with actual types in place of polymorphic ones.
    static Routine of(Catalog catalog, ResolvedFunction function) {
        Routine routine = of(catalog, function.entry());
        if (!(function.target() instanceof ResolvedFunction.Target.Own(List<DataType> types))) {
            throw new IllegalStateException(routine.name() + " is a built-in function");
        }
        Iterator<DataType> outputs = types.iterator();
        return new Routine(
                routine.header(),
                routine.procedure(),
                routine.parameters().stream()
                        .map(parameter ->
                                new Routine.Parameter(
                                        parameter.mode(),
                                        parameter.name(),
                                        parameter.isOutput() ? outputs.next() : parameter.type(),
                                        parameter.defaultText()))
                        .toList(),
                function.resultType(),
                routine.returnsSet(),
                routine.language(),
                routine.body(),
                routine.volatility(),
                routine.strict(),
                routine.securityDefiner(),
                routine.searchPath(),
                routine.traits());
    }

    private static Routine failNoRoutine(FunctionEntry entry) {
        throw new IllegalStateException("no routine with oid " + entry.oid());
    }
}

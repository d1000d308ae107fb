package dev.reckon.sql.procedural;

import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.catalog.CatalogNames;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.procedural.parse.Header;
import dev.reckon.sql.procedural.parse.ProcedureParser;
import dev.reckon.sql.procedural.tree.Procedure;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// Makes procedures of routines as the catalog has them.
public final class RoutineSource {
    private RoutineSource() {}

    /// Parses a routine.
    ///
    /// @param routine with actual types in place of polymorphic ones
    /// @param result what it returns, likewise
    public static Procedure parse(Routine routine, DataType result, StatementBinder binder) {
        List<Header.Parameter> parameters =
                routine.parameters().stream()
                        .map(each ->
                                new Header.Parameter(
                                        each.name(), each.type(), each.isInput(), each.isOutput()))
                        .toList();
        var header =
                new Header(
                        routine.name(),
                        signature(routine, binder),
                        parameters,
                        routine.procedure() ? DataType.VOID : result,
                        routine.returnsSet(),
                        routine.procedure(),
                        binder.environment().setting("plpgsql.variable_conflict"));
        return ProcedureParser.parse(header, routine.body(), binder);
    }

    private static String signature(Routine routine, StatementBinder binder) {
        return new CatalogNames(binder.catalog(), binder.searchPath())
                .functionSignature(routine.oid())
                .orElse(routine.name() + "()");
    }

    /// Parses the body of DO.
    public static Procedure parseBlock(String body, StatementBinder binder) {
        var header =
                new Header(
                        "",
                        "inline_code_block",
                        List.of(),
                        DataType.VOID,
                        false,
                        false,
                        binder.environment().setting("plpgsql.variable_conflict"));
        return ProcedureParser.parse(header, body, binder);
    }
}

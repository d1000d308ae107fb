package dev.reckon.sql;

import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.sql.bind.BoundCall;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CALL: runs a procedure, whose output parameters are the one row that the client gets.
record ProcedureCalls(Session session) {
    /// Returns the columns of the result; empty for a procedure without output parameters.
    Optional<List<ResultColumn>> columns(UtilityStatement.Call call) {
        return columns(bound(call, List.of()).routine());
    }

    private BoundCall bound(UtilityStatement.Call call, List<DataType> parameterTypes) {
        Catalog catalog = session.refreshCatalog();
        return session.planner().binder(catalog).bindCall(call.call(), parameterTypes);
    }

    private static Optional<List<ResultColumn>> columns(Routine routine) {
        List<ResultColumn> columns =
                routine.parameters().stream()
                        .filter(Routine.Parameter::isOutput)
                        .map(each -> new ResultColumn(each.name(), each.type(), -1, 0, 0))
                        .toList();
        return columns.isEmpty() ? Optional.empty() : Optional.of(columns);
    }

    /// Runs a call.
    ///
    /// @param parameterTypes of the client's parameters
    Result run(UtilityStatement.Call call, List<DataType> parameterTypes, List<Value> parameters) {
        BoundCall bound = bound(call, parameterTypes);
        List<Value> arguments =
                bound.arguments().stream()
                        .map(each -> session.queries().value(each, parameters, parameterTypes))
                        .toList();
        boolean atomic = session.transaction().isExplicit() || session.routineContext().isInside();
        List<Value> outputs = session.routines().call(bound.routine(), arguments, atomic);
        Optional<List<ResultColumn>> columns = columns(bound.routine());
        return columns.isPresent()
                ? new FixedRows(columns.get(), List.of(row(columns.get(), outputs)), "CALL")
                : new Result.Command("CALL");
    }

    private static Batch row(List<ResultColumn> columns, List<Value> values) {
        var vectors = new ArrayList<ColumnVector>();
        for (int i = 0; i < columns.size(); i++) {
            var builder = new VectorBuilder(columns.get(i).type().physical(), 1);
            builder.append(values.get(i));
            vectors.add(builder.build());
        }
        return new Batch(vectors, 1);
    }
}

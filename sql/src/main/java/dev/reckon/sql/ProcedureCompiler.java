package dev.reckon.sql;

import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.function.CalledRoutine;
import dev.reckon.sql.procedural.RoutineSource;
import dev.reckon.sql.procedural.tree.Procedure;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.Iterator;

/// Parses the bodies of routines in PL/pgSQL for the types that calls give them.
record ProcedureCompiler(StatementBinder binder) {
    /// Compiles a routine for a call.
    Procedure compile(Routine routine, CalledRoutine called) {
        Iterator<DataType> inputs = called.argumentTypes().iterator();
        Iterator<DataType> outputs = called.outputTypes().iterator();
        var types = new ArrayList<DataType>();
        for (Routine.Parameter parameter : routine.parameters()) {
            DataType input = parameter.isInput() ? inputs.next() : parameter.type();
            DataType output = parameter.isOutput() ? outputs.next() : input;
            types.add(parameter.isInput() ? input : output);
        }
        return RoutineSource.parse(routine.withTypes(types), called.resultType(), binder);
    }

    /// Compiles the body of DO.
    Procedure block(String body) {
        return RoutineSource.parseBlock(body, binder);
    }
}

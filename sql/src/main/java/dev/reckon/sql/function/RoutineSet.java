package dev.reckon.sql.function;

import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Calls a routine of the catalog for its rows. Not for scan workers: the session runs it.
///
/// @param strict whether a NULL argument gives no rows
/// @param isSet whether it gives any number of rows; one otherwise, also where it is not called
/// @param whole whether each row is wanted as one value
public record RoutineSet(CalledRoutine routine, boolean strict, boolean isSet, boolean whole)
        implements TableFunction.Implementation {
    @Override
    public TableFunction.Rows open(
            List<Value> arguments,
            List<String> columnNames,
            List<DataType> columnTypes,
            Environment environment) {
        if (strict && arguments.stream().anyMatch(Value::isNull)) {
            return isSet
                    ? Optional::empty
                    : GivenRows.one(
                            Collections.nCopies(columnTypes.size(), Value.Null.NULL), columnTypes);
        }
        return environment.routines().rows(routine, arguments, columnTypes, whole);
    }
}

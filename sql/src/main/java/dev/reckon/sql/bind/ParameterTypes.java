package dev.reckon.sql.bind;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;

/// The types of a statement's parameters, as far as they are known. For one thread.
final class ParameterTypes {
    private final List<DataType> types = new ArrayList<>();

    /// @param given types that the client gave; `unknown` leaves one to be inferred
    ParameterTypes(List<DataType> given, int count) {
        types.addAll(given);
        while (types.size() < count) {
            types.add(DataType.UNKNOWN);
        }
    }

    /// Returns the type of a parameter, `unknown` while it is not.
    ///
    /// @param index from 0
    DataType type(int index) {
        while (types.size() <= index) {
            types.add(DataType.UNKNOWN);
        }
        return types.get(index);
    }

    /// Takes a type for a parameter from the place where it is used.
    void infer(int index, DataType type) {
        type(index);
        types.set(index, type);
    }

    /// Returns all types.
    ///
    /// @throws DatabaseException 42P18 when one is not known
    List<DataType> all() {
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).equals(DataType.UNKNOWN)) {
                throw new DatabaseException(
                        SqlState.INDETERMINATE_DATATYPE,
                        "could not determine data type of parameter $" + (i + 1));
            }
        }
        return List.copyOf(types);
    }
}

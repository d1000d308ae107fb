package dev.reckon.sql.procedural;

import dev.reckon.sql.bind.Variables;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowShape;
import java.util.List;
import java.util.Optional;

/// A place without names, where one parameter is known.
///
/// @param parameter its type
record NoVariables(DataType parameter) implements Variables {
    @Override
    public Optional<Scalar> find(List<String> names, int position) {
        return Optional.empty();
    }

    @Override
    public Optional<Scalar> argument(int number) {
        return Optional.empty();
    }

    @Override
    public Optional<RowShape> shape(Scalar.Parameter which) {
        return Optional.empty();
    }

    @Override
    public List<DataType> parameterTypes() {
        return List.of(parameter);
    }

    @Override
    public Conflict conflict() {
        return Conflict.ERROR;
    }
}

package dev.reckon.sql.function.set;

import dev.reckon.sql.function.TableFunction.Implementation;
import dev.reckon.sql.function.TableFunction.Rows;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The chapter "Set Returning Functions" and other functions that return sets, by name.
public final class TableFunctions {
    private TableFunctions() {}

    /// Finds a function.
    public static Optional<Implementation> find(Signature signature) {
        DataType first =
                signature.argumentTypes().isEmpty() ? DataType.VOID : signature.argument(0);
        return switch (signature.name()) {
            case "generate_series" ->
                    switch (first.name()) {
                        case "int4", "int8" ->
                                Optional.of((arguments, _, _, _) -> Series.ofLongs(arguments));
                        case "numeric" ->
                                Optional.of((arguments, _, _, _) -> Series.ofNumerics(arguments));
                        default ->
                                Optional.of((arguments, _, _, environment) ->
                                        Series.ofTimes(arguments, first, environment));
                    };
            case "unnest" ->
                    first.isArray()
                            ? Optional.of((arguments, _, types, _) -> unnest(arguments, types))
                            : Optional.empty();
            case "generate_subscripts" ->
                    Optional.of((arguments, _, _, _) -> subscripts(arguments));
            default -> Optional.empty();
        };
    }

    private static Rows unnest(List<Value> arguments, List<DataType> types) {
        return arguments.getFirst() instanceof Value.Array array
                ? TableRows.ofColumn(types.getFirst(), array.elements().iterator())
                : TableRows.none();
    }

    private static Rows subscripts(List<Value> arguments) {
        if (!(arguments.get(0) instanceof Value.Array array)
                || !(arguments.get(1) instanceof Value.Int(long dimension))
                || dimension < 1
                || dimension > array.lengths().size()) {
            return TableRows.none();
        }
        int index = (int) dimension - 1;
        List<Value> values = new ArrayList<>();
        int first = array.lowerBounds().get(index);
        for (int i = 0; i < array.lengths().get(index); i++) {
            values.add(new Value.Int(first + i));
        }
        if (arguments.size() > 2 && arguments.get(2).equals(Value.bool(true))) {
            values = values.reversed();
        }
        return TableRows.ofColumn(DataType.INT4, values.iterator());
    }
}

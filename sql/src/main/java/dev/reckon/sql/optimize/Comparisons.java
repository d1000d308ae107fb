package dev.reckon.sql.optimize;

import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.OperatorEntry;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Recognises the comparison operators among calls.
final class Comparisons {
    private static final Map<Integer, String> SYMBOLS = symbols();

    private Comparisons() {}

    /// A comparison: `left symbol right`.
    record Comparison(String symbol, Scalar left, Scalar right, ScalarFunction function) {
        /// Returns the same comparison seen from the other side.
        Comparison flipped() {
            String other =
                    switch (symbol) {
                        case "<" -> ">";
                        case "<=" -> ">=";
                        case ">" -> "<";
                        case ">=" -> "<=";
                        default -> symbol;
                    };
            return new Comparison(other, /* left= */ right, /* right= */ left, function);
        }
    }

    private static Map<Integer, String> symbols() {
        var symbols = new HashMap<Integer, String>();
        for (String symbol : List.of("=", "<", "<=", ">", ">=", "<>")) {
            for (OperatorEntry entry : FunctionCatalog.builtInOperators(symbol)) {
                if (entry.left().isPresent() && hasOrder(entry.left().get())) {
                    symbols.put(entry.functionOid(), symbol);
                }
            }
        }
        return symbols;
    }

    /// Operators of geometric types have the names of comparisons, but are no order or equality by
    /// which anything could be looked up.
    private static boolean hasOrder(DataType type) {
        return type.category() != TypeCategory.GEOMETRIC;
    }

    /// Returns the symbol of a comparison function.
    static Optional<String> symbol(ScalarFunction function) {
        return function.oid() == 0
                ? Optional.empty()
                : Optional.ofNullable(SYMBOLS.get(function.oid()));
    }

    /// Returns the comparison that a condition is.
    static Optional<Comparison> of(Scalar condition) {
        if (condition instanceof Scalar.Call call && call.arguments().size() == 2) {
            return symbol(call.function())
                    .map(symbol ->
                            new Comparison(
                                    symbol,
                                    call.arguments().get(0),
                                    call.arguments().get(1),
                                    call.function()));
        }
        return Optional.empty();
    }

    static boolean isInteger(DataType type) {
        return type.equals(DataType.INT2)
                || type.equals(DataType.INT4)
                || type.equals(DataType.INT8);
    }

    /// Returns whether values of two types compare as their stored forms do.
    static boolean areAlike(DataType left, DataType right) {
        return (left.equals(right) && !left.equals(DataType.BPCHAR))
                || (isInteger(left) && isInteger(right))
                || (isText(left) && isText(right));
    }

    private static boolean isText(DataType type) {
        return type.equals(DataType.TEXT) || type.equals(DataType.VARCHAR);
    }

    /// Takes changes of type away that leave values as they are.
    static Scalar unlabelled(Scalar scalar) {
        return scalar instanceof Scalar.Relabel(Scalar operand, DataType type, int _)
                        && areAlike(operand.type(), type)
                ? unlabelled(operand)
                : scalar;
    }
}

package dev.reckon.sql.print;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.Binary;

/// Which expressions need no parentheses within another, in a pretty text.
final class Simplicity {
    private static final String LOW = "+-";
    private static final String HIGH = "*/%";

    private Simplicity() {}

    static boolean isSimple(Expression expression, Expression parent) {
        return switch (expression) {
            case Expression.FieldSelection _ -> !(parent instanceof Expression.FieldSelection);
            case Expression.Cast cast -> isSimple(cast.operand(), cast);
            case Binary binary when parent instanceof Binary above -> bindsTighter(binary, above);
            case Binary _,
                    Expression.Unary _,
                    Expression.IsNull _,
                    Expression.BooleanTest _,
                    Expression.Collate _ ->
                    isEnclosing(parent) || isLogical(parent);
            case Expression.DistinctFrom test ->
                    test.negated()
                            ? parent instanceof Expression.And || parent instanceof Expression.Or
                            : isEnclosing(parent) || isLogical(parent);
            case Expression.InSubquery _,
                    Expression.QuantifiedSubquery _,
                    Expression.Exists _,
                    Expression.ScalarSubquery _,
                    Expression.ArraySubquery _ ->
                    isEnclosing(parent) || isLogical(parent);
            case Expression.And _, Expression.Not _ ->
                    parent instanceof Expression.And
                            || parent instanceof Expression.Or
                            || isEnclosing(parent);
            case Expression.QuantifiedArray _ -> false;
            case Expression.Or _ -> parent instanceof Expression.Or || isEnclosing(parent);
            default -> true;
        };
    }

    /// Returns whether the parent has brackets of its own.
    private static boolean isEnclosing(Expression parent) {
        return switch (parent) {
            case Expression.FunctionCall call -> call.form() == Expression.CallForm.PLAIN;
            case Expression.Subscript _,
                    Expression.Slice _,
                    Expression.ArrayConstructor _,
                    Expression.Row _,
                    Expression.Coalesce _,
                    Expression.Extreme _,
                    Expression.NullIf _,
                    Expression.Grouping _,
                    Expression.Case _ ->
                    true;
            default -> false;
        };
    }

    private static boolean isLogical(Expression parent) {
        return parent instanceof Expression.And
                || parent instanceof Expression.Or
                || parent instanceof Expression.Not;
    }

    @SuppressWarnings("ReferenceEquality") // Both operands may look the same.
    private static boolean bindsTighter(Binary inner, Binary outer) {
        String symbol = inner.operator().symbol();
        String above = outer.operator().symbol();
        if (!isBasic(symbol) || !isBasic(above)) {
            return false;
        }
        boolean high = HIGH.contains(symbol);
        boolean aboveHigh = HIGH.contains(above);
        return high != aboveHigh ? high : outer.left() == inner;
    }

    private static boolean isBasic(String symbol) {
        return symbol.length() == 1 && (LOW.contains(symbol) || HIGH.contains(symbol));
    }
}

package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;

/// The texts of constants in SET.
final class SettingTexts {
    private SettingTexts() {}

    static String of(Expression value) {
        return switch (value) {
            case Expression.StringConstant constant -> constant.value();
            case Expression.IntegerConstant constant -> String.valueOf(constant.value());
            case Expression.NumericConstant constant -> constant.text();
            case Expression.BooleanConstant constant -> constant.value() ? "true" : "false";
            case Expression.Cast cast -> of(cast.operand());
            default ->
                    throw new DatabaseException(SqlState.SYNTAX_ERROR, "a constant is needed here")
                            .at(value.position());
        };
    }
}

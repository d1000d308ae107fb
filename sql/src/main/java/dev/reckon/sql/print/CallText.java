package dev.reckon.sql.print;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.FunctionCall;
import dev.reckon.sql.ast.Over;
import dev.reckon.sql.parse.Identifiers;
import java.util.List;

/// Prints calls of functions, those in SQL's own words included, and windows.
final class CallText {
    private final DefinitionPrinter.Printers printers;
    private final Layout text;

    CallText(DefinitionPrinter.Printers printers) {
        this.printers = printers;
        this.text = printers.text;
    }

    void print(FunctionCall call) {
        boolean words =
                call.form() == Expression.CallForm.SQL
                        && printWords(call, call.name().name(), call.arguments());
        if (words) {
            return;
        }
        text.append(printers.naming.function(call.name())).append("(");
        text.append(call.star() ? "*" : "").append(call.distinct() ? "DISTINCT " : "");
        for (int i = 0; i < call.arguments().size(); i++) {
            text.append(i == 0 ? "" : ", ");
            boolean last = i == call.arguments().size() - 1;
            text.append(call.variadic() && last ? "VARIADIC " : "");
            printers.expressions.print(call.arguments().get(i));
        }
        if (!call.orderBy().isEmpty() && !call.withinGroup()) {
            text.append(" ORDER BY ");
            printers.queries.keys(call.orderBy());
        }
        text.append(")");
        if (call.withinGroup()) {
            text.append(" WITHIN GROUP (ORDER BY ");
            printers.queries.keys(call.orderBy());
            text.append(")");
        }
        call.filter()
                .ifPresent(condition -> {
                    text.append(" FILTER (WHERE ");
                    printers.expressions.print(condition);
                    text.append(")");
                });
        call.over()
                .ifPresent(over -> {
                    text.append(" OVER ");
                    switch (over) {
                        case Over.Named named -> text.append(Identifiers.quote(named.name()));
                        case Over.Specification specification -> specification(specification);
                    }
                });
    }

    /// Prints a call in the words of SQL; returns false when it has none for these arguments.
    private boolean printWords(FunctionCall call, String name, List<Expression> arguments) {
        int count = arguments.size();
        switch (name) {
            case "timezone" -> {
                text.append("(");
                printers.expressions.part(arguments.get(1), call);
                text.append(" AT TIME ZONE ");
                printers.expressions.part(arguments.get(0), call);
                text.append(")");
            }
            case "extract" ->
                    words("EXTRACT(", word(arguments.get(0)), " FROM ", arguments.get(1), ")");
            case "overlay" -> {
                words("OVERLAY(", arguments.get(0), " PLACING ", arguments.get(1), " FROM ");
                words(arguments.get(2));
                if (count > 3) {
                    words(" FOR ", arguments.get(3));
                }
                text.append(")");
            }
            case "position" ->
                    words("POSITION((", arguments.get(1), ") IN (", arguments.get(0), "))");
            case "substring" -> {
                words("SUBSTRING(", arguments.get(0), " FROM ", arguments.get(1));
                if (count > 2) {
                    words(" FOR ", arguments.get(2));
                }
                text.append(")");
            }
            case "btrim", "ltrim", "rtrim" -> {
                if (count > 2) {
                    return false;
                }
                String side =
                        name.equals("btrim")
                                ? "BOTH"
                                : name.equals("ltrim") ? "LEADING" : "TRAILING";
                words("TRIM(" + side);
                if (count > 1) {
                    words(" ", arguments.get(1));
                }
                words(" FROM ", arguments.get(0), ")");
            }
            case "pg_collation_for" -> words("COLLATION FOR (", arguments.get(0), ")");
            case "normalize" -> {
                words("NORMALIZE(", arguments.get(0));
                text.append(count > 1 ? ", " + word(arguments.get(1)) : "").append(")");
            }
            case "is_normalized" -> {
                text.append("(");
                printers.expressions.part(arguments.get(0), call);
                text.append(" IS");
                text.append(count > 1 ? " " + word(arguments.get(1)) : "").append(" NORMALIZED)");
            }
            case "overlaps" -> {
                words("((", arguments.get(0), ", ", arguments.get(1), ") OVERLAPS (");
                words(arguments.get(2), ", ", arguments.get(3), "))");
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void words(Object... pieces) {
        for (Object piece : pieces) {
            if (piece instanceof Expression expression) {
                printers.expressions.print(expression);
            } else {
                text.append(piece.toString());
            }
        }
    }

    /// Returns a constant that stands as a word.
    private static String word(Expression constant) {
        return switch (constant) {
            case Expression.Cast cast -> word(cast.operand());
            case Expression.StringConstant string -> string.value();
            default -> throw new IllegalArgumentException("no word: " + constant);
        };
    }

    void specification(Over.Specification window) {
        text.append("(");
        String separator = "";
        if (window.base().isPresent()) {
            text.append(Identifiers.quote(window.base().get()));
            separator = " ";
        }
        if (!window.partitionBy().isEmpty()) {
            text.append(separator).append("PARTITION BY ");
            printers.expressions.list(window.partitionBy());
            separator = " ";
        }
        if (!window.orderBy().isEmpty()) {
            text.append(separator).append("ORDER BY ");
            printers.queries.keys(window.orderBy());
            separator = " ";
        }
        if (window.frame().isPresent()) {
            text.append(separator);
            frame(window.frame().get());
        }
        text.append(")");
    }

    private void frame(Over.Frame frame) {
        text.append(frame.mode().name()).append(" BETWEEN ");
        bound(frame.start());
        text.append(" AND ");
        bound(frame.end());
        if (frame.exclusion() != Over.Exclusion.NO_OTHERS) {
            text.append(" EXCLUDE ").append(frame.exclusion().name().replace('_', ' '));
        }
    }

    private void bound(Over.Bound bound) {
        switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> text.append("UNBOUNDED PRECEDING");
            case UNBOUNDED_FOLLOWING -> text.append("UNBOUNDED FOLLOWING");
            case CURRENT_ROW -> text.append("CURRENT ROW");
            case OFFSET_PRECEDING -> {
                printers.expressions.print(bound.offset().orElseThrow());
                text.append(" PRECEDING");
            }
            case OFFSET_FOLLOWING -> {
                printers.expressions.print(bound.offset().orElseThrow());
                text.append(" FOLLOWING");
            }
        }
    }
}

package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Expression.CallForm;
import dev.reckon.sql.ast.Expression.FunctionCall;
import dev.reckon.sql.ast.Expression.StringConstant;
import dev.reckon.sql.ast.Over;
import dev.reckon.sql.ast.Over.Bound;
import dev.reckon.sql.ast.Over.Exclusion;
import dev.reckon.sql.ast.Over.Frame;
import java.util.List;

/// Writes function calls, those in SQL's own words included, and windows.
final class CallPrinter {
    private final Deparser.Printers printers;
    private final StringBuilder out;

    CallPrinter(Deparser.Printers printers) {
        this.printers = printers;
        this.out = printers.out;
    }

    void print(FunctionCall call) {
        if (call.form() == CallForm.SQL && printWords(call.name().name(), call.arguments())) {
            return;
        }
        printers.name(call.name().parts());
        out.append('(');
        if (call.star()) {
            out.append('*');
        }
        if (call.distinct()) {
            out.append("DISTINCT ");
        }
        for (int i = 0; i < call.arguments().size(); i++) {
            out.append(i == 0 ? "" : ", ");
            if (call.variadic() && i == call.arguments().size() - 1) {
                out.append("VARIADIC ");
            }
            printers.expressions.print(call.arguments().get(i));
        }
        if (!call.orderBy().isEmpty() && !call.withinGroup()) {
            printers.queries.orderBy(" ORDER BY ", call.orderBy());
        }
        out.append(')');
        if (call.withinGroup()) {
            printers.queries.orderBy(" WITHIN GROUP (ORDER BY ", call.orderBy());
            out.append(')');
        }
        call.filter()
                .ifPresent(condition -> {
                    out.append(" FILTER (WHERE ");
                    printers.expressions.print(condition);
                    out.append(')');
                });
        call.over().ifPresent(this::over);
    }

    /// Writes a call in the words of SQL; returns false when it has none for these arguments.
    private boolean printWords(String name, List<Expression> arguments) {
        return switch (name) {
            case "timezone" ->
                    words("(", arguments.get(1), " AT TIME ZONE ", arguments.get(0), ")");
            case "extract" -> extract(arguments);
            case "overlay" -> overlay(arguments);
            case "position" -> {
                out.append("POSITION(");
                printers.expressions.restricted(arguments.get(1));
                out.append(" IN ");
                printers.expressions.restricted(arguments.get(0));
                out.append(')');
                yield true;
            }
            case "substring" -> substring(arguments);
            case "btrim" -> trim("BOTH", arguments);
            case "ltrim" -> trim("LEADING", arguments);
            case "rtrim" -> trim("TRAILING", arguments);
            case "pg_collation_for" -> words("COLLATION FOR (", arguments.get(0), ")");
            case "normalize" -> normalize(arguments);
            case "is_normalized" -> isNormalized(arguments);
            case "overlaps" -> {
                words("((", arguments.get(0), ", ", arguments.get(1), ") OVERLAPS (");
                yield words("", arguments.get(2), ", ", arguments.get(3), "))");
            }
            default -> false;
        };
    }

    /// Writes texts and expressions one after another.
    private boolean words(Object... pieces) {
        for (Object piece : pieces) {
            if (piece instanceof Expression expression) {
                printers.expressions.print(expression);
            } else {
                out.append(piece);
            }
        }
        return true;
    }

    private boolean extract(List<Expression> arguments) {
        return words("EXTRACT(", arguments.get(0), " FROM ", arguments.get(1), ")");
    }

    private boolean overlay(List<Expression> arguments) {
        words("OVERLAY(", arguments.get(0), " PLACING ", arguments.get(1), " FROM ");
        words(arguments.get(2));
        if (arguments.size() > 3) {
            words(" FOR ", arguments.get(3));
        }
        return words(")");
    }

    private boolean substring(List<Expression> arguments) {
        words("SUBSTRING(", arguments.get(0), " FROM ", arguments.get(1));
        if (arguments.size() > 2) {
            words(" FOR ", arguments.get(2));
        }
        return words(")");
    }

    private boolean trim(String side, List<Expression> arguments) {
        if (arguments.size() > 2) {
            return false;
        }
        words("TRIM(", side);
        if (arguments.size() > 1) {
            words(" ", arguments.get(1));
        }
        return words(" FROM ", arguments.get(0), ")");
    }

    private boolean normalize(List<Expression> arguments) {
        words("NORMALIZE(", arguments.get(0));
        if (arguments.size() > 1 && arguments.get(1) instanceof StringConstant form) {
            words(", ", form.value());
        }
        return words(")");
    }

    private boolean isNormalized(List<Expression> arguments) {
        words("((", arguments.get(0), ") IS");
        if (arguments.size() > 1 && arguments.get(1) instanceof StringConstant form) {
            words(" ", form.value());
        }
        return words(" NORMALIZED)");
    }

    private void over(Over over) {
        out.append(" OVER ");
        switch (over) {
            case Over.Named named -> out.append(Identifiers.quote(named.name()));
            case Over.Specification specification -> specification(specification);
        }
    }

    void specification(Over.Specification window) {
        out.append('(');
        String separator = "";
        if (window.base().isPresent()) {
            out.append(Identifiers.quote(window.base().get()));
            separator = " ";
        }
        if (!window.partitionBy().isEmpty()) {
            out.append(separator).append("PARTITION BY ");
            printers.expressions.list(window.partitionBy());
            separator = " ";
        }
        if (!window.orderBy().isEmpty()) {
            printers.queries.orderBy(separator + "ORDER BY ", window.orderBy());
            separator = " ";
        }
        if (window.frame().isPresent()) {
            out.append(separator);
            frame(window.frame().get());
        }
        out.append(')');
    }

    private void frame(Frame frame) {
        out.append(frame.mode().name()).append(" BETWEEN ");
        bound(frame.start());
        out.append(" AND ");
        bound(frame.end());
        if (frame.exclusion() != Exclusion.NO_OTHERS) {
            out.append(" EXCLUDE ").append(frame.exclusion().name().replace('_', ' '));
        }
    }

    private void bound(Bound bound) {
        switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> out.append("UNBOUNDED PRECEDING");
            case UNBOUNDED_FOLLOWING -> out.append("UNBOUNDED FOLLOWING");
            case CURRENT_ROW -> out.append("CURRENT ROW");
            case OFFSET_PRECEDING -> {
                printers.expressions.print(bound.offset().orElseThrow());
                out.append(" PRECEDING");
            }
            case OFFSET_FOLLOWING -> {
                printers.expressions.print(bound.offset().orElseThrow());
                out.append(" FOLLOWING");
            }
        }
    }
}

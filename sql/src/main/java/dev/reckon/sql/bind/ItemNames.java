package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SelectItem;
import java.util.Locale;
import java.util.Optional;

/// The names that PostgreSQL gives to columns without an alias.
public final class ItemNames {
    /// The name of what has none.
    public static final String UNNAMED = "?column?";

    private ItemNames() {}

    static String of(SelectItem item) {
        return item.alias().orElseGet(() -> of(item.expression()));
    }

    /// Returns the name of an expression's column.
    public static String of(Expression expression) {
        return strong(expression).or(() -> weak(expression)).orElse(UNNAMED);
    }

    /// A name that a cast around the expression leaves in place.
    private static Optional<String> strong(Expression expression) {
        return switch (expression) {
            case Expression.ColumnReference reference -> Optional.of(reference.names().getLast());
            case Expression.FieldSelection selection -> Optional.of(selection.field());
            case Expression.Subscript subscript -> strong(subscript.operand());
            case Expression.Slice slice -> strong(slice.operand());
            case Expression.FunctionCall call -> Optional.of(call.name().name());
            case Expression.NullIf _ -> Optional.of("nullif");
            case Expression.Grouping _ -> Optional.of("grouping");
            case Expression.Coalesce _ -> Optional.of("coalesce");
            case Expression.Extreme extreme ->
                    Optional.of(extreme.greatest() ? "greatest" : "least");
            case Expression.SessionValue value ->
                    Optional.of(value.kind().name().toLowerCase(Locale.ROOT));
            case Expression.ArrayConstructor _, Expression.ArraySubquery _ -> Optional.of("array");
            case Expression.Row _ -> Optional.of("row");
            case Expression.Exists _ -> Optional.of("exists");
            case Expression.ScalarSubquery subquery -> first(subquery.query());
            case Expression.Collate collate -> strong(collate.operand());
            case Expression.Cast cast -> strong(cast.operand());
            case Expression.Case choice -> choice.otherwise().flatMap(ItemNames::strong);
            default -> Optional.empty();
        };
    }

    /// A name for want of a better one.
    private static Optional<String> weak(Expression expression) {
        return switch (expression) {
            case Expression.Cast cast -> Optional.of(cast.type().name().name());
            case Expression.Case _ -> Optional.of("case");
            case Expression.Subscript subscript -> weak(subscript.operand());
            case Expression.Slice slice -> weak(slice.operand());
            case Expression.Collate collate -> weak(collate.operand());
            default -> Optional.empty();
        };
    }

    private static Optional<String> first(Query query) {
        Query.Body body = query.body();
        while (body instanceof Query.SetOperation operation) {
            body = operation.left().body();
        }
        return switch (body) {
            case Query.Select select ->
                    select.items().isEmpty()
                            ? Optional.empty()
                            : Optional.of(of(select.items().getFirst()));
            case Query.Values _ -> Optional.of("column1");
            case Query.SetOperation _ -> Optional.empty();
        };
    }
}

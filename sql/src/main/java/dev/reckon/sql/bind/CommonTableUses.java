package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.TableReference;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;

/// Whether a syntax tree mentions a common table.
final class CommonTableUses {
    private CommonTableUses() {}

    static boolean mentions(Preparable statement, String name) {
        return visit(statement, name);
    }

    /// Syntax trees are records of records, so that a walk needs no list of their kinds. It is done
    /// for the tables of WITH RECURSIVE only.
    private static boolean visit(Object node, String name) {
        return switch (node) {
            case TableReference.Table table
                    when table.name().parts().size() == 1 && table.name().name().equals(name) ->
                    true;
            case Expression.ColumnReference _ -> false;
            case Query query when hides(query, name) -> visit(query.with(), name);
            case List<?> list -> list.stream().anyMatch(each -> visit(each, name));
            case Optional<?> optional -> optional.isPresent() && visit(optional.get(), name);
            case Record record -> visitComponents(record, name);
            default -> false;
        };
    }

    /// Whether a query has a table of this name of its own.
    private static boolean hides(Query query, String name) {
        return query.with()
                .filter(with -> with.tables().stream().anyMatch(each -> each.name().equals(name)))
                .isPresent();
    }

    private static boolean visitComponents(Record record, String name) {
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                Object value = component.getAccessor().invoke(record);
                if (value != null && visit(value, name)) {
                    return true;
                }
            }
            return false;
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException(broken);
        }
    }
}

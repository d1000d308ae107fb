package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;

/// Checks where a recursive table names itself: once, and where a row more of it can only mean rows
/// more of the result. For one thread.
final class RecursionForm {
    private final String name;
    private int references;

    private RecursionForm(String name) {
        this.name = name;
    }

    /// Where a name stands that makes it wrong.
    private enum Place {
        FINE(""),
        SUBQUERY("a subquery"),
        OUTER_JOIN("an outer join"),
        INTERSECT("INTERSECT"),
        EXCEPT("EXCEPT");

        private final String text;

        Place(String text) {
            this.text = text;
        }
    }

    /// Checks the term that is repeated.
    ///
    /// @throws DatabaseException 42P19
    static void require(Query step, String name) {
        new RecursionForm(name).visit(step, Place.FINE);
    }

    private void visit(Object node, Place place) {
        switch (node) {
            case TableReference.Table table -> table(table, place);
            case TableReference.Join join -> join(join, place);
            case Query.SetOperation operation -> setOperation(operation, place);
            case Query query when hides(query) -> {}
            case Expression expression -> components((Record) expression, Place.SUBQUERY);
            case List<?> list -> list.forEach(each -> visit(each, place));
            case Optional<?> optional -> optional.ifPresent(each -> visit(each, place));
            case Record record -> components(record, place);
            default -> {}
        }
    }

    /// Whether a query has a table of this name of its own.
    private boolean hides(Query query) {
        return query.with()
                .filter(with -> with.tables().stream().anyMatch(each -> each.name().equals(name)))
                .isPresent();
    }

    private void table(TableReference.Table table, Place place) {
        if (table.name().parts().size() > 1 || !table.name().name().equals(name)) {
            return;
        }
        if (place != Place.FINE) {
            throw wrong("within " + place.text, table.position());
        }
        references++;
        if (references > 1) {
            throw wrong("more than once", table.position());
        }
    }

    private DatabaseException wrong(String where, int position) {
        return new DatabaseException(
                        SqlState.INVALID_RECURSION,
                        "recursive reference to query \"" + name + "\" must not appear " + where)
                .at(position);
    }

    private void join(TableReference.Join join, Place place) {
        TableReference.JoinKind kind = join.kind();
        boolean padsLeft =
                kind == TableReference.JoinKind.RIGHT || kind == TableReference.JoinKind.FULL;
        boolean padsRight =
                kind == TableReference.JoinKind.LEFT || kind == TableReference.JoinKind.FULL;
        visit(join.left(), padsLeft ? Place.OUTER_JOIN : place);
        visit(join.right(), padsRight ? Place.OUTER_JOIN : place);
        visit(join.on(), place);
    }

    private void setOperation(Query.SetOperation operation, Place place) {
        switch (operation.operator()) {
            case UNION -> {
                visit(operation.left(), place);
                visit(operation.right(), place);
            }
            case INTERSECT -> {
                visit(operation.left(), operation.all() ? Place.INTERSECT : place);
                visit(operation.right(), operation.all() ? Place.INTERSECT : place);
            }
            case EXCEPT -> {
                visit(operation.left(), operation.all() ? Place.EXCEPT : place);
                visit(operation.right(), Place.EXCEPT);
            }
        }
    }

    /// Syntax trees are records of records, so that a walk needs no list of their kinds.
    private void components(Record record, Place place) {
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                Object value = component.getAccessor().invoke(record);
                if (value != null) {
                    visit(value, place);
                }
            }
        } catch (java.lang.reflect.InvocationTargetException e) {
            if (e.getCause() instanceof DatabaseException wrong) {
                throw wrong;
            }
            throw new IllegalStateException(e);
        } catch (IllegalAccessException broken) {
            throw new IllegalStateException(broken);
        }
    }
}

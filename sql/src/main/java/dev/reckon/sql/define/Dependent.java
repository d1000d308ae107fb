package dev.reckon.sql.define;

import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.UserType;
import java.util.List;

/// Something that rests on another object, and goes away with it: an object, or a part of a table
/// or composite type.
///
/// @param part what of the object; the whole of it, or a constraint, a column or its default
/// @param constraint the name of the constraint; empty for other parts
/// @param column the number of the column, 0 for other parts
record Dependent(CatalogObject object, Part part, String constraint, int column) {
    /// What goes away.
    enum Part {
        WHOLE,
        CONSTRAINT,
        COLUMN,
        DEFAULT
    }

    static Dependent whole(CatalogObject object) {
        return new Dependent(object, Part.WHOLE, "", 0);
    }

    static Dependent constraint(Table table, String name) {
        return new Dependent(table, Part.CONSTRAINT, name, 0);
    }

    static Dependent column(CatalogObject owner, int number) {
        return new Dependent(owner, Part.COLUMN, "", number);
    }

    static Dependent defaultOf(Table table, int number) {
        return new Dependent(table, Part.DEFAULT, "", number);
    }

    boolean isWhole() {
        return part == Part.WHOLE;
    }

    /// Returns what tells it from others, whatever version of its object it has.
    Object identity() {
        return List.of(object.oid(), part, constraint, column);
    }

    /// Returns the oid by which PostgreSQL orders it.
    long orderOid() {
        return part == Part.CONSTRAINT
                ? ((Table) object).constraint(constraint).orElseThrow().oid()
                : object.oid();
    }

    String columnName() {
        List<TableColumn> columns =
                object instanceof UserType.Composite type
                        ? type.columns()
                        : ((Table) object).columns();
        return columns.stream()
                .filter(each -> each.number() == column)
                .map(TableColumn::name)
                .findFirst()
                .orElseThrow();
    }
}

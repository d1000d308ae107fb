package dev.reckon.sql.define;

import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Dependency;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.catalog.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What rests on a column of a table, so that the column cannot simply go or change.
record ColumnUses(Definitions definitions, Table table, TableColumn column) {
    /// Returns the views, and the tables with a stored query, that read the column.
    List<CatalogObject> views() {
        var views = new ArrayList<CatalogObject>();
        for (CatalogObject object : definitions.catalog().objects()) {
            List<Dependency> needed =
                    switch (object) {
                        case View view -> view.definition().dependencies();
                        case Table each ->
                                each.definition()
                                        .map(definition -> definition.dependencies())
                                        .orElse(List.of());
                        default -> List.of();
                    };
            if (needed.contains(new Dependency(table.oid(), column.number()))) {
                views.add(object);
            }
        }
        return views;
    }

    /// Returns the triggers that fire for changes of the column, or ask for its value.
    List<Trigger> triggers() {
        return definitions.catalog().triggers(table.oid()).stream()
                .filter(trigger -> TriggerDefinitions.uses(trigger, column))
                .sorted(Comparator.comparingLong(Trigger::oid))
                .toList();
    }

    /// Returns the generated columns that are computed from the column.
    List<TableColumn> generated() {
        return table.columns().stream()
                .filter(each ->
                        each.generatedText()
                                .filter(text -> RowTexts.reads(text, column.name()))
                                .isPresent())
                .toList();
    }

    /// Returns the foreign keys of other tables that refer to the column, worded for a message.
    List<String> foreignKeys() {
        var names = new ArrayList<String>();
        for (Table referencing : definitions.catalog().referencing(table.oid())) {
            for (Constraint constraint : referencing.constraints()) {
                if (referencing.oid() != table.oid()
                        && constraint.rule() instanceof Constraint.ForeignKey key
                        && key.referencedOid() == table.oid()
                        && key.referencedColumns().contains(column.number())) {
                    names.add(
                            "constraint " + constraint.name() + " on table " + referencing.name());
                }
            }
        }
        return names;
    }

    /// Takes those foreign keys from their tables.
    void dropForeignKeys() {
        for (Table referencing : List.copyOf(definitions.catalog().referencing(table.oid()))) {
            List<Constraint> kept =
                    referencing.constraints().stream()
                            .filter(constraint ->
                                    !(constraint.rule() instanceof Constraint.ForeignKey key
                                            && key.referencedOid() == table.oid()
                                            && key.referencedColumns().contains(column.number())))
                            .toList();
            if (kept.size() != referencing.constraints().size()) {
                definitions.put(referencing.withConstraints(kept));
            }
        }
    }
}

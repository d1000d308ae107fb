package dev.reckon.sql.parse;

import dev.reckon.sql.ast.DataStatement.Accessor;
import dev.reckon.sql.ast.DataStatement.Assignment;
import dev.reckon.sql.ast.DataStatement.ConflictTarget;
import dev.reckon.sql.ast.DataStatement.Delete;
import dev.reckon.sql.ast.DataStatement.Insert;
import dev.reckon.sql.ast.DataStatement.Merge;
import dev.reckon.sql.ast.DataStatement.MergeAction;
import dev.reckon.sql.ast.DataStatement.MergeBranch;
import dev.reckon.sql.ast.DataStatement.OnConflict;
import dev.reckon.sql.ast.DataStatement.Overriding;
import dev.reckon.sql.ast.DataStatement.TargetColumn;
import dev.reckon.sql.ast.DataStatement.Update;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.IndexElement;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.TableReference;
import java.util.List;
import java.util.Optional;

/// Writes statements that change rows.
final class DataPrinter {
    private final Deparser.Printers printers;
    private final StringBuilder out;

    DataPrinter(Deparser.Printers printers) {
        this.printers = printers;
        this.out = printers.out;
    }

    void print(Insert insert) {
        insert.with().ifPresent(printers.queries::with);
        out.append("INSERT INTO ");
        printers.name(insert.table().parts());
        insert.alias()
                .ifPresent(alias -> out.append(" AS ").append(Identifiers.quote(alias.name())));
        targets(insert.columns());
        overriding(insert.overriding());
        out.append(' ');
        if (insert.source().isPresent()) {
            printers.queries.print(insert.source().get());
        } else {
            out.append("DEFAULT VALUES");
        }
        insert.onConflict().ifPresent(this::onConflict);
        returning(insert.returning());
    }

    private void targets(List<TargetColumn> columns) {
        if (!columns.isEmpty()) {
            out.append(" (");
            targetList(columns);
            out.append(')');
        }
    }

    private void targetList(List<TargetColumn> columns) {
        String separator = "";
        for (TargetColumn column : columns) {
            out.append(separator);
            target(column);
            separator = ", ";
        }
    }

    private void target(TargetColumn column) {
        out.append(Identifiers.quote(column.name()));
        for (Accessor accessor : column.path()) {
            switch (accessor) {
                case Accessor.Field field ->
                        out.append('.').append(Identifiers.quote(field.name()));
                case Accessor.Element element -> {
                    out.append('[');
                    printers.expressions.print(element.index());
                    out.append(']');
                }
                case Accessor.Range range -> {
                    printers.queries.expression("[", range.lower());
                    out.append(range.lower().isPresent() ? ":" : "[:");
                    printers.queries.expression("", range.upper());
                    out.append(']');
                }
            }
        }
    }

    private void overriding(Overriding overriding) {
        if (overriding != Overriding.NONE) {
            out.append(" OVERRIDING ").append(overriding.name()).append(" VALUE");
        }
    }

    private void onConflict(OnConflict conflict) {
        out.append(" ON CONFLICT");
        conflict.target().ifPresent(this::conflictTarget);
        if (conflict.update().isEmpty()) {
            out.append(" DO NOTHING");
            return;
        }
        out.append(" DO UPDATE SET ");
        assignments(conflict.update());
        printers.queries.expression(" WHERE ", conflict.where());
    }

    private void conflictTarget(ConflictTarget target) {
        switch (target) {
            case ConflictTarget.Constraint constraint ->
                    out.append(" ON CONSTRAINT ").append(Identifiers.quote(constraint.name()));
            case ConflictTarget.Inferred inferred -> {
                String separator = " (";
                for (IndexElement element : inferred.elements()) {
                    out.append(separator);
                    element(element);
                    separator = ", ";
                }
                out.append(')');
                printers.queries.expression(" WHERE ", inferred.where());
            }
        }
    }

    private void element(IndexElement element) {
        boolean column = element.expression() instanceof Expression.ColumnReference;
        out.append(column ? "" : "(");
        printers.expressions.print(element.expression());
        out.append(column ? "" : ")");
        element.collation()
                .ifPresent(collation -> {
                    out.append(" COLLATE ");
                    printers.name(collation.parts());
                });
        element.operatorClass()
                .ifPresent(operatorClass -> {
                    out.append(' ');
                    printers.name(operatorClass.parts());
                });
        printers.queries.ordering(element.direction(), element.nulls());
    }

    private void assignments(List<Assignment> assignments) {
        String separator = "";
        for (Assignment assignment : assignments) {
            out.append(separator);
            switch (assignment) {
                case Assignment.Single single -> {
                    target(single.column());
                    out.append(" = ");
                    printers.expressions.print(single.value());
                }
                case Assignment.Multiple multiple -> {
                    out.append('(');
                    targetList(multiple.columns());
                    out.append(") = ");
                    printers.expressions.print(multiple.source());
                }
            }
            separator = ", ";
        }
    }

    private void returning(List<SelectItem> items) {
        if (!items.isEmpty()) {
            out.append(" RETURNING ");
            printers.queries.items(items);
        }
    }

    private void where(Optional<Expression> where) {
        printers.queries.expression(" WHERE ", where);
    }

    private void from(String word, List<TableReference> references) {
        if (!references.isEmpty()) {
            out.append(word);
            printers.from.list(references);
        }
    }

    void print(Update update) {
        update.with().ifPresent(printers.queries::with);
        out.append("UPDATE ");
        printers.from.table(update.table());
        out.append(" SET ");
        assignments(update.assignments());
        from(" FROM ", update.from());
        where(update.where());
        returning(update.returning());
    }

    void print(Delete delete) {
        delete.with().ifPresent(printers.queries::with);
        out.append("DELETE FROM ");
        printers.from.table(delete.table());
        from(" USING ", delete.using());
        where(delete.where());
        returning(delete.returning());
    }

    void print(Merge merge) {
        merge.with().ifPresent(printers.queries::with);
        out.append("MERGE INTO ");
        printers.from.table(merge.table());
        out.append(" USING ");
        printers.from.print(merge.source());
        out.append(" ON ");
        printers.expressions.print(merge.on());
        for (MergeBranch branch : merge.branches()) {
            out.append(branch.matched() ? " WHEN MATCHED" : " WHEN NOT MATCHED");
            printers.queries.expression(" AND ", branch.condition());
            out.append(" THEN ");
            action(branch.action());
        }
    }

    private void action(MergeAction action) {
        switch (action) {
            case MergeAction.Nothing ignored -> out.append("DO NOTHING");
            case MergeAction.Delete ignored -> out.append("DELETE");
            case MergeAction.Update update -> {
                out.append("UPDATE SET ");
                assignments(update.assignments());
            }
            case MergeAction.Insert insert -> {
                out.append("INSERT");
                targets(insert.columns());
                overriding(insert.overriding());
                if (insert.values().isEmpty()) {
                    out.append(" DEFAULT VALUES");
                } else {
                    out.append(" VALUES (");
                    printers.expressions.list(insert.values());
                    out.append(')');
                }
            }
        }
    }
}

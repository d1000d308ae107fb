package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.SyntaxTrees;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.parse.Parser;
import java.util.List;

/// The expressions over a table's own row that are kept as text: checks, generated columns, keys
/// and conditions of indexes.
final class RowTexts {
    private RowTexts() {}

    /// Returns whether an expression reads a column.
    static boolean reads(String text, String column) {
        if (text.isEmpty()) {
            return false;
        }
        boolean[] found = {false};
        SyntaxTrees.visit(
                Parser.parseExpression(text),
                node ->
                        found[0] |=
                                node instanceof Expression.ColumnReference reference
                                        && reference.names().getLast().equals(column));
        return found[0];
    }

    private static String renamed(String text, String before, String after) {
        if (!reads(text, before)) {
            return text;
        }
        return Deparser.deparse(
                SyntaxTrees.map(
                        Parser.parseExpression(text),
                        node -> {
                            if (!(node instanceof Expression.ColumnReference reference)
                                    || !reference.names().getLast().equals(before)) {
                                return node;
                            }
                            return new Expression.ColumnReference(
                                    List.of(after), reference.position());
                        }));
    }

    /// Returns a table whose checks and generated columns name a column by its new name.
    static Table withRenamed(Table table, String before, String after) {
        List<Constraint> constraints =
                table.constraints().stream()
                        .map(each ->
                                each.rule() instanceof Constraint.Check(String text, boolean only)
                                        ? each.withRule(
                                                new Constraint.Check(
                                                        renamed(text, before, after), only))
                                        : each)
                        .toList();
        List<TableColumn> columns =
                table.columns().stream()
                        .map(each ->
                                each.withGenerated(
                                        each.generatedText()
                                                .map(text -> renamed(text, before, after))))
                        .toList();
        return table.withConstraints(constraints)
                .withColumns(columns)
                .withKeyExpressions(text -> renamed(text, before, after));
    }

    /// Returns a trigger whose condition names a column by its new name.
    static Trigger withRenamed(Trigger trigger, String before, String after) {
        return trigger.withCondition(
                trigger.condition()
                        .filter(text -> reads(text, before))
                        .map(text ->
                                Deparser.deparse(
                                        SyntaxTrees.map(
                                                Parser.parseExpression(text),
                                                node -> ofRow(node, before, after))))
                        .or(trigger::condition));
    }

    /// Changes the name of a column of the rows `old` and `new`.
    private static Object ofRow(Object node, String before, String after) {
        return node instanceof Expression.ColumnReference reference
                        && reference.names().size() == 2
                        && reference.names().getLast().equals(before)
                ? new Expression.ColumnReference(
                        List.of(reference.names().getFirst(), after), reference.position())
                : node;
    }

    /// Returns an index whose expressions name a column by its new name.
    ///
    /// @param number the column's number
    static Index withRenamed(Index index, int number, String before, String after) {
        return index.withExpressions(text -> renamed(text, before, after))
                .withColumnNamed(number, after);
    }
}

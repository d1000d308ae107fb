package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SyntaxTrees;
import dev.reckon.sql.catalog.CatalogObject;
import dev.reckon.sql.catalog.Constraint;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.Trigger;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.catalog.ViewDefinition;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.parse.Parser;
import java.util.List;
import java.util.function.BinaryOperator;

/// Everything of the catalog that is kept as text in its resolved form: queries of views, defaults,
/// checks, generated columns, keys and conditions of indexes. As names in them are whole, a change
/// of an object's name is made in all of them.
record StoredTexts(Definitions definitions) {
    /// Rewrites all texts.
    ///
    /// @param change makes a node's new form of the node and of its copy with changed children
    void rewrite(BinaryOperator<Object> change) {
        for (CatalogObject object : List.copyOf(definitions.catalog().objects())) {
            CatalogObject changed =
                    switch (object) {
                        case View view ->
                                view.withDefinition(query(view.definition(), change))
                                        .withColumns(columns(view.columns(), change));
                        case Table table -> table(table, change);
                        case Index index -> index.withExpressions(text -> expression(text, change));
                        case UserType.Domain domain -> domain(domain, change);
                        case Routine routine -> routine(routine, change);
                        case Trigger trigger ->
                                trigger.withCondition(
                                        trigger.condition().map(text -> expression(text, change)));
                        default -> object;
                    };
            if (!changed.equals(object)) {
                definitions.put(changed);
            }
        }
    }

    private static ViewDefinition query(ViewDefinition definition, BinaryOperator<Object> change) {
        var query = (Query) Parser.parse(definition.text()).getFirst().statement();
        Query changed = SyntaxTrees.rewrite(query, change);
        return changed.equals(query)
                ? definition
                : new ViewDefinition(
                        Deparser.deparse(changed),
                        definition.searchPath(),
                        definition.dependencies());
    }

    private static String expression(String text, BinaryOperator<Object> change) {
        if (text.isEmpty()) {
            return text;
        }
        Expression expression = Parser.parseExpression(text);
        Expression changed = SyntaxTrees.rewrite(expression, change);
        return changed.equals(expression) ? text : Deparser.deparse(changed);
    }

    private static List<TableColumn> columns(
            List<TableColumn> columns, BinaryOperator<Object> change) {
        return columns.stream()
                .map(column ->
                        column.withDefault(
                                        column.defaultText().map(text -> expression(text, change)))
                                .withGenerated(
                                        column.generatedText()
                                                .map(text -> expression(text, change))))
                .toList();
    }

    private static Table table(Table table, BinaryOperator<Object> change) {
        List<Constraint> constraints =
                table.constraints().stream()
                        .map(each ->
                                each.rule() instanceof Constraint.Check(String text, boolean only)
                                        ? each.withRule(
                                                new Constraint.Check(
                                                        expression(text, change), only))
                                        : each)
                        .toList();
        return table.withColumns(columns(table.columns(), change))
                .withConstraints(constraints)
                .withKeyExpressions(text -> expression(text, change))
                .withDefinition(table.definition().map(each -> query(each, change)));
    }

    private static UserType.Domain domain(UserType.Domain domain, BinaryOperator<Object> change) {
        return new UserType.Domain(
                domain.header(),
                domain.arrayOid(),
                domain.base(),
                domain.modifier(),
                domain.notNull(),
                domain.defaultText().map(text -> expression(text, change)),
                domain.constraints().stream()
                        .map(each ->
                                new UserType.DomainConstraint(
                                        each.oid(),
                                        each.name(),
                                        expression(each.text(), change),
                                        each.validated()))
                        .toList());
    }

    private static Routine routine(Routine routine, BinaryOperator<Object> change) {
        return routine.withParameters(
                routine.parameters().stream()
                        .map(each ->
                                new Routine.Parameter(
                                        each.mode(),
                                        each.name(),
                                        each.type(),
                                        each.defaultText().map(text -> expression(text, change))))
                        .toList());
    }
}

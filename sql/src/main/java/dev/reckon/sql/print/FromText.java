package dev.reckon.sql.print;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.TableReference.Alias;
import dev.reckon.sql.ast.TableReference.FunctionItem;
import dev.reckon.sql.ast.TableReference.Join;
import dev.reckon.sql.parse.Identifiers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Prints what stands in FROM.
final class FromText {
    private final DefinitionPrinter.Printers printers;
    private final Layout text;

    FromText(DefinitionPrinter.Printers printers) {
        this.printers = printers;
        this.text = printers.text;
    }

    /// Each item but the first begins a line.
    void print(List<TableReference> items) {
        boolean first = true;
        for (TableReference item : items) {
            if (first) {
                text.clause(" FROM ", 2);
                print(item);
            } else {
                text.append(", ");
                Layout one = text.item();
                new DefinitionPrinter.Printers(one, printers.naming).from.print(item);
                if (one.startsWithBreak()) {
                    text.trim();
                } else {
                    text.clause("", Layout.ITEM);
                }
                text.append(one.toString());
            }
            first = false;
        }
    }

    private void print(TableReference item) {
        switch (item) {
            case TableReference.Table table -> table(table);
            case TableReference.Subquery subquery -> {
                text.append(subquery.lateral() ? "LATERAL " : "").append("(");
                printers.subquery(subquery.query(), List.of(), true);
                text.append(")");
                alias(subquery.alias());
            }
            case TableReference.Functions functions -> functions(functions);
            case Join join -> join(join);
            case TableReference.Unsupported unsupported ->
                    throw new IllegalArgumentException(
                            "cannot be written: " + unsupported.feature());
        }
    }

    private void table(TableReference.Table table) {
        text.append(table.only() ? "ONLY " : "").append(printers.naming.relation(table.name()));
        alias(table.alias(), new ColumnAliases(printers.naming).printed(table));
        table.sample()
                .ifPresent(sample -> {
                    text.append(" TABLESAMPLE ").append(Identifiers.quote(sample.method().name()));
                    text.append(" (");
                    printers.expressions.list(sample.arguments());
                    text.append(")");
                    sample.seed()
                            .ifPresent(seed -> {
                                text.append(" REPEATABLE (");
                                printers.expressions.print(seed);
                                text.append(")");
                            });
                });
    }

    private void functions(TableReference.Functions functions) {
        text.append(functions.lateral() ? "LATERAL " : "");
        List<FunctionItem> items = functions.functions();
        if (functions.rowsFrom()) {
            text.append("ROWS FROM(");
            String separator = "";
            for (FunctionItem item : items) {
                text.append(separator);
                call(item.call());
                if (!item.columns().isEmpty()) {
                    text.append(" AS ");
                    definitions(item.columns());
                }
                separator = ", ";
            }
            text.append(")");
        } else {
            call(items.getFirst().call());
        }
        text.append(functions.ordinality() ? " WITH ORDINALITY" : "");
        alias(functions.alias());
        if (!functions.rowsFrom() && !items.getFirst().columns().isEmpty()) {
            definitions(items.getFirst().columns());
        }
    }

    /// Here only the form of a cast that looks like a call can stand.
    private void call(Expression call) {
        if (call instanceof Expression.Cast cast) {
            text.append("CAST(");
            printers.expressions.print(cast.operand());
            text.append(" AS ").append(printers.naming.type(cast.type())).append(")");
        } else {
            printers.expressions.print(call);
        }
    }

    private void definitions(List<TableElement.Column> columns) {
        String separator = "(";
        for (TableElement.Column column : columns) {
            text.append(separator).append(Identifiers.quote(column.name()));
            column.type().ifPresent(type -> text.append(" ").append(printers.naming.type(type)));
            separator = ", ";
        }
        text.append(")");
    }

    private void alias(Optional<Alias> alias) {
        alias(alias, alias.map(Alias::columns).orElse(List.of()));
    }

    private void alias(Optional<Alias> alias, List<String> columns) {
        alias.ifPresent(present -> {
            text.append(" ").append(Identifiers.quote(present.name()));
            names(text, columns);
        });
    }

    /// Prints names in parentheses, or nothing.
    static void names(Layout text, List<String> names) {
        if (!names.isEmpty()) {
            text.append("(").append(joined(names)).append(")");
        }
    }

    static String joined(List<String> names) {
        return names.stream().map(Identifiers::quote).collect(Collectors.joining(", "));
    }

    private void join(Join join) {
        boolean wraps = !text.pretty() || join.alias().isPresent();
        boolean wrapsRight =
                text.pretty() && join.right() instanceof Join right && right.alias().isEmpty();
        text.append(wraps ? "(" : "");
        print(join.left());
        boolean conditional = join.on().isPresent() || !join.using().isEmpty();
        String word =
                switch (join.kind()) {
                    case INNER, CROSS -> conditional ? " JOIN " : " CROSS JOIN ";
                    case LEFT -> " LEFT JOIN ";
                    case RIGHT -> " RIGHT JOIN ";
                    case FULL -> " FULL JOIN ";
                };
        text.line(word, -Layout.QUERY, Layout.QUERY, Layout.JOIN);
        text.append(wrapsRight ? "(" : "");
        print(join.right());
        text.append(wrapsRight ? ")" : "");
        if (!join.using().isEmpty()) {
            text.append(" USING ");
            names(text, join.using());
            join.usingAlias()
                    .ifPresent(
                            alias -> text.append(" AS ").append(Identifiers.quote(alias.name())));
        } else if (join.on().isPresent()) {
            text.append(" ON ").append(text.pretty() ? "" : "(");
            printers.expressions.print(join.on().get());
            text.append(text.pretty() ? "" : ")");
        } else if (word.charAt(1) != 'C') {
            text.append(" ON TRUE");
        }
        text.append(wraps ? ")" : "");
        alias(join.alias(), new ColumnAliases(printers.naming).printed(join));
    }
}

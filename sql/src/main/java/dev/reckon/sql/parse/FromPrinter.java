package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.TableElement;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.TableReference.Alias;
import dev.reckon.sql.ast.TableReference.FunctionItem;
import dev.reckon.sql.ast.TableReference.Functions;
import dev.reckon.sql.ast.TableReference.Join;
import dev.reckon.sql.ast.TableReference.JoinKind;
import dev.reckon.sql.ast.TableReference.Sample;
import dev.reckon.sql.ast.TableReference.Subquery;
import dev.reckon.sql.ast.TableReference.Table;
import java.util.List;
import java.util.Optional;

/// Writes what stands in `FROM`.
final class FromPrinter {
    private final Deparser.Printers printers;
    private final StringBuilder out;

    FromPrinter(Deparser.Printers printers) {
        this.printers = printers;
        this.out = printers.out;
    }

    void list(List<TableReference> references) {
        String separator = "";
        for (TableReference reference : references) {
            out.append(separator);
            print(reference);
            separator = ", ";
        }
    }

    void print(TableReference reference) {
        switch (reference) {
            case Table table -> table(table);
            case Subquery subquery -> {
                out.append(subquery.lateral() ? "LATERAL (" : "(");
                printers.queries.print(subquery.query());
                out.append(')');
                alias(subquery.alias());
            }
            case Functions functions -> functions(functions);
            case Join join -> join(join);
            case TableReference.Unsupported unsupported ->
                    throw new IllegalArgumentException(
                            "cannot be written: " + unsupported.feature());
        }
    }

    void table(Table table) {
        out.append(table.only() ? "ONLY " : "");
        printers.name(table.name().parts());
        alias(table.alias());
        table.sample().ifPresent(this::sample);
    }

    private void sample(Sample sample) {
        out.append(" TABLESAMPLE ");
        printers.name(sample.method().parts());
        out.append('(');
        printers.expressions.list(sample.arguments());
        out.append(')');
        sample.seed()
                .ifPresent(seed -> {
                    out.append(" REPEATABLE (");
                    printers.expressions.print(seed);
                    out.append(')');
                });
    }

    private void functions(Functions functions) {
        out.append(functions.lateral() ? "LATERAL " : "");
        if (functions.rowsFrom()) {
            out.append("ROWS FROM (");
            String separator = "";
            for (FunctionItem item : functions.functions()) {
                out.append(separator);
                call(item.call());
                if (!item.columns().isEmpty()) {
                    out.append(" AS ");
                    columns(item.columns());
                }
                separator = ", ";
            }
            out.append(')');
            out.append(functions.ordinality() ? " WITH ORDINALITY" : "");
            alias(functions.alias());
            return;
        }
        FunctionItem item = functions.functions().getFirst();
        call(item.call());
        out.append(functions.ordinality() ? " WITH ORDINALITY" : "");
        alias(functions.alias());
        if (!item.columns().isEmpty()) {
            columns(item.columns());
        }
    }

    /// Here only the form of a cast that looks like a call can stand.
    private void call(Expression call) {
        if (call instanceof Expression.Cast cast) {
            printers.expressions.castCall(cast);
        } else {
            printers.expressions.print(call);
        }
    }

    private void columns(List<TableElement.Column> columns) {
        String separator = "(";
        for (TableElement.Column column : columns) {
            out.append(separator).append(Identifiers.quote(column.name())).append(' ');
            column.type().ifPresent(printers.types::print);
            column.collation()
                    .ifPresent(collation -> {
                        out.append(" COLLATE ");
                        printers.name(collation.parts());
                    });
            separator = ", ";
        }
        out.append(')');
    }

    private void alias(Optional<Alias> alias) {
        alias.ifPresent(present -> {
            out.append(" AS ");
            if (!present.name().isEmpty()) {
                out.append(Identifiers.quote(present.name()));
            }
            printers.queries.columns(present.columns());
        });
    }

    private void join(Join join) {
        out.append(join.alias().isPresent() ? "(" : "");
        print(join.left());
        out.append(join.natural() ? " NATURAL" : "");
        out.append(join.kind() == JoinKind.INNER ? " JOIN " : " " + join.kind().name() + " JOIN ");
        boolean nested = join.right() instanceof Join right && right.alias().isEmpty();
        out.append(nested ? "(" : "");
        print(join.right());
        out.append(nested ? ")" : "");
        printers.queries.expression(" ON ", join.on());
        if (!join.using().isEmpty()) {
            out.append(" USING ");
            printers.queries.columns(join.using());
            alias(join.usingAlias());
        }
        out.append(join.alias().isPresent() ? ")" : "");
        alias(join.alias());
    }
}

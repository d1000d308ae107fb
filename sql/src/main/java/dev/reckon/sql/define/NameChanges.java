package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SelectItem;
import dev.reckon.sql.ast.SyntaxTrees;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.sql.parse.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Changes of names, made in the texts that are bound to what is called so. Each is to be called
/// before the object itself is changed.
record NameChanges(Definitions definitions) {
    private String schema(long oid) {
        return definitions.catalog().schemaName(oid);
    }

    /// A relation gets another name or schema: a query that gave it no alias knows it by the new
    /// name from now on.
    void relation(Relation relation, String newSchema, String newName) {
        List<String> before = List.of(schema(relation.schemaOid()), relation.name());
        List<String> after = List.of(newSchema, newName);
        new StoredTexts(definitions)
                .rewrite((original, copy) -> relation(original, copy, before, after));
    }

    private static Object relation(
            Object original, Object copy, List<String> before, List<String> after) {
        return switch (copy) {
            case TableReference.Table table when table.name().parts().equals(before) ->
                    new TableReference.Table(
                            new QualifiedName(after, -1),
                            table.only(),
                            table.alias(),
                            table.sample(),
                            table.position());
            case Expression.Cast cast -> object(cast, before, after);
            case TypeName type when type.name().parts().equals(before) -> renamed(type, after);
            case Query query
                    when ((Query) original).body() instanceof Query.Select select
                            && leaves(select).stream()
                                    .anyMatch(each ->
                                            each.name().parts().equals(before)
                                                    && each.alias().isEmpty()) ->
                    SyntaxTrees.map(
                            query, node -> qualifier(node, before.getLast(), after.getLast()));
            default -> copy;
        };
    }

    /// A name in a constant of type `regclass`.
    private static Expression.Cast object(
            Expression.Cast cast, List<String> before, List<String> after) {
        boolean names =
                cast.operand() instanceof Expression.StringConstant text
                        && cast.type().name().name().equals("regclass")
                        && Parser.parseType(text.value()).name().parts().equals(before);
        if (!names) {
            return cast;
        }
        String path =
                Identifiers.quote(after.getFirst()) + "." + Identifiers.quote(after.getLast());
        return new Expression.Cast(
                new Expression.StringConstant(path, -1), cast.type(), cast.form(), cast.position());
    }

    private static Object qualifier(Object node, String before, String after) {
        return switch (node) {
            case Expression.ColumnReference reference
                    when reference.names().size() == 2
                            && reference.names().getFirst().equals(before) ->
                    new Expression.ColumnReference(
                            List.of(after, reference.names().getLast()), reference.position());
            case Expression.Star star when star.qualifier().equals(List.of(before)) ->
                    new Expression.Star(List.of(after), star.position());
            case Query.Locking locking ->
                    new Query.Locking(
                            locking.strength(),
                            locking.of().stream()
                                    .map(name ->
                                            name.parts().equals(List.of(before))
                                                    ? new QualifiedName(List.of(after), -1)
                                                    : name)
                                    .toList(),
                            locking.whenLocked(),
                            locking.position());
            default -> node;
        };
    }

    /// Returns the tables that a query names in FROM, without those of its subqueries.
    private static List<TableReference.Table> leaves(Query.Select select) {
        var tables = new ArrayList<TableReference.Table>();
        select.from().forEach(item -> addLeaves(item, tables));
        return tables;
    }

    private static void addLeaves(TableReference item, List<TableReference.Table> tables) {
        switch (item) {
            case TableReference.Table table -> tables.add(table);
            case TableReference.Join join -> {
                addLeaves(join.left(), tables);
                addLeaves(join.right(), tables);
            }
            default -> {}
        }
    }

    /// A column of a relation gets another name: what shows it goes on under the old one.
    void column(Relation relation, String before, String after) {
        List<String> name = List.of(schema(relation.schemaOid()), relation.name());
        List<String> columns = relation.columns().stream().map(TableColumn::name).toList();
        new StoredTexts(definitions)
                .rewrite((original, copy) ->
                        copy instanceof Query query
                                        && ((Query) original).body() instanceof Query.Select select
                                ? column(query, select, name, columns, before, after)
                                : copy);
    }

    private static Query column(
            Query query,
            Query.Select select,
            List<String> name,
            List<String> columns,
            String before,
            String after) {
        Query changed = query;
        boolean joinsByName = joinsBy(select, before);
        for (TableReference.Table table : leaves(select)) {
            boolean fixed = table.alias().filter(each -> !each.columns().isEmpty()).isPresent();
            if (!table.name().parts().equals(name) || fixed) {
                continue;
            }
            String alias =
                    table.alias().map(TableReference.Alias::name).orElse(table.name().name());
            changed =
                    SyntaxTrees.rewrite(
                            changed,
                            joinsByName
                                    ? (_, copy) -> withColumns(copy, table, alias, columns)
                                    : (original, copy) ->
                                            mention(original, copy, alias, before, after));
        }
        return changed;
    }

    private static boolean joinsBy(Query.Select select, String column) {
        boolean[] found = {false};
        SyntaxTrees.visit(
                select.from(),
                node ->
                        found[0] |=
                                node instanceof TableReference.Join join
                                        && join.using().contains(column));
        return found[0];
    }

    /// Where tables are joined by the name of the column, the table keeps the names that its
    /// columns have had, as an alias.
    private static Object withColumns(
            Object copy, TableReference.Table table, String alias, List<String> columns) {
        return copy.equals(table)
                ? new TableReference.Table(
                        table.name(),
                        table.only(),
                        Optional.of(new TableReference.Alias(alias, columns, -1)),
                        table.sample(),
                        table.position())
                : copy;
    }

    private static Object mention(
            Object original, Object copy, String alias, String before, String after) {
        List<String> mention = List.of(alias, before);
        return switch (copy) {
            case Expression.ColumnReference reference when reference.names().equals(mention) ->
                    new Expression.ColumnReference(List.of(alias, after), reference.position());
            case SelectItem item
                    when item.alias().isEmpty()
                            && ((SelectItem) original).expression()
                                    instanceof Expression.ColumnReference reference
                            && reference.names().equals(mention) ->
                    new SelectItem(item.expression(), Optional.of(before), item.position());
            default -> copy;
        };
    }

    /// A type gets another name or schema.
    void type(long schemaOid, String name, String newSchema, String newName) {
        List<String> before = List.of(schema(schemaOid), name);
        new StoredTexts(definitions)
                .rewrite((_, copy) ->
                        copy instanceof TypeName type && type.name().parts().equals(before)
                                ? renamed(type, List.of(newSchema, newName))
                                : copy);
    }

    private static TypeName renamed(TypeName type, List<String> name) {
        return new TypeName(
                new QualifiedName(name, -1),
                type.modifiers(),
                type.arrayBounds(),
                type.interval(),
                type.setOf(),
                type.columnType(),
                type.position());
    }

    /// A function gets another name or schema.
    void routine(Routine routine, String newSchema, String newName) {
        List<String> before = List.of(schema(routine.schemaOid()), routine.name());
        int most = routine.argumentTypes().size();
        new StoredTexts(definitions)
                .rewrite((_, copy) ->
                        copy instanceof Expression.FunctionCall call
                                        && call.name().parts().equals(before)
                                        && call.arguments().size() <= most
                                ? renamed(call, List.of(newSchema, newName))
                                : copy);
    }

    private static Expression.FunctionCall renamed(
            Expression.FunctionCall call, List<String> name) {
        return new Expression.FunctionCall(
                new QualifiedName(name, -1),
                call.arguments(),
                call.star(),
                call.distinct(),
                call.variadic(),
                call.orderBy(),
                call.withinGroup(),
                call.filter(),
                call.over(),
                call.form(),
                call.position());
    }

    /// A schema gets another name.
    void schema(String before, String after) {
        new StoredTexts(definitions)
                .rewrite((_, copy) ->
                        switch (copy) {
                            case QualifiedName name
                                    when name.parts().size() == 2
                                            && name.parts().getFirst().equals(before) ->
                                    new QualifiedName(List.of(after, name.name()), -1);
                            case Expression.Cast cast -> inSchema(cast, before, after);
                            default -> copy;
                        });
    }

    private static Expression.Cast inSchema(Expression.Cast cast, String before, String after) {
        if (!(cast.operand() instanceof Expression.StringConstant text)
                || !cast.type().name().name().equals("regclass")) {
            return cast;
        }
        List<String> parts = Parser.parseType(text.value()).name().parts();
        return parts.size() == 2 && parts.getFirst().equals(before)
                ? object(cast, parts, List.of(after, parts.getLast()))
                : cast;
    }
}

package dev.reckon.sql.catalog;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.print.DefinitionPrinter;
import java.util.List;
import java.util.stream.Collectors;

/// Catalog objects as the SQL that makes them: what `pg_get_indexdef`, `pg_get_constraintdef`,
/// `pg_get_viewdef` and `pg_get_expr` print, as PostgreSQL words it.
///
/// @param pretty whether parentheses and schemas that change nothing are left out
public record ObjectText(CatalogNames names, boolean pretty) {
    private Catalog catalog() {
        return names.catalog();
    }

    private DefinitionPrinter printer() {
        return new DefinitionPrinter(new SessionNaming(names), pretty);
    }

    /// Returns `CREATE INDEX …`.
    public String index(Index index) {
        var text = new StringBuilder("CREATE ");
        Relation table = catalog().relation(index.tableOid()).orElseThrow();
        text.append(index.unique() ? "UNIQUE INDEX " : "INDEX ")
                .append(Identifiers.quote(index.name()))
                .append(((Table) table).isPartitioned() ? " ON ONLY " : " ON ")
                .append(pretty ? relationName(table) : qualified(table))
                .append(" USING ")
                .append(index.method())
                .append(" (")
                .append(index.keys().stream().map(this::key).collect(Collectors.joining(", ")))
                .append(')');
        if (!index.included().isEmpty()) {
            text.append(" INCLUDE (").append(columns(index.tableOid(), index.included()));
            text.append(')');
        }
        if (index.nullsNotDistinct()) {
            text.append(" NULLS NOT DISTINCT");
        }
        if (!index.header().options().isEmpty()) {
            text.append(" WITH (").append(options(index.header().options())).append(')');
        }
        index.predicate().ifPresent(p -> text.append(" WHERE ").append(expression(p)));
        return text.toString();
    }

    private static String options(List<String> options) {
        return options.stream()
                .map(option -> {
                    int equals = option.indexOf('=');
                    String value = option.substring(equals + 1);
                    boolean plain = Identifiers.quote(value).equals(value);
                    return option.substring(0, equals + 1)
                            + (plain ? value : Identifiers.literal(value));
                })
                .collect(Collectors.joining(", "));
    }

    /// Returns one column of an index, from 1, as in its definition but without its order.
    public String indexColumn(Index index, int number) {
        int included = number - index.keys().size();
        if (included > 0) {
            return included <= index.included().size()
                    ? columns(index.tableOid(), List.of(index.included().get(included - 1)))
                    : "";
        }
        Index.Key key = index.keys().get(number - 1);
        return key.columnNumber() == 0 ? keyExpression(key) : Identifiers.quote(key.name());
    }

    private String key(Index.Key key) {
        String text = key.columnNumber() == 0 ? keyExpression(key) : Identifiers.quote(key.name());
        if (key.descending()) {
            return text + " DESC" + (key.nullsFirst() ? "" : " NULLS LAST");
        }
        return text + (key.nullsFirst() ? " NULLS FIRST" : "");
    }

    private String keyExpression(Index.Key key) {
        return keyExpression(key.expression());
    }

    /// Function calls stand for themselves, other expressions in parentheses.
    private String keyExpression(String stored) {
        Expression expression = Parser.parseExpression(stored);
        String text = printer().expression(expression);
        boolean call =
                switch (expression) {
                    case Expression.FunctionCall _,
                            Expression.Coalesce _,
                            Expression.NullIf _,
                            Expression.Extreme _,
                            Expression.SessionValue _ ->
                            true;
                    default -> false;
                };
        return call ? text : "(" + text + ")";
    }

    /// Returns what follows `CONSTRAINT name`.
    public String constraint(Constraint constraint, Table table) {
        String columns = columns(table.oid(), constraint.columns());
        String text =
                switch (constraint.rule()) {
                    case Constraint.Unique(boolean primaryKey, long indexOid) ->
                            unique(primaryKey, indexOid) + columns + ")" + included(indexOid);
                    case Constraint.Check(String condition, boolean noInherit) ->
                            "CHECK ("
                                    + expression(condition)
                                    + ")"
                                    + (noInherit ? " NO INHERIT" : "");
                    case Constraint.ForeignKey key -> foreignKey(columns, key, table.oid());
                };
        return text
                + (constraint.deferrable() ? " DEFERRABLE" : "")
                + (constraint.initiallyDeferred() ? " INITIALLY DEFERRED" : "")
                + (constraint.validated() ? "" : " NOT VALID");
    }

    private String unique(boolean primaryKey, long indexOid) {
        boolean notDistinct =
                catalog().relation(indexOid).orElse(null) instanceof Index index
                        && index.nullsNotDistinct();
        return primaryKey
                ? "PRIMARY KEY ("
                : notDistinct ? "UNIQUE NULLS NOT DISTINCT (" : "UNIQUE (";
    }

    private String included(long indexOid) {
        return catalog().relation(indexOid).orElse(null) instanceof Index index
                        && !index.included().isEmpty()
                ? " INCLUDE (" + columns(index.tableOid(), index.included()) + ")"
                : "";
    }

    /// Returns a check of a domain, of which the value is called VALUE.
    public String check(UserType.DomainConstraint constraint) {
        return "CHECK ("
                + printer().domainCondition(Parser.parseExpression(constraint.text()))
                + ")"
                + (constraint.validated() ? "" : " NOT VALID");
    }

    private String foreignKey(String columns, Constraint.ForeignKey key, long tableOid) {
        Relation referenced = catalog().relation(key.referencedOid()).orElseThrow();
        String setColumns =
                key.deleteColumns().isEmpty()
                        ? ""
                        : " (" + columns(tableOid, key.deleteColumns()) + ")";
        return "FOREIGN KEY ("
                + columns
                + ") REFERENCES "
                + relationName(referenced)
                + "("
                + columns(referenced.oid(), key.referencedColumns())
                + ")"
                + (key.matchFull() ? " MATCH FULL" : "")
                + action(" ON UPDATE ", key.onUpdate())
                + action(" ON DELETE ", key.onDelete())
                + (key.onDelete() == Constraint.Action.NO_ACTION ? "" : setColumns);
    }

    private static String action(String event, Constraint.Action action) {
        return action == Constraint.Action.NO_ACTION ? "" : event + action.name().replace('_', ' ');
    }

    /// Returns the query of a view, ended as `pg_get_viewdef` ends it.
    ///
    /// @param relation the view, whose columns give the names
    public String query(Relation relation, ViewDefinition definition) {
        var query = (Query) Parser.parse(definition.text()).getFirst().statement();
        return printer().query(query, relation.columns().stream().map(TableColumn::name).toList());
    }

    /// Returns a query of a routine's body, with a semicolon.
    String query(Query query) {
        return printer().bodyQuery(query);
    }

    /// Returns `RANGE (a, b)`: what follows PARTITION BY.
    String partitionKey(Table table) {
        PartitionKey key = table.partitioning().key().orElseThrow();
        String columns =
                key.elements().stream()
                        .map(element ->
                                element.columnNumber() == 0
                                        ? keyExpression(element.expression())
                                        : columns(table.oid(), List.of(element.columnNumber())))
                        .collect(Collectors.joining(", "));
        return key.strategy() + " (" + columns + ")";
    }

    /// Returns an expression, or several between commas, of a check, a default, or an index; a
    /// partition's bound is printed already.
    public String expression(String stored) {
        boolean isBound = stored.equals("DEFAULT") || stored.startsWith("FOR VALUES ");
        if (isBound) {
            return stored;
        }
        return printer().expression(Parser.parseExpression(stored));
    }

    /// Returns the quoted names of columns of a table.
    String columns(long tableOid, List<Integer> numbers) {
        List<TableColumn> columns = catalog().relation(tableOid).orElseThrow().columns();
        return numbers.stream()
                .flatMap(number ->
                        columns.stream()
                                .filter(each -> each.number() == number)
                                .map(TableColumn::name))
                .map(Identifiers::quote)
                .collect(Collectors.joining(", "));
    }

    String relationName(Relation relation) {
        return names.relationName(relation.oid()).orElseThrow();
    }

    String qualified(Relation relation) {
        return Identifiers.quote(catalog().schemaName(relation.schemaOid()))
                + "."
                + Identifiers.quote(relation.name());
    }
}

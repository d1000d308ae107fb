package dev.reckon.sql.bind;

import dev.reckon.sql.ast.DataStatement;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.ConflictAction;
import dev.reckon.sql.plan.Insert;
import dev.reckon.sql.plan.Output;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Project;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import dev.reckon.sql.plan.Values;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Binds INSERT.
record InsertBinder(Binder binder) {
    BoundQuery bind(DataStatement.Insert insert, Scope outer) {
        WithBinder with = new WithBinder(binder, outer);
        insert.with().ifPresent(with::bind);
        var targets = new TargetBinder(binder);
        TargetRelation relation = targets.find(insert.table(), "insert into");
        relation.access('a');
        Target plain = targets.target(relation.table());
        Plan source = source(insert, relation, with.scope());
        String name =
                insert.alias().map(TableReference.Alias::name).orElse(relation.named().name());
        TargetRelation.Shown shown = relation.show(plain.row(), name);
        Target target = plain.withViewChecks(relation.checks(shown));
        Scope row = Scope.inside(with.scope());
        row.replace(Namespace.of(shown.row()));
        Optional<ConflictAction> action =
                insert.onConflict()
                        .map(conflict ->
                                new ConflictBinder(binder, relation, target, name)
                                        .bind(conflict, with.scope()));
        if (action.filter(each -> each.change().isPresent()).isPresent()) {
            relation.access('w');
        }
        ReturningBinder.Bound returning = new ReturningBinder(binder, row).bind(insert.returning());
        Plan plan = new Insert(source, target, action, returning.returning());
        return new BoundQuery(with.wrap(plan), returning.origins());
    }

    /// What a value is given for: a column, or a place in it.
    ///
    /// @param position of the column in the table
    private record Place(DataStatement.TargetColumn target, int position, TableColumn column) {}

    /// Returns what values are given for. A column may be named again for another place in it.
    ///
    /// @param count how many are given where they are not named
    private static List<Place> places(
            DataStatement.Insert insert, TargetRelation relation, int count) {
        var places = new ArrayList<Place>();
        var names = new HashSet<String>();
        if (insert.columns().isEmpty()) {
            for (int i = 0; i < Math.min(count, relation.columns().size()); i++) {
                String name = relation.columns().get(i).name();
                names.add(name);
                places.add(
                        place(
                                new DataStatement.TargetColumn(name, List.of(), -1),
                                relation.position(i, 'a'),
                                relation));
            }
        }
        for (DataStatement.TargetColumn column : insert.columns()) {
            names.add(column.name());
            places.add(
                    place(
                            column,
                            relation.position(column.name(), column.position(), 'a'),
                            relation));
        }
        requireOnce(places);
        relation.requireDefaults(names);
        return places;
    }

    private static Place place(
            DataStatement.TargetColumn target, int position, TargetRelation relation) {
        return new Place(target, position, relation.column(position));
    }

    private static void requireOnce(List<Place> places) {
        var whole = new HashSet<Integer>();
        var parts = new HashSet<Integer>();
        for (Place place : places) {
            boolean again =
                    place.target.path().isEmpty()
                            ? !whole.add(place.position) || parts.contains(place.position)
                            : whole.contains(place.position);
            if (again) {
                throw new DatabaseException(
                                SqlState.DUPLICATE_COLUMN,
                                "column \"" + place.target.name() + "\" specified more than once")
                        .at(place.target.position());
            }
            if (!place.target.path().isEmpty()) {
                parts.add(place.position);
            }
        }
    }

    /// Makes the rows to insert: all columns of the table in order, defaults in place.
    private Plan source(DataStatement.Insert insert, TargetRelation relation, Scope scope) {
        if (insert.source().isEmpty()) {
            relation.requireDefaults(Set.of());
            return complete(Values.oneRow(), Map.of(), relation);
        }
        Query query = insert.source().get();
        boolean plainValues =
                query.body() instanceof Query.Values
                        && query.with().isEmpty()
                        && query.orderBy().isEmpty()
                        && query.limit().isEmpty()
                        && query.offset().isEmpty()
                        && query.locking().isEmpty();
        return plainValues
                ? values((Query.Values) query.body(), insert, relation, scope)
                : select(query, insert, relation, scope);
    }

    private Plan values(
            Query.Values values,
            DataStatement.Insert insert,
            TargetRelation relation,
            Scope scope) {
        Table table = relation.table();
        var expressions = new ExpressionBinder(binder, Scope.inside(scope), Clause.VALUES);
        var assignments = AssignmentBinder.ofNewRow(expressions, relation);
        int width = values.rows().getFirst().size();
        List<Place> columns = places(insert, relation, width);
        boolean[] given = new boolean[table.columns().size()];
        var defaults = new HashMap<Integer, Scalar>();
        var rows = new ArrayList<List<Scalar>>(values.rows().size());
        for (List<Expression> row : values.rows()) {
            if (row.size() != width) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR, "VALUES lists must all be the same length")
                        .at(row.isEmpty() ? values.position() : row.getFirst().position());
            }
            boolean hasStar =
                    row.stream()
                            .anyMatch(each ->
                                    each instanceof Expression.Star
                                            || each instanceof Expression.FieldStar);
            requireWidth(row.size(), columns, insert, row);
            if (hasStar) {
                throw DatabaseException.notSupported("* in VALUES", "Name the columns.")
                        .at(values.position());
            }
            var complete = new ArrayList<Scalar>();
            for (int i = 0; i < table.columns().size(); i++) {
                complete.add(placeholder());
            }
            java.util.Arrays.fill(given, false);
            for (int i = 0; i < row.size(); i++) {
                DataStatement.TargetColumn target = columns.get(i).target;
                int position = columns.get(i).position;
                TableColumn column = columns.get(i).column;
                Expression expression = row.get(i);
                if (expression instanceof Expression.DefaultValue) {
                    if (!target.path().isEmpty()) {
                        throw AssignmentBinder.noDefault(target);
                    }
                    continue;
                }
                if (!isIgnored(column, insert)) {
                    requireInsertable(column, insert);
                    Scalar value = expressions.bind(expression);
                    Scalar before =
                            given[position]
                                    ? complete.get(position)
                                    : assignments.row().get(position);
                    complete.set(
                            position,
                            assignments.assigned(
                                    target, before, value, column, expression.position()));
                    given[position] = true;
                }
            }
            for (int i = 0; i < given.length; i++) {
                if (!given[i]) {
                    complete.set(
                            i,
                            defaults.computeIfAbsent(
                                    i, index -> assignments.defaultValue(relation.column(index))));
                }
            }
            rows.add(complete);
        }
        var named = new ArrayList<Column>();
        for (TableColumn column : table.columns()) {
            named.add(binder.newColumn(column.name(), column.type(), column.modifier()));
        }
        return new Values(named, rows);
    }

    private static Scalar placeholder() {
        return new Scalar.Constant(Value.Null.NULL, DataType.UNKNOWN, -1);
    }

    private static void requireWidth(
            int width, List<Place> columns, DataStatement.Insert insert, List<Expression> row) {
        if (width > columns.size()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "INSERT has more expressions than target columns")
                    .at(row.get(columns.size()).position());
        }
        if (!insert.columns().isEmpty() && width < columns.size()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "INSERT has more target columns than expressions")
                    .at(insert.columns().get(width).position());
        }
    }

    /// OVERRIDING USER VALUE ignores what is given for identity columns.
    private static boolean isIgnored(TableColumn column, DataStatement.Insert insert) {
        return insert.overriding() == DataStatement.Overriding.USER
                && column.identity() != TableColumn.Identity.NONE;
    }

    private static void requireInsertable(TableColumn column, DataStatement.Insert insert) {
        if (column.generatedText().isPresent()) {
            throw new DatabaseException(
                            SqlState.GENERATED_ALWAYS,
                            "cannot insert a non-DEFAULT value into column \""
                                    + column.name()
                                    + "\"")
                    .withDetail("Column \"" + column.name() + "\" is a generated column.");
        }
        if (column.identity() == TableColumn.Identity.ALWAYS
                && insert.overriding() == DataStatement.Overriding.NONE) {
            throw new DatabaseException(
                            SqlState.GENERATED_ALWAYS,
                            "cannot insert a non-DEFAULT value into column \""
                                    + column.name()
                                    + "\"")
                    .withDetail(
                            "Column \""
                                    + column.name()
                                    + "\" is an identity column defined as GENERATED ALWAYS.")
                    .withHint("Use OVERRIDING SYSTEM VALUE to override.");
        }
    }

    private Plan select(
            Query query, DataStatement.Insert insert, TargetRelation relation, Scope scope) {
        List<Place> columns = places(insert, relation, 0);
        BoundQuery bound = new QueryBinder(binder).bind(query, scope, false);
        int width = bound.columns().size();
        if (insert.columns().isEmpty()) {
            columns = places(insert, relation, width);
        }
        if (width > columns.size()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "INSERT has more expressions than target columns")
                    .at(itemPosition(query, columns.size()));
        }
        if (!insert.columns().isEmpty() && width < columns.size()) {
            throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "INSERT has more target columns than expressions")
                    .at(insert.columns().get(width).position());
        }
        Plan input = bound.plan();
        List<Scalar> values = new ArrayList<>();
        if (input instanceof Project(Plan below, List<Output> outputs)) {
            // Constants of yet unknown type take the columns' types.
            boolean unknown =
                    outputs.stream()
                            .anyMatch(output -> output.value().type().equals(DataType.UNKNOWN));
            if (unknown) {
                input = below;
                outputs.forEach(output -> values.add(output.value()));
            }
        }
        if (values.isEmpty()) {
            bound.columns().forEach(column -> values.add(column.value()));
        }
        var assignments =
                AssignmentBinder.ofNewRow(
                        new ExpressionBinder(binder, Scope.inside(scope), Clause.VALUES), relation);
        var given = new HashMap<Integer, Scalar>();
        for (int i = 0; i < width; i++) {
            DataStatement.TargetColumn target = columns.get(i).target;
            int position = columns.get(i).position;
            TableColumn column = columns.get(i).column;
            if (!isIgnored(column, insert)) {
                requireInsertable(column, insert);
                Scalar before = given.getOrDefault(position, assignments.row().get(position));
                given.put(
                        position,
                        assignments.assigned(
                                target, before, values.get(i), column, itemPosition(query, i)));
            }
        }
        return complete(input, given, relation);
    }

    private static int itemPosition(Query query, int index) {
        return query.body() instanceof Query.Select select && index < select.items().size()
                ? select.items().get(index).position()
                : -1;
    }

    /// Adds the defaults of the columns that are not given.
    private Plan complete(Plan input, Map<Integer, Scalar> given, TargetRelation relation) {
        Table table = relation.table();
        var outputs = new ArrayList<Output>();
        for (int i = 0; i < table.columns().size(); i++) {
            TableColumn column = table.columns().get(i);
            Scalar value =
                    given.containsKey(i)
                            ? given.get(i)
                            : AssignmentBinder.defaultValue(binder, relation.column(i));
            outputs.add(
                    new Output(
                            binder.newColumn(column.name(), column.type(), column.modifier()),
                            value));
        }
        return new Project(input, outputs);
    }
}

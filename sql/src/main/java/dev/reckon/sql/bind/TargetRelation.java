package dev.reckon.sql.bind;

import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.SearchPath;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.catalog.ViewShape;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The relation that a statement names as its target, and the table whose rows it changes: the same
/// one, or the table below a view, perhaps below several.
///
/// A view's rows are seen through the table's columns: its select list and its conditions are bound
/// over a row of the table, wherever that row is (scanned, to be inserted, changed).
final class TargetRelation {
    private final Binder binder;
    private final Relation named;

    /// The table that is named, or below the views that are.
    private final Table base;

    /// The table whose rows are changed: `base`, or one of its partitions.
    private final Table table;

    /// The views from the one that is named down to the one over the table; empty for a table.
    private final List<Layer> layers;

    /// A view on the way.
    ///
    /// @param inside binds its query, in the name of its owner
    private record Layer(View view, ViewShape shape, Binder inside) {}

    /// A condition of a view on the way, over a row of the table.
    record Condition(View view, Scalar value) {}

    /// A row of the table as the named relation shows it.
    ///
    /// @param conditions what the views ask of the row, the lowest view first
    record Shown(ScopeTable row, List<Condition> conditions) {}

    private TargetRelation(
            Binder binder, Relation named, Table base, Table table, List<Layer> layers) {
        this.binder = binder;
        this.named = named;
        this.base = base;
        this.table = table;
        this.layers = layers;
    }

    static TargetRelation of(Binder binder, Table table) {
        return new TargetRelation(binder, table, table, table, List.of());
    }

    /// Returns the same relation for changing those of its rows that a partition holds.
    TargetRelation in(Table partition) {
        return new TargetRelation(binder, named, base, partition, layers);
    }

    /// Returns whether the table is a partition of the one that is named.
    boolean isOfPartition() {
        return table.oid() != base.oid();
    }

    /// Returns whether triggers of a view do what is done with its rows: then that view stands for
    /// the table.
    boolean isTriggered() {
        return table.storageId() == Target.NO_STORAGE;
    }

    /// Binds the view whose triggers do what is done with its rows, to read them.
    ///
    /// @param reference as the statement names its target
    Plan triggeredRows(TableReference.Table reference, Scope outer) {
        if (layers.isEmpty()) {
            return new FromBinder(binder, Scope.inside(outer)).bind(List.of(reference));
        }
        Binder inside = layers.getLast().inside;
        var name =
                new QualifiedName(
                        List.of(inside.catalog.schemaName(table.schemaOid()), table.name()),
                        reference.position());
        return new FromBinder(inside, Scope.empty())
                .bind(
                        List.of(
                                new TableReference.Table(
                                        name,
                                        false,
                                        Optional.empty(),
                                        Optional.empty(),
                                        reference.position())));
    }

    /// Follows a view down to its table, or to a view whose triggers do what is done with its rows.
    ///
    /// @param verb what is done, for the error: `insert into`, `update`, `delete from`
    /// @throws DatabaseException 55000 when its rows are not rows of one table
    static TargetRelation of(Binder binder, View view, String verb) {
        var layers = new ArrayList<Layer>();
        Relation below = view;
        Binder outside = binder;
        while (below instanceof View each) {
            if (TriggerBinder.isTriggered(binder, each, verb)) {
                Table shape = Table.ofView(each);
                return new TargetRelation(binder, view, shape, shape, layers);
            }
            ViewShape shape = ViewShape.of(each, binder.catalog);
            if (shape.obstacle().isPresent()) {
                throw notUpdatable(each, verb, shape.obstacle().get());
            }
            Binder inside =
                    outside.nested(
                            new SearchPath(
                                    each.definition().searchPath(), binder.searchPath.temporary()),
                            new ParameterTypes(List.of(), 0),
                            each.isInvokers()
                                    ? Optional.empty()
                                    : Optional.of(each.header().ownerOid()),
                            each.definition().dependencies());
            layers.add(new Layer(each, shape, inside));
            if (!verb.equals("delete from")
                    && shape.columns().stream().noneMatch(source -> source.number() != 0)) {
                throw notUpdatable(
                        each,
                        verb,
                        "Views that have no updatable columns are not automatically updatable.");
            }
            outside = inside;
            below = shape.base().orElseThrow();
        }
        var base = (Table) below;
        return new TargetRelation(binder, view, base, base, layers);
    }

    private static DatabaseException notUpdatable(View view, String verb, String reason) {
        String event = verb.substring(0, verb.contains(" ") ? verb.indexOf(' ') : verb.length());
        String doing =
                switch (event) {
                    case "insert" -> "inserting into";
                    case "delete" -> "deleting from";
                    default -> "updating";
                };
        String upper = event.toUpperCase(java.util.Locale.ROOT);
        return new DatabaseException(
                        SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE,
                        "cannot " + verb + " view \"" + view.name() + "\"")
                .withDetail(reason)
                .withHint(
                        "To enable "
                                + doing
                                + " the view, provide an INSTEAD OF "
                                + upper
                                + " trigger or an unconditional ON "
                                + upper
                                + " DO INSTEAD rule.");
    }

    /// Returns the relation that the statement names.
    Relation named() {
        return named;
    }

    /// Returns the table whose rows are changed.
    Table table() {
        return table;
    }

    /// Returns the columns of the named relation.
    List<TableColumn> columns() {
        return named.columns();
    }

    /// Notes what is done with the named relation, and with those below by the owners of the views.
    ///
    /// @param kind as in [Accesses.Access#kinds]
    void access(char kind) {
        binder.access(named.oid(), kind);
        for (Layer layer : layers) {
            layer.inside.access(layer.shape.base().orElseThrow().oid(), kind);
        }
    }

    /// Finds the table's column that a column of the named relation is, to give it a value, and
    /// notes the access.
    ///
    /// @param kind `a` or `w`
    /// @return its position in the table
    /// @throws DatabaseException 42703 when there is no such column, 0A000 when it is none of the
    ///   table's
    int position(String name, int textPosition, char kind) {
        List<TableColumn> columns = named.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return position(i, kind);
            }
        }
        throw new DatabaseException(
                        SqlState.UNDEFINED_COLUMN,
                        "column \""
                                + name
                                + "\" of relation \""
                                + named.name()
                                + "\" does not exist")
                .at(textPosition);
    }

    /// Finds the table's column that a column of the named relation is, as [#position(String, int,
    /// char)].
    ///
    /// @param index of the column among those of the named relation
    int position(int index, char kind) {
        binder.accessColumn(named.oid(), named.columns().get(index).number(), kind);
        int position = index;
        for (Layer layer : layers) {
            ViewShape.Source source = layer.shape.columns().get(position);
            if (source.number() == 0) {
                throw new DatabaseException(
                                SqlState.FEATURE_NOT_SUPPORTED,
                                (kind == 'a'
                                                ? "cannot insert into column \""
                                                : "cannot update column \"")
                                        + layer.view.columns().get(position).name()
                                        + "\" of view \""
                                        + layer.view.name()
                                        + "\"")
                        .withDetail(source.reason());
            }
            Relation below = layer.shape.base().orElseThrow();
            layer.inside.accessColumn(below.oid(), source.number(), kind);
            position = index(below, source.number());
        }
        return isOfPartition()
                ? table.position(base.columns().get(position).name()).orElseThrow()
                : position;
    }

    private static int index(Relation relation, int number) {
        for (int i = 0; i < relation.columns().size(); i++) {
            if (relation.columns().get(i).number() == number) {
                return i;
            }
        }
        throw new IllegalStateException("no column " + number + " in " + relation.name());
    }

    /// Fails when a view has a default for a column that can take no value, as if it were given.
    ///
    /// @param given the columns that are given, by their names
    void requireDefaults(Set<String> given) {
        for (int i = 0; i < named.columns().size() && named instanceof View; i++) {
            TableColumn column = named.columns().get(i);
            if (column.defaultText().isPresent() && !given.contains(column.name())) {
                position(i, 'a');
            }
        }
    }

    /// Returns the table's column for giving it a value: its default is that of the uppermost view
    /// that has one for it.
    TableColumn column(int position) {
        TableColumn stored = table.columns().get(position);
        TableColumn column =
                isOfPartition()
                        ? base.columns().get(base.position(stored.name()).orElseThrow())
                        : stored;
        for (Layer layer : layers.reversed()) {
            for (int i = 0; i < layer.view.columns().size(); i++) {
                Optional<String> own = layer.view.columns().get(i).defaultText();
                if (own.isPresent() && isColumn(layer.view, i, column.number())) {
                    column = column.withDefault(own).withIdentity(TableColumn.Identity.NONE, 0);
                }
            }
        }
        return column;
    }

    private boolean isColumn(View view, int index, int number) {
        return ViewShape.tableColumn(view, view.columns().get(index).number(), binder.catalog)
                .filter(each -> each == number)
                .isPresent();
    }

    /// Binds what the named relation shows of a row of the table.
    ///
    /// @param row the table's columns in order, perhaps with the hidden key last
    /// @param name by which the row is referred to
    Shown show(List<Column> row, String name) {
        if (layers.isEmpty()) {
            return new Shown(baseRow(row, name), List.of());
        }
        var conditions = new ArrayList<Condition>();
        ScopeTable below = baseRow(row, base.name());
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            below = shown(layer, below, i == 0 ? name : layer.view.name(), conditions);
        }
        return new Shown(below, conditions);
    }

    private ScopeTable baseRow(List<Column> row, String name) {
        if (!isOfPartition()) {
            return TargetBinder.rowTable(table, row, name);
        }
        List<Column> asBase =
                PartitionConditions.positions(base, table).stream().map(row::get).toList();
        return TargetBinder.rowTable(base, asBase, name).storedIn(PartitionConditions.oid(table));
    }

    private static ScopeTable shown(
            Layer layer, ScopeTable below, String name, List<Condition> conditions) {
        var select = (Query.Select) layer.shape.query().body();
        var reference = (TableReference.Table) select.from().getFirst();
        String alias =
                reference.alias().map(TableReference.Alias::name).orElse(reference.name().name());
        List<ScopeColumn> columns =
                reference.alias().isEmpty()
                        ? below.columns()
                        : RelationBinder.renamed(below.columns(), reference.alias().get(), alias);
        Scope scope =
                Scope.of(
                        Namespace.of(
                                new ScopeTable(
                                        alias,
                                        "",
                                        columns,
                                        below.rowType(),
                                        below.tableOid(),
                                        ScopeTable.Kind.ROWS)));
        var expressions = new ExpressionBinder(layer.inside, scope, Clause.SELECT);
        List<SelectTarget> targets =
                new SelectBinder(layer.inside, layer.shape.query(), select, scope)
                        .bindTargets(select.items(), expressions, true);
        View view = layer.view;
        var named = new ArrayList<ScopeColumn>();
        for (int i = 0; i < view.columns().size(); i++) {
            TableColumn column = view.columns().get(i);
            named.add(
                    new ScopeColumn(
                            column.name(), targets.get(i).value(), view.oid(), column.number()));
        }
        select.where()
                .ifPresent(where ->
                        conditions.add(
                                new Condition(
                                        view,
                                        expressions
                                                .in(Clause.WHERE)
                                                .bindCondition(where, "WHERE"))));
        return new ScopeTable(
                name,
                "",
                named,
                UserType.ofRow(view.rowTypeOid(), view.name(), view.rowArrayOid()),
                view.oid(),
                ScopeTable.Kind.ROWS);
    }

    /// Returns those conditions of the views that a new row must meet: of the views WITH CHECK
    /// OPTION, and of those below a cascaded one.
    List<Scalar.NamedCheck> checks(Shown shown) {
        var checks = new ArrayList<Scalar.NamedCheck>();
        boolean cascaded = false;
        for (Layer layer : layers) {
            View.CheckOption option = layer.view.checkOption();
            cascaded |= option == View.CheckOption.CASCADED;
            if (cascaded || option == View.CheckOption.LOCAL) {
                for (Condition condition : shown.conditions) {
                    if (condition.view.oid() == layer.view.oid()) {
                        checks.addFirst(
                                new Scalar.NamedCheck(condition.view.name(), condition.value));
                    }
                }
            }
        }
        return checks;
    }
}

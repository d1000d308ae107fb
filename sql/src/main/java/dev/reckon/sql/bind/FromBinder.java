package dev.reckon.sql.bind;

import dev.reckon.sql.ast.TableReference;
import dev.reckon.sql.plan.Apply;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Join;
import dev.reckon.sql.plan.JoinKind;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.TableScan;
import dev.reckon.sql.plan.Values;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Binds FROM: fills a scope, and joins its items from the left. For one thread.
final class FromBinder {
    final Binder binder;
    final Scope scope;
    private final List<BoundTable> tables = new ArrayList<>();
    private final List<Scalar> conditions = new ArrayList<>();
    private boolean hasOther;
    private boolean hasWorkTable;
    private boolean locksRows;

    FromBinder(Binder binder, Scope scope) {
        this.binder = binder;
        this.scope = scope;
    }

    /// A stored table in FROM, or a view that shows its rows.
    ///
    /// @param name the alias, or its own name
    /// @param columns those of its rows
    /// @param parts the tables that hold its rows: itself, or its partitions
    record BoundTable(
            String name, TargetRelation relation, List<Column> columns, List<StoredPart> parts) {
        /// Makes one that is scanned.
        BoundTable(String name, TargetRelation relation, TableScan scan) {
            this(
                    name,
                    relation,
                    scan.columns(),
                    List.of(new StoredPart(scan.table(), UpdateBinder.key(scan))));
        }

        boolean isPartitioned() {
            return relation.table().isPartitioned();
        }
    }

    /// Where the key of a row is.
    ///
    /// @param key NULL in rows that are not of the table
    record StoredPart(TableSchema table, List<Column> key) {}

    /// An item's plan and names.
    record Item(Plan plan, Namespace namespace) {}

    /// Binds the items between commas, and puts their names into the scope.
    Plan bind(List<TableReference> references) {
        if (references.isEmpty()) {
            return Values.oneRow();
        }
        Item all = new Item(Values.oneRow(), Namespace.EMPTY);
        boolean first = true;
        for (TableReference reference : references) {
            Item item = bindReference(reference, all.namespace);
            requireNewNames(all.namespace, item.namespace, reference.position());
            all =
                    first
                            ? item
                            : new Item(
                                    join(
                                            JoinKind.INNER,
                                            all.plan,
                                            item.plan,
                                            Plans.TRUE,
                                            reference.position()),
                                    all.namespace.join(item.namespace));
            first = false;
        }
        scope.replace(all.namespace);
        return all.plan;
    }

    /// Tells that the rows of the tables are to be locked, those of views over tables too.
    void lockRows() {
        locksRows = true;
    }

    boolean locksRows() {
        return locksRows;
    }

    /// Adds the condition of a view of which the rows are to be locked.
    void addCondition(Scalar condition) {
        conditions.add(condition);
    }

    /// Returns a statement's condition with those of the views of which the rows are to be locked.
    Optional<Scalar> withConditions(Optional<Scalar> where) {
        var all = new ArrayList<>(conditions);
        where.ifPresent(all::add);
        return all.isEmpty() ? Optional.empty() : Optional.of(Plans.and(all));
    }

    /// Returns the stored tables, for FOR UPDATE and data-modifying statements.
    List<BoundTable> tables() {
        return tables;
    }

    void add(BoundTable table) {
        tables.add(table);
    }

    /// Returns a key column of a stored table, which is never NULL in its rows; empty for anything
    /// else.
    Optional<Scalar> key(ScopeTable named) {
        for (BoundTable table : tables) {
            Set<Integer> ids = new HashSet<>();
            table.columns().forEach(column -> ids.add(column.id()));
            boolean isOwn =
                    !named.columns().isEmpty()
                            && named.columns().stream()
                                    .allMatch(each ->
                                            each.value() instanceof Scalar.ColumnValue column
                                                    && ids.contains(column.id()));
            if (isOwn) {
                return table.isPartitioned()
                        ? named.rowTableOid()
                        : Optional.of(table.parts().getFirst().key().getFirst().value());
            }
        }
        return Optional.empty();
    }

    /// Remembers that FROM has the table of which a recursive query makes more rows.
    void addWorkTable() {
        hasWorkTable = true;
    }

    boolean hasWorkTable() {
        return hasWorkTable;
    }

    /// Remembers that FROM has something whose rows can't be locked.
    void addOther() {
        hasOther = true;
    }

    boolean hasOther() {
        return hasOther;
    }

    /// Binds one item.
    ///
    /// @param left what stands to the left of it, which LATERAL items can refer to
    Item bindReference(TableReference reference, Namespace left) {
        Item item = bindAny(reference, left);
        boolean shows =
                !(reference instanceof TableReference.Join join) || join.alias().isPresent();
        if (shows) {
            binder.notes()
                    .ifPresent(notes -> notes.item(reference, item.namespace.tables().getFirst()));
        }
        return item;
    }

    private Item bindAny(TableReference reference, Namespace left) {
        return switch (reference) {
            case TableReference.Table table -> new RelationBinder(this).bind(table);
            case TableReference.Subquery subquery -> {
                addOther();
                yield new DerivedBinder(this).bind(subquery, left);
            }
            case TableReference.Functions functions -> {
                addOther();
                yield new FunctionScanBinder(this).bind(functions, left);
            }
            case TableReference.Join join -> new JoinBinder(this).bind(join, left);
            case TableReference.Unsupported(String feature, int position) ->
                    throw DatabaseException.notSupported(
                                    feature, "PostgreSQL has it, Reckon has not yet.")
                            .at(position);
        };
    }

    /// Returns the scope of an item: it sees the items to its left when it is lateral.
    Scope itemScope(boolean lateral, Namespace left) {
        var inside = new Scope(scope.outer(), lateral ? left : Namespace.EMPTY);
        if (!lateral) {
            inside.hide(left);
        }
        return inside;
    }

    static void requireNewNames(Namespace left, Namespace right, int position) {
        for (ScopeTable table : right.tables()) {
            boolean repeated =
                    left.tables().stream()
                            .anyMatch(each ->
                                    each.name().equals(table.name())
                                            && (each.schema().equals(table.schema())
                                                    || each.tableOid() == 0
                                                    || table.tableOid() == 0
                                                    || each.schema().isEmpty()
                                                    || table.schema().isEmpty()));
            if (repeated && !table.name().isEmpty()) {
                throw new DatabaseException(
                                SqlState.DUPLICATE_ALIAS,
                                "table name \"" + table.name() + "\" specified more than once")
                        .at(-1);
            }
        }
    }

    /// Joins two plans; a right one that reads columns of the left is computed for each of its
    /// rows.
    Plan join(JoinKind kind, Plan left, Plan right, Scalar condition, int position) {
        Set<Integer> free = Plans.free(right);
        boolean correlated = left.columns().stream().map(Column::id).anyMatch(free::contains);
        if (!correlated) {
            return new Join(kind, left, right, condition);
        }
        if (kind != JoinKind.INNER && kind != JoinKind.LEFT) {
            throw new DatabaseException(
                            SqlState.INVALID_COLUMN_REFERENCE,
                            "invalid reference to FROM-clause entry")
                    .withDetail(
                            "The combining JOIN type must be INNER or LEFT for a LATERAL"
                                    + " reference.")
                    .at(position);
        }
        return new Apply(
                kind,
                left,
                right,
                Plans.isTrue(condition) ? Optional.empty() : Optional.of(condition));
    }
}

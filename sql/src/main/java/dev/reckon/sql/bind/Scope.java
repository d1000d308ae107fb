package dev.reckon.sql.bind;

import dev.reckon.sql.plan.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where names of columns are looked up: what FROM has brought so far, and the scope outside. For
/// one thread.
final class Scope {
    private final Optional<Scope> outer;
    private Namespace namespace;

    /// Tables of this FROM that the present place can't refer to, for the hint.
    private Namespace hidden = Namespace.EMPTY;

    /// The arguments of a function whose body this is the scope of.
    private List<Scalar> arguments = List.of();

    /// What a CTE's name means here.
    private final Map<String, CommonTableBinding> commonTables = new HashMap<>();

    /// Collects the aggregates of the SELECT whose FROM this is.
    private Optional<Collector> collector = Optional.empty();

    Scope(Optional<Scope> outer, Namespace namespace) {
        this.outer = outer;
        this.namespace = namespace;
    }

    static Scope empty() {
        return new Scope(Optional.empty(), Namespace.EMPTY);
    }

    static Scope of(Namespace namespace) {
        return new Scope(Optional.empty(), namespace);
    }

    static Scope inside(Scope outer) {
        return new Scope(Optional.of(outer), Namespace.EMPTY);
    }

    Optional<Scope> outer() {
        return outer;
    }

    Namespace namespace() {
        return namespace;
    }

    void replace(Namespace newNamespace) {
        namespace = newNamespace;
    }

    Namespace hidden() {
        return hidden;
    }

    void hide(Namespace tables) {
        hidden = tables;
    }

    void collectInto(Collector newCollector) {
        this.collector = Optional.of(newCollector);
    }

    Optional<Collector> collector() {
        return collector;
    }

    /// Gives the arguments of the SQL function whose body is bound in this scope.
    void takeArguments(List<Scalar> values) {
        arguments = List.copyOf(values);
    }

    /// Returns whether this is the scope of the body of a function with arguments.
    boolean hasArguments() {
        return !arguments.isEmpty();
    }

    /// Returns the argument that `$n` means in a function's body; empty outside one.
    ///
    /// @param number from 1
    Optional<Scalar> argument(int number) {
        if (arguments.isEmpty()) {
            return outer.flatMap(scope -> scope.argument(number));
        }
        return number <= arguments.size()
                ? Optional.of(arguments.get(number - 1))
                : Optional.empty();
    }

    void addCommonTable(String name, CommonTableBinding table) {
        commonTables.put(name, table);
    }

    Optional<CommonTableBinding> commonTable(String name) {
        CommonTableBinding found = commonTables.get(name);
        if (found != null) {
            return Optional.of(found);
        }
        return outer.flatMap(scope -> scope.commonTable(name));
    }

    /// Returns whether a column id belongs to this scope's own FROM.
    boolean owns(int columnId) {
        for (ScopeTable table : namespace.tables()) {
            if (mentions(table.columns(), columnId)) {
                return true;
            }
        }
        return mentions(namespace.columns(), columnId);
    }

    /// Returns the innermost scope, from this one outwards, that owns one of some columns or whose
    /// query computes one of them as an aggregate; this one when there is none.
    Scope owner(Set<Integer> columnIds) {
        for (Optional<Scope> level = Optional.of(this);
                level.isPresent();
                level = level.get().outer()) {
            if (columnIds.stream().anyMatch(level.get()::brings)) {
                return level.get();
            }
        }
        return this;
    }

    private boolean brings(int columnId) {
        return owns(columnId) || collector.filter(each -> each.aggregates(columnId)).isPresent();
    }

    private static boolean mentions(List<ScopeColumn> columns, int columnId) {
        for (ScopeColumn column : columns) {
            if (Scalars.mentions(column.value(), columnId)) {
                return true;
            }
        }
        return false;
    }

    /// Returns the tables of a name in this scope alone.
    List<ScopeTable> tables(String name) {
        return namespace.tables().stream().filter(table -> table.name().equals(name)).toList();
    }

    /// Returns the value of a table's whole row.
    static Scalar wholeRow(ScopeTable table) {
        if (table.kind() == ScopeTable.Kind.SCALAR_FUNCTION) {
            return table.columns().getFirst().value();
        }
        return new Scalar.RowConstructor(
                table.columns().stream().map(ScopeColumn::value).toList(),
                table.columns().stream().map(ScopeColumn::name).toList(),
                table.rowType(),
                table.mark());
    }
}

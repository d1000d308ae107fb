package dev.reckon.sql.bind;

import dev.reckon.sql.catalog.PartitionBound;
import dev.reckon.sql.catalog.PartitionText;
import dev.reckon.sql.catalog.Partitioning;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.function.compare.PartitionHash;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Column;
import dev.reckon.sql.plan.Plans;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Binds what partitions ask of their rows, and how rows find them.
record PartitionConditions(Binder binder) {
    /// Returns what holds for all rows of a partition, below the table or at any depth.
    ///
    /// @param shape the table as whose row the row is seen: the partitioned one, or the partition
    /// @param row the columns of `shape`
    Scalar ofLeaf(Table leaf, Table shape, List<Column> row) {
        var all = new ArrayList<Scalar>();
        Optional<Table> each = Optional.of(leaf);
        while (each.isPresent() && each.get().parentOid().isPresent()) {
            own(each.get(), shape, row).ifPresent(all::addFirst);
            each = binder.catalog.parent(each.get());
            if (each.isPresent() && each.get().oid() == shape.oid()) {
                break;
            }
        }
        return Plans.and(all);
    }

    /// Returns which rows of its parent a partition holds; empty for all.
    private Optional<Scalar> own(Table partition, Table shape, List<Column> row) {
        Partitioning.Membership membership = partition.partitioning().membership().orElseThrow();
        Table parent = binder.catalog.parent(partition).orElseThrow();
        return condition(parent, membership.bound(), shape, row);
    }

    /// Returns which rows of a table a bound asks for; empty for all.
    Optional<Scalar> condition(Table parent, PartitionBound bound, Table shape, List<Column> row) {
        if (bound instanceof PartitionBound.Hash(int modulus, int remainder)) {
            List<Scalar> keys = keys(parent, shape, row);
            List<DataType> types = keys.stream().map(Scalar::type).toList();
            return Optional.of(
                    new Scalar.Call(
                            PartitionHash.leaves(modulus, remainder, types),
                            keys,
                            DataType.BOOL,
                            -1,
                            -1));
        }
        return PartitionText.condition(parent, bound, binder.catalog.partitions(parent.oid()))
                .map(text -> binder.coercion.condition(bind(text, shape, row), "CHECK", -1));
    }

    private List<Scalar> keys(Table parent, Table shape, List<Column> row) {
        return PartitionText.elements(parent).stream().map(text -> bind(text, shape, row)).toList();
    }

    private Scalar bind(String text, Table shape, List<Column> row) {
        return new ExpressionBinder(
                        binder.unwatched(),
                        TargetBinder.rowScope(shape, row, shape.name()),
                        Clause.CHECK)
                .bind(Parser.parseExpression(text));
    }

    /// Describes how the rows of a partitioned table find their partitions.
    ///
    /// @param row the table's columns
    Target.Routing routing(Table table, List<Column> row) {
        var parts = new ArrayList<Target.Part>();
        Optional<Target.Part> rest = Optional.empty();
        for (Table partition : binder.catalog.partitions(table.oid())) {
            PartitionBound bound = partition.partitioning().membership().orElseThrow().bound();
            Target asked = new TargetBinder(binder).target(partition, Optional.empty());
            // Functions of triggers can change a row so that it is another partition's.
            Target target = asked.firesForRows() ? asked : asked.withoutPartitionCondition();
            List<Integer> positions = positions(partition, table);
            if (bound instanceof PartitionBound.Default) {
                rest = Optional.of(new Target.Part(target, Optional.empty(), positions));
            } else {
                parts.add(new Target.Part(target, condition(table, bound, table, row), positions));
            }
        }
        rest.ifPresent(parts::add);
        return new Target.Routing(
                parts, String.join(", ", PartitionText.elements(table)), keys(table, table, row));
    }

    /// Returns where each column of a table is in another that has the same ones.
    static List<Integer> positions(Table of, Table in) {
        return of.columns().stream()
                .map(TableColumn::name)
                .map(name -> in.position(name).orElseThrow())
                .toList();
    }

    /// Returns a table's oid as a constant.
    static Scalar oid(Table table) {
        return new Scalar.Constant(new Value.Int(table.oid()), DataType.OID, -1);
    }
}

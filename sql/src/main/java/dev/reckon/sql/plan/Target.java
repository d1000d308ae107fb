package dev.reckon.sql.plan;

import dev.reckon.storage.schema.TableSchema;
import java.util.List;
import java.util.Optional;

/// The table that a statement changes, with all that must be kept true and up to date.
///
/// @param table the stored table
/// @param oid the relation's oid
/// @param row one column for each stored column: the row as the scalars here see it
/// @param generated columns to be computed from the others before a row is stored
/// @param checks over `row`
/// @param viewChecks over `row` too: what the views WITH CHECK OPTION, by way of which rows are
///   changed, ask of new rows, named by view; unlike a check, NULL does not do
/// @param indexes the secondary indexes
/// @param primaryKey the name of the primary key's constraint; absent when the key is hidden
/// @param triggers absent for a table without any
/// @param references the foreign keys of this table
/// @param referencedBy the foreign keys of others to this table
/// @param partitionCondition what the rows of a partition must meet to be in it, over `row`; absent
///   when they may be any, or are known to meet it
/// @param routing where the rows of a partitioned table go; absent for a table that holds its rows
public record Target(
        TableSchema table,
        long oid,
        String schema,
        String name,
        List<Column> row,
        List<RowChange.Assignment> generated,
        List<Scalar.NamedCheck> checks,
        List<Scalar.NamedCheck> viewChecks,
        List<IndexTarget> indexes,
        Optional<String> primaryKey,
        Optional<TargetTriggers> triggers,
        List<ForeignKey> references,
        List<ForeignKey> referencedBy,
        Optional<Scalar> partitionCondition,
        Optional<Routing> routing) {
    /// The id of a table that is not stored.
    public static final long NO_STORAGE = 0;

    public Target {
        row = List.copyOf(row);
        generated = List.copyOf(generated);
        checks = List.copyOf(checks);
        viewChecks = List.copyOf(viewChecks);
        indexes = List.copyOf(indexes);
        references = List.copyOf(references);
        referencedBy = List.copyOf(referencedBy);
    }

    /// Returns whether rows of a view are meant, which triggers change in its place: nothing is
    /// stored.
    public boolean isView() {
        return table.id() == NO_STORAGE;
    }

    /// Returns whether there are triggers that fire for each row, here or in partitions.
    public boolean firesForRows() {
        return triggers.stream()
                        .flatMap(each -> each.all().stream())
                        .anyMatch(each -> each.trigger().forEachRow())
                || routing.stream()
                        .flatMap(each -> each.parts().stream())
                        .anyMatch(part -> part.target().firesForRows());
    }

    /// Returns this as a view's target.
    public Target withViewChecks(List<Scalar.NamedCheck> newChecks) {
        return newChecks.isEmpty()
                ? this
                : new Target(
                        table,
                        oid,
                        schema,
                        name,
                        row,
                        generated,
                        checks,
                        newChecks,
                        indexes,
                        primaryKey,
                        triggers,
                        references,
                        referencedBy,
                        partitionCondition,
                        routing);
    }

    /// Returns whether an index has a constraint that may be broken for a while.
    public boolean hasDeferrableIndex() {
        for (IndexTarget index : indexes) {
            if (index.deferral.isPresent()) {
                return true;
            }
        }
        return false;
    }

    /// Returns this for rows that are known to be the partition's.
    public Target withoutPartitionCondition() {
        return inPartitions(Optional.empty(), routing);
    }

    /// Returns this as a partition, or as a partitioned table.
    public Target inPartitions(
            Optional<Scalar> newPartitionCondition, Optional<Routing> newRouting) {
        return new Target(
                table,
                oid,
                schema,
                name,
                row,
                generated,
                checks,
                viewChecks,
                indexes,
                primaryKey,
                triggers,
                references,
                referencedBy,
                newPartitionCondition,
                newRouting);
    }

    /// How rows of a partitioned table find their partitions.
    ///
    /// @param parts the partitions; one for the rows that no other takes comes last
    /// @param keyText the names of the key, for messages
    /// @param keys the key of a row, over the target's row
    public record Routing(List<Part> parts, String keyText, List<Scalar> keys) {
        public Routing {
            parts = List.copyOf(parts);
            keys = List.copyOf(keys);
        }
    }

    /// A partition.
    ///
    /// @param condition which rows are its own, over the row of the partitioned table; absent when
    ///   it takes all that no other does
    /// @param positions where each of its columns, but a hidden key, is in the partitioned table
    public record Part(Target target, Optional<Scalar> condition, List<Integer> positions) {
        public Part {
            positions = List.copyOf(positions);
        }
    }

    /// A secondary index.
    ///
    /// @param table the sorted table of its entries: `values`, then the key of the indexed table
    /// @param values the indexed values over the target's row
    /// @param predicate the rows that are indexed; absent for all
    /// @param uniqueCount how many of `values`, from the first, must be unique together; 0 when the
    ///   index is not unique
    /// @param nullsDistinct whether rows with a NULL among them never conflict
    /// @param deferral present when rows may conflict until the constraint is checked; they are
    ///   told apart as those with NULLs are
    public record IndexTarget(
            String name,
            TableSchema table,
            List<Scalar> values,
            Optional<Scalar> predicate,
            int uniqueCount,
            boolean nullsDistinct,
            Optional<Deferral> deferral) {
        public IndexTarget {
            values = List.copyOf(values);
        }

        public boolean isUnique() {
            return uniqueCount > 0;
        }
    }

    /// When a constraint is checked that need not be at once.
    ///
    /// @param constraintOid the constraint
    /// @param initiallyDeferred whether at the end of the transaction, unless SET CONSTRAINTS says
    ///   otherwise
    public record Deferral(long constraintOid, boolean initiallyDeferred) {}

    /// A foreign key.
    ///
    /// @param columns positions in the referencing table
    /// @param referencedColumns positions in the referenced table
    public record ForeignKey(
            String name,
            long referencingOid,
            List<Integer> columns,
            long referencedOid,
            List<Integer> referencedColumns) {
        public ForeignKey {
            columns = List.copyOf(columns);
            referencedColumns = List.copyOf(referencedColumns);
        }
    }
}

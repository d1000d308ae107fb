package dev.reckon.sql.catalog;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An index. That of a primary key is the table itself and has no storage of its own, unless the
/// key is deferrable.
///
/// @param storageId the id of the sorted table of its entries, 0 for the table itself
/// @param method as written: `btree`, `hash`, …; all are sorted tables here
/// @param included numbers of the columns of INCLUDE
/// @param predicate the condition of a partial index, as SQL
/// @param clustered whether CLUSTER names it, which has no effect on how the table is stored
/// @param parentOid the index of a partitioned table that this is a part of; 0 for none
public record Index(
        Header header,
        long tableOid,
        long storageId,
        String method,
        List<Key> keys,
        List<Integer> included,
        boolean unique,
        boolean primary,
        boolean nullsNotDistinct,
        Optional<String> predicate,
        boolean clustered,
        long parentOid)
        implements Relation {
    public Index {
        keys = List.copyOf(keys);
        included = List.copyOf(included);
    }

    /// One key.
    ///
    /// @param columnNumber 0 for an expression
    /// @param expression as SQL, empty for a plain column
    /// @param name the name of the index's column
    public record Key(
            int columnNumber,
            String expression,
            String name,
            boolean descending,
            boolean nullsFirst) {}

    /// Returns whether its entries are stored beside the table.
    public boolean isSecondary() {
        return storageId != 0;
    }

    @Override
    public char kind() {
        return 'i';
    }

    @Override
    public String noun() {
        return "index";
    }

    @Override
    public List<TableColumn> columns() {
        return List.of();
    }

    @Override
    public Index withHeader(Header newHeader) {
        return new Index(
                newHeader,
                tableOid,
                storageId,
                method,
                keys,
                included,
                unique,
                primary,
                nullsNotDistinct,
                predicate,
                clustered,
                parentOid);
    }

    public Index withStorage(long newStorageId) {
        return new Index(
                header,
                tableOid,
                newStorageId,
                method,
                keys,
                included,
                unique,
                primary,
                nullsNotDistinct,
                predicate,
                clustered,
                parentOid);
    }

    /// Returns this as a part of an index of a partitioned table, or of none for 0.
    public Index withParent(long newParentOid) {
        return new Index(
                header,
                tableOid,
                storageId,
                method,
                keys,
                included,
                unique,
                primary,
                nullsNotDistinct,
                predicate,
                clustered,
                newParentOid);
    }

    public Index withClustered(boolean newClustered) {
        return new Index(
                header,
                tableOid,
                storageId,
                method,
                keys,
                included,
                unique,
                primary,
                nullsNotDistinct,
                predicate,
                newClustered,
                parentOid);
    }

    /// Returns this index with each of its expressions, and its condition, changed as told.
    public Index withExpressions(UnaryOperator<String> change) {
        List<Key> changed =
                keys.stream()
                        .map(key ->
                                new Key(
                                        key.columnNumber(),
                                        change.apply(key.expression()),
                                        key.name(),
                                        key.descending(),
                                        key.nullsFirst()))
                        .toList();
        return with(changed, predicate.map(change));
    }

    /// Returns this index with the keys on one column of the table called by a new name.
    public Index withColumnNamed(int number, String name) {
        List<Key> changed =
                keys.stream()
                        .map(key ->
                                new Key(
                                        key.columnNumber(),
                                        key.expression(),
                                        key.columnNumber() == number ? name : key.name(),
                                        key.descending(),
                                        key.nullsFirst()))
                        .toList();
        return with(changed, predicate);
    }

    private Index with(List<Key> newKeys, Optional<String> newPredicate) {
        return new Index(
                header,
                tableOid,
                storageId,
                method,
                newKeys,
                included,
                unique,
                primary,
                nullsNotDistinct,
                newPredicate,
                clustered,
                parentOid);
    }
}

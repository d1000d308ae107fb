package dev.reckon.sql.catalog;

import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A table, or a materialized view.
///
/// Its rows are stored in the order of its primary key; without one, or with one that is
/// deferrable, in the order of a hidden bigint column that stands last.
///
/// @param storageId the id of the stored table, another one after each change of shape
/// @param rowTypeOid the composite type of its rows
/// @param rowArrayOid the array of that type
/// @param lastNumber the highest column number ever given
/// @param definition the query of a materialized view
/// @param populated false for a materialized view WITH NO DATA
/// @param partitioning its part in partitioned tables. A partitioned table is stored like any
///   other, and always empty
public record Table(
        Header header,
        Persistence persistence,
        OnCommit onCommit,
        long storageId,
        int rowTypeOid,
        int rowArrayOid,
        int lastNumber,
        List<TableColumn> columns,
        List<Constraint> constraints,
        Optional<ViewDefinition> definition,
        boolean populated,
        Partitioning partitioning)
        implements Relation {
    /// The name of the hidden key column, which no user's column can have.
    public static final String HIDDEN_KEY = "(row)";

    public Table {
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
    }

    /// How long the rows last.
    public enum Persistence {
        PERMANENT('p'),
        UNLOGGED('u'),
        TEMPORARY('t');

        private final char letter;

        Persistence(char letter) {
            this.letter = letter;
        }

        /// Returns the letter in `pg_class.relpersistence`.
        public char letter() {
            return letter;
        }
    }

    /// What becomes of a temporary table at the end of a transaction.
    public enum OnCommit {
        PRESERVE_ROWS,
        DELETE_ROWS,
        DROP
    }

    @Override
    public char kind() {
        return definition.isPresent() ? 'm' : isPartitioned() ? 'p' : 'r';
    }

    @Override
    public String noun() {
        return definition.isPresent() ? "materialized view" : "table";
    }

    /// Returns a table that is stored nowhere, with the columns of a view.
    public static Table ofView(View view) {
        return new Table(
                view.header(),
                Persistence.PERMANENT,
                OnCommit.PRESERVE_ROWS,
                0,
                view.rowTypeOid(),
                view.rowArrayOid(),
                view.columns().size(),
                view.columns(),
                List.of(),
                Optional.empty(),
                true,
                Partitioning.NONE);
    }

    /// Returns whether its rows are those of its partitions.
    public boolean isPartitioned() {
        return partitioning.key().isPresent();
    }

    /// Returns the table of which it is a partition; empty when it is none.
    public Optional<Long> parentOid() {
        return partitioning.membership().map(Partitioning.Membership::parentOid);
    }

    /// Returns the primary key in whose order the rows are stored; empty when the key is hidden, as
    /// it is when the primary key may be broken for a while.
    public Optional<Constraint> storedKey() {
        return primaryKey().filter(key -> !key.deferrable());
    }

    /// Returns the primary key; empty when there is none.
    public Optional<Constraint> primaryKey() {
        for (Constraint constraint : constraints) {
            if (constraint.rule() instanceof Constraint.Unique(boolean primary, long _)
                    && primary) {
                return Optional.of(constraint);
            }
        }
        return Optional.empty();
    }

    /// Returns the table as it is stored: the position of a column is the same here and there.
    public TableSchema schema() {
        var stored = new ArrayList<ColumnSchema>(columns.size() + 1);
        for (TableColumn column : columns) {
            stored.add(
                    new ColumnSchema(
                            column.name(), column.type(), column.modifier(), column.notNull()));
        }
        Optional<Constraint> storedKey = storedKey();
        List<KeyColumn> key;
        if (storedKey.isPresent()) {
            key =
                    storedKey.get().columns().stream()
                            .map(number -> KeyColumn.ascending(position(number)))
                            .toList();
        } else {
            key = List.of(KeyColumn.ascending(stored.size()));
            stored.add(new ColumnSchema(HIDDEN_KEY, DataType.INT8, -1, true));
        }
        return new TableSchema(storageId, name(), stored, key);
    }

    /// Returns the position of the column with a number.
    public int position(int number) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).number() == number) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column " + number + " in " + name());
    }

    /// Returns the position of the column with a name; empty when there is none.
    public Optional<Integer> position(String columnName) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(columnName)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /// Returns the constraint that an index is kept for; empty when there is none.
    public Optional<Constraint> constraintOf(Index index) {
        return constraints.stream()
                .filter(each ->
                        each.rule() instanceof Constraint.Unique unique
                                && unique.indexOid() == index.oid())
                .findFirst();
    }

    public Optional<Constraint> constraint(String constraintName) {
        return constraints.stream().filter(each -> each.name().equals(constraintName)).findFirst();
    }

    @Override
    public Table withHeader(Header newHeader) {
        return new Table(
                newHeader,
                persistence,
                onCommit,
                storageId,
                rowTypeOid,
                rowArrayOid,
                lastNumber,
                columns,
                constraints,
                definition,
                populated,
                partitioning);
    }

    public Table withColumns(List<TableColumn> newColumns) {
        int last = newColumns.stream().mapToInt(TableColumn::number).max().orElse(0);
        return new Table(
                header,
                persistence,
                onCommit,
                storageId,
                rowTypeOid,
                rowArrayOid,
                Math.max(last, lastNumber),
                newColumns,
                constraints,
                definition,
                populated,
                partitioning);
    }

    /// Returns this with the column of the same number replaced.
    public Table withColumn(TableColumn changed) {
        return withColumns(
                columns.stream()
                        .map(each -> each.number() == changed.number() ? changed : each)
                        .toList());
    }

    public Table withConstraints(List<Constraint> newConstraints) {
        return new Table(
                header,
                persistence,
                onCommit,
                storageId,
                rowTypeOid,
                rowArrayOid,
                lastNumber,
                columns,
                newConstraints,
                definition,
                populated,
                partitioning);
    }

    /// Returns a materialized view with another query.
    public Table withDefinition(Optional<ViewDefinition> newDefinition) {
        return new Table(
                header,
                persistence,
                onCommit,
                storageId,
                rowTypeOid,
                rowArrayOid,
                lastNumber,
                columns,
                constraints,
                newDefinition,
                populated,
                partitioning);
    }

    public Table withStorage(long newStorageId) {
        return new Table(
                header,
                persistence,
                onCommit,
                newStorageId,
                rowTypeOid,
                rowArrayOid,
                lastNumber,
                columns,
                constraints,
                definition,
                populated,
                partitioning);
    }

    public Table withPopulated(boolean newPopulated) {
        return new Table(
                header,
                persistence,
                onCommit,
                storageId,
                rowTypeOid,
                rowArrayOid,
                lastNumber,
                columns,
                constraints,
                definition,
                newPopulated,
                partitioning);
    }

    public Table withPersistence(Persistence newPersistence) {
        return new Table(
                header,
                newPersistence,
                onCommit,
                storageId,
                rowTypeOid,
                rowArrayOid,
                lastNumber,
                columns,
                constraints,
                definition,
                populated,
                partitioning);
    }

    /// Returns this with each expression of its partition key changed as told.
    public Table withKeyExpressions(UnaryOperator<String> change) {
        return withPartitioning(
                new Partitioning(
                        partitioning.key().map(key -> key.withExpressions(change)),
                        partitioning.membership()));
    }

    public Table withPartitioning(Partitioning newPartitioning) {
        return new Table(
                header,
                persistence,
                onCommit,
                storageId,
                rowTypeOid,
                rowArrayOid,
                lastNumber,
                columns,
                constraints,
                definition,
                populated,
                newPartitioning);
    }
}

package dev.reckon.sql.define;

import dev.reckon.sql.bind.StatementBinder.BoundTarget;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.modify.IndexFill;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.type.DataType;
import java.util.List;

/// Makes the sorted tables that indexes are.
record IndexStorage(Definitions definitions) {
    /// Makes an index's table and fills it with the entries of the rows that are there.
    void create(Index index, Table table) {
        BoundTarget bound = definitions.binder().bindStored(table);
        Target.IndexTarget target =
                bound.target().indexes().stream()
                        .filter(each -> each.table().id() == index.storageId())
                        .findFirst()
                        .orElseThrow();
        definitions.transaction().createTable(target.table());
        new IndexFill(bound.target(), target, definitions.modifications())
                .fill(definitions.newEvaluation());
    }

    /// @throws DatabaseException 42704 when values of a key's type have no order
    static void requireOrdered(Index index, Table table) {
        for (Index.Key key : index.keys()) {
            if (key.columnNumber() != 0) {
                requireOrdered(
                        table.columns().get(table.position(key.columnNumber())).type(),
                        index.method());
            }
        }
    }

    /// @throws DatabaseException 42704 when values of a type have no order
    static void requireOrdered(DataType type, String method) {
        var column = new ColumnSchema("key", type, -1, true);
        var schema = new TableSchema(0, "order", List.of(column), List.of(KeyColumn.ascending(0)));
        try {
            new KeyEncoder(schema);
        } catch (DatabaseException hasNoOrder) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_OBJECT,
                            "data type "
                                    + type
                                    + " has no default operator class for access method \""
                                    + method
                                    + "\"",
                            hasNoOrder)
                    .withHint(
                            "You must specify an operator class for the index or define a default"
                                    + " operator class for the data type.");
        }
    }
}

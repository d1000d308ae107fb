package dev.reckon.sql;

import dev.reckon.index.IndexStatistics;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Index;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.SystemTable;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.SegmentStatistics;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The views `reckon_tables`, `reckon_segments` and `reckon_models`: what is stored of each table
/// and index, and how well its models predict.
final class StoreTables {
    private static final int FIRST_OID = 13_900;

    private StoreTables() {}

    static List<SystemTable> all() {
        return List.of(
                new View(
                        FIRST_OID,
                        "reckon_tables",
                        List.of(
                                text("schema_name"),
                                text("table_name"),
                                text("kind"),
                                number("row_count"),
                                number("memtable_row_count"),
                                number("segment_count"),
                                number("byte_count")),
                        StoreTables::tables),
                new View(
                        FIRST_OID + 1,
                        "reckon_segments",
                        List.of(
                                text("schema_name"),
                                text("table_name"),
                                number("segment_id"),
                                number("row_count"),
                                number("deleted_row_count"),
                                number("byte_count")),
                        StoreTables::segments),
                new View(
                        FIRST_OID + 2,
                        "reckon_models",
                        List.of(
                                text("schema_name"),
                                text("table_name"),
                                number("segment_id"),
                                text("model_kind"),
                                number("linear_pieces"),
                                number("error_bound"),
                                real("mean_error"),
                                number("max_error"),
                                number("byte_count"),
                                real("bytes_per_key"),
                                text("reason")),
                        StoreTables::models));
    }

    private static ColumnSchema text(String name) {
        return new ColumnSchema(name, DataType.TEXT, -1, true);
    }

    private static ColumnSchema number(String name) {
        return new ColumnSchema(name, DataType.INT8, -1, true);
    }

    private static ColumnSchema real(String name) {
        return new ColumnSchema(name, DataType.FLOAT8, -1, true);
    }

    /// Makes the rows of one stored table.
    private interface Source {
        List<List<Value>> rows(List<Value> name, TableSnapshot table);
    }

    private record View(int oid, String name, List<ColumnSchema> columns, Source source)
            implements SystemTable {
        @Override
        public String schema() {
            return "pg_catalog";
        }

        @Override
        public boolean isView() {
            return true;
        }

        @Override
        public Iterator<Batch> rows(Catalog catalog, Snapshot snapshot, Environment environment) {
            var builders = new ArrayList<VectorBuilder>();
            columns.forEach(
                    column -> builders.add(new VectorBuilder(column.type().physical(), 16)));
            int count = 0;
            for (Relation relation : catalog.relations()) {
                long storageId =
                        switch (relation) {
                            case Table table -> table.storageId();
                            case Index index -> index.storageId();
                            default -> 0;
                        };
                Optional<TableSnapshot> table = snapshot.table(storageId);
                if (storageId == 0 || table.isEmpty()) {
                    continue;
                }
                List<Value> name =
                        List.of(
                                Value.text(catalog.schemaName(relation.schemaOid())),
                                Value.text(relation.name()),
                                Value.text(relation.noun()));
                for (List<Value> row : source.rows(name, table.get())) {
                    for (int i = 0; i < row.size(); i++) {
                        builders.get(i).append(row.get(i));
                    }
                    count++;
                }
            }
            if (count == 0) {
                return List.<Batch>of().iterator();
            }
            List<ColumnVector> vectors = builders.stream().map(VectorBuilder::build).toList();
            return List.of(new Batch(vectors, count)).iterator();
        }
    }

    private static List<List<Value>> tables(List<Value> name, TableSnapshot table) {
        List<SegmentStatistics> segments = table.segments();
        long byteCount = segments.stream().mapToLong(SegmentStatistics::byteCount).sum();
        return List.of(
                List.of(
                        name.get(0),
                        name.get(1),
                        name.get(2),
                        new Value.Int(table.rowCount()),
                        new Value.Int(table.memtableRowCount()),
                        new Value.Int(segments.size()),
                        new Value.Int(byteCount)));
    }

    private static List<List<Value>> segments(List<Value> name, TableSnapshot table) {
        var rows = new ArrayList<List<Value>>();
        for (SegmentStatistics segment : table.segments()) {
            rows.add(
                    List.of(
                            name.get(0),
                            name.get(1),
                            new Value.Int(segment.segmentId()),
                            new Value.Int(segment.rowCount()),
                            new Value.Int(segment.deletedRowCount()),
                            new Value.Int(segment.byteCount())));
        }
        return rows;
    }

    private static List<List<Value>> models(List<Value> name, TableSnapshot table) {
        var rows = new ArrayList<List<Value>>();
        for (SegmentStatistics segment : table.segments()) {
            IndexStatistics model = segment.index();
            rows.add(
                    List.of(
                            name.get(0),
                            name.get(1),
                            new Value.Int(segment.segmentId()),
                            Value.text(
                                    model.structure()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', ' ')),
                            new Value.Int(model.pieces()),
                            new Value.Int(model.errorMax()),
                            new Value.Real(model.errorMean()),
                            new Value.Int(model.errorMeasuredMax()),
                            new Value.Int(model.byteCount()),
                            new Value.Real(model.bytesPerKey()),
                            Value.text(model.reason())));
        }
        return rows;
    }
}

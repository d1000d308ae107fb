package dev.reckon.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.file.NativeMemory;
import dev.reckon.storage.row.KeyEncoder;
import dev.reckon.storage.row.RowLayout;
import dev.reckon.storage.row.Samples;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.schema.KeyColumn;
import dev.reckon.storage.schema.TableSchema;
import dev.reckon.storage.testing.SimulatedDisk;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.RowKey;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A disk that fails at the first operation of a write, at the second, … until a write succeeds.
final class SegmentFailureTest {
    private static final int ROW_COUNT = 9_000;
    private static final TableSchema SCHEMA =
            new TableSchema(
                    1,
                    "t",
                    List.of(
                            new ColumnSchema("id", DataType.INT8, -1, true),
                            new ColumnSchema("t", DataType.TEXT, -1, false)),
                    List.of(KeyColumn.ascending(0)));

    private final RowLayout layout = new RowLayout(SCHEMA);
    private final Batch batch = batch();

    private static Batch batch() {
        var rows = new ArrayList<List<Value>>();
        for (int row = 0; row < ROW_COUNT; row++) {
            rows.add(List.of(new Value.Int(row), Value.text("text " + row)));
        }
        return Samples.batch(SCHEMA, rows);
    }

    @Test
    void anErrorOfTheDiskLeavesNothingOpenAndNoFile() throws IOException {
        for (SimulatedDisk.Fault fault :
                List.of(SimulatedDisk.Fault.ERROR, SimulatedDisk.Fault.FULL)) {
            int operation = 1;
            while (failsAt(operation, fault)) {
                operation++;
            }
            assertThat(operation).as("operations of one write").isGreaterThan(8);
        }
    }

    /// Returns whether the write failed.
    private boolean failsAt(int operation, SimulatedDisk.Fault fault) throws IOException {
        var disk = new SimulatedDisk();
        disk.failAt(operation, fault, false);
        Optional<DatabaseException> error = write(disk);
        assertThat(NativeMemory.openCount()).isZero();
        disk.repair();
        if (error.isEmpty()) {
            Segment.open(disk, 1, SCHEMA, layout).close();
            return false;
        }
        assertThat(error.get().sqlState()).isIn(SqlState.IO_ERROR, SqlState.DISK_FULL);
        assertThat(disk.list()).as("after operation %d", operation).isEmpty();
        return true;
    }

    private Optional<DatabaseException> write(SimulatedDisk disk) {
        var encoder = new KeyEncoder(SCHEMA);
        RowKey first = encoder.encode(batch, 0);
        RowKey last = encoder.encode(batch, ROW_COUNT - 1);
        try (var writer = new SegmentWriter(disk, 1, SCHEMA, layout, ROW_COUNT, first, last)) {
            writer.add(batch);
            writer.finish().close();
            return Optional.empty();
        } catch (DatabaseException error) {
            return Optional.of(error);
        }
    }
}

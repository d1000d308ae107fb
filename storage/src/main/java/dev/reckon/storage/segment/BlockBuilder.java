package dev.reckon.storage.segment;

import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.row.OrderCode;
import dev.reckon.storage.type.DataType;
import java.util.Optional;

/// Collects the rows of one column for one block, and encodes them. Used again for each block. For
/// one thread.
sealed interface BlockBuilder permits NumberBlock, RealBlock, NumericBlock, StringBlock {

    /// Makes the builder for a column.
    ///
    /// @param compact how to make its strings compact; empty for a column of the key, whose strings
    ///   lookups compare where they are
    static BlockBuilder of(DataType type, Optional<CompactStrings> compact) {
        Optional<OrderCode> order = OrderCode.of(type);
        return switch (type.physical()) {
            case BOOLEAN, INT2, INT4, INT8 -> new NumberBlock(order);
            case FLOAT4 -> new RealBlock(order, true);
            case FLOAT8 -> new RealBlock(order, false);
            case NUMERIC -> new NumericBlock(order, compact);
            case BYTES, OBJECT -> new StringBlock(order, compact);
        };
    }

    /// Appends the selected rows `[first, first + count)` of a batch's column, which fit the block.
    void append(ColumnVector vector, Batch batch, int first, int count);

    /// Puts the encoded block, adds it to the directory, and forgets the rows.
    void finish(ByteSink target, ColumnDirectory directory);
}

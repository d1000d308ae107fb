package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Predicate;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.RowMover;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Moves rows of a partition to others when a change makes them theirs, compiled. Immutable.
final class CompiledMover {
    private final CompiledTarget viewed;
    private final Target partition;
    private final Predicate stays;
    private final CompiledTarget root;
    private final List<Integer> positions;

    /// @param viewed the partition, with what views ask of its rows
    CompiledMover(RowMover mover, CompiledTarget viewed, Scalar condition, QueryCompiler queries) {
        this.viewed = viewed;
        this.partition = viewed.target;
        this.stays = queries.scalars(partition.row()).compilePredicate(condition);
        this.root = new CompiledTarget(mover.target(), queries);
        this.positions = mover.positions();
    }

    /// Returns the error of a row that is to be moved where triggers fire for it.
    static DatabaseException triggered() {
        return DatabaseException.notSupported(
                "moving a row to another partition where triggers fire for each row",
                "Delete the row, and insert it again.");
    }

    /// Begins to move rows in one execution.
    PartitionRouter router(Modifications modifications, Evaluation evaluation) {
        return new PartitionRouter(root, root.routing.orElseThrow(), modifications, evaluation);
    }

    /// Moves those rows that are another partition's, and returns the others.
    Batch move(
            Batch oldRows,
            List<CompiledIndex.Entries> oldEntries,
            Batch newRows,
            TableWriter writer,
            PartitionRouter router,
            Evaluation evaluation) {
        int[] staying = new int[newRows.rowCount()];
        int count = stays.select(newRows, evaluation, staying);
        if (count == newRows.selectedCount()) {
            return newRows;
        }
        if (partition.firesForRows() || root.target.firesForRows()) {
            throw triggered();
        }
        boolean isReferencedItself =
                partition.referencedBy().stream()
                        .anyMatch(key -> key.referencedOid() != root.target.oid());
        if (isReferencedItself) {
            throw new DatabaseException(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cannot move row out of partition \""
                                    + partition.name()
                                    + "\", to which a foreign key refers directly")
                    .withHint("Delete the row, and insert it again.");
        }
        Batch moving = PartitionRouter.without(newRows, Arrays.copyOf(staying, count));
        Optional<CompiledTarget.Broken> hidden = viewed.firstHidden(moving, evaluation);
        if (hidden.isPresent()) {
            throw hidden.get().error();
        }
        List<ColumnVector> columns = positions.stream().map(moving::column).toList();
        var asRoot =
                new Batch(columns, moving.rowCount(), moving.selection(), moving.selectedCount());
        Optional<CompiledTarget.Broken> broken = root.firstBroken(asRoot, evaluation);
        if (broken.isPresent()) {
            throw broken.get().error();
        }
        for (int i = 0; i < moving.selectedCount(); i++) {
            writer.remove(oldRows, oldEntries, moving.row(i));
        }
        router.insert(asRoot, new long[moving.rowCount()]);
        for (int i = 0; i < moving.selectedCount(); i++) {
            writer.followUps().updated(oldRows, newRows, moving.row(i));
        }
        return newRows.select(staying, count);
    }
}

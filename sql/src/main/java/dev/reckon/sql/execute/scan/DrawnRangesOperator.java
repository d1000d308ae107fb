package dev.reckon.sql.execute.scan;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.storage.Cursor;
import dev.reckon.storage.ScanOrder;
import dev.reckon.storage.ScanRequest;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.KeyRange;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the rows whose ranks were drawn, some ranges of keys at a time.
final class DrawnRangesOperator implements Operator {
    private static final int RANGE_COUNT = 256;

    private final TableSnapshot table;
    private final List<Integer> positions;
    private final SampledRanks ranks;
    private final Evaluation evaluation;
    private Optional<Cursor> current = Optional.empty();

    DrawnRangesOperator(
            TableSnapshot table,
            List<Integer> positions,
            SampledRanks ranks,
            Evaluation evaluation) {
        this.table = table;
        this.positions = positions;
        this.ranks = ranks;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        while (true) {
            evaluation.checkCancelled();
            Optional<Batch> rows = current.flatMap(Cursor::next);
            if (rows.isPresent()) {
                return rows;
            }
            close();
            if (!ranks.hasNext()) {
                return Optional.empty();
            }
            current =
                    Optional.of(
                            table.scan(
                                    new ScanRequest(
                                            positions, ranges(), ScanOrder.ANY, List.of())));
        }
    }

    private List<KeyRange> ranges() {
        var ranges = new ArrayList<KeyRange>(RANGE_COUNT);
        while (ranges.size() < RANGE_COUNT && ranks.hasNext()) {
            RowKey first = table.keyAt(ranks.first()).orElseThrow();
            long end = ranks.advance();
            while (ranks.hasNext() && ranks.first() == end) {
                end = ranks.advance();
            }
            ranges.add(new KeyRange(first.bytes(), table.keyAt(end).map(RowKey::bytes)));
        }
        return ranges;
    }

    @Override
    public void close() {
        current.ifPresent(Cursor::close);
        current = Optional.empty();
    }
}

package dev.reckon.sql.modify;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.compile.QueryCompiler;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.Cursor;
import dev.reckon.storage.ScanRequest;
import dev.reckon.storage.TableSnapshot;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.type.RowKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Compares the secondary indexes of a table with its rows: each row has the entry that it must
/// have, and there are no others.
public final class IndexCheck {
    /// So many findings of one index are enough.
    private static final int FINDING_COUNT_MAX = 10;

    private final CompiledTarget target;

    public IndexCheck(Target target, Modifications modifications) {
        this.target = new CompiledTarget(target, QueryCompiler.of(modifications));
    }

    /// Reads the table and its indexes as the evaluation sees them.
    ///
    /// @return what is wrong, a line each
    public List<String> run(Evaluation evaluation) {
        List<String> findings = new ArrayList<>();
        String name = target.target.name();
        Optional<TableSnapshot> table = evaluation.snapshot().table(target.target.table().id());
        if (table.isEmpty()) {
            return List.of("table \"%s\" has no rows stored anywhere".formatted(name));
        }
        for (CompiledIndex index : target.indexes) {
            Optional<TableSnapshot> entries = evaluation.snapshot().table(index.index.table().id());
            String prefix = "index \"%s\" of table \"%s\": ".formatted(index.index.name(), name);
            if (entries.isEmpty()) {
                findings.add(prefix + "it has no entries stored anywhere");
                continue;
            }
            new Run(table.get(), entries.get(), index, evaluation)
                    .findings().stream().map(prefix::concat).forEach(findings::add);
        }
        return findings;
    }

    /// The check of one index.
    private final class Run {
        private final TableSnapshot table;
        private final TableSnapshot stored;
        private final CompiledIndex index;
        private final Evaluation evaluation;
        private final List<Integer> columns;
        private final List<String> findings = new ArrayList<>();
        private long entryCount;

        Run(TableSnapshot table, TableSnapshot stored, CompiledIndex index, Evaluation evaluation) {
            this.table = table;
            this.stored = stored;
            this.index = index;
            this.evaluation = evaluation;
            this.columns =
                    IntStream.range(0, index.index.table().columns().size()).boxed().toList();
        }

        List<String> findings() {
            try (Cursor rows = table.scan(ScanRequest.all(target.allColumns))) {
                for (Optional<Batch> batch = rows.next();
                        batch.isPresent() && findings.size() < FINDING_COUNT_MAX;
                        batch = rows.next()) {
                    evaluation.checkCancelled();
                    compare(batch.get().compact());
                }
            }
            if (findings.isEmpty() && entryCount != stored.rowCount()) {
                findings.add(
                        "%d entries expected, %d found".formatted(entryCount, stored.rowCount()));
            }
            return findings;
        }

        private void compare(Batch rows) {
            CompiledIndex.Entries expected = index.entries(rows, evaluation);
            RowKey[] keys = new RowKey[rows.rowCount()];
            int[] source = new int[rows.rowCount()];
            int count = 0;
            for (int row = 0; row < rows.rowCount(); row++) {
                if (expected.present()[row]) {
                    source[count] = row;
                    keys[count++] = index.keys.encode(expected.rows(), row);
                }
            }
            entryCount += count;
            int[] matches = new int[count];
            Batch found = stored.find(keys, count, columns, matches).compact();
            boolean[] right = new boolean[count];
            for (int i = 0; i < found.rowCount(); i++) {
                byte[] entry = index.layout.encode(expected.rows(), source[matches[i]]);
                right[matches[i]] = Arrays.equals(entry, index.layout.encode(found, i));
            }
            for (int i = 0; i < count && findings.size() < FINDING_COUNT_MAX; i++) {
                if (!right[i]) {
                    findings.add(
                            "the row with key %s has no entry, or another one"
                                    .formatted(target.keys.encode(rows, source[i])));
                }
            }
        }
    }
}

package dev.reckon.sql.execute.table;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.storage.type.PhysicalType;
import java.util.List;
import java.util.Optional;

/// The rows of a common table in one scope, computed at first use. Safe for use by many threads:
/// the lock guards the computing.
public final class CommonTableRows implements AutoCloseable {
    private final OperatorFactory definition;
    private final List<PhysicalType> types;
    private final Evaluation evaluation;
    private Optional<StoredRows> rows = Optional.empty();

    /// @param evaluation the scope of the definition
    public CommonTableRows(
            OperatorFactory definition, List<PhysicalType> types, Evaluation evaluation) {
        this.definition = definition;
        this.types = types;
        this.evaluation = evaluation;
    }

    /// Begins to read the rows, computing them if nobody did.
    public synchronized StoredRows.Reader read() {
        if (rows.isEmpty()) {
            var stored = new StoredRows(types, evaluation);
            rows = Optional.of(stored);
            try (Operator source = definition.open(evaluation)) {
                stored.addAll(source);
            }
        }
        return rows.get().read();
    }

    @Override
    public synchronized void close() {
        rows.ifPresent(StoredRows::close);
    }
}

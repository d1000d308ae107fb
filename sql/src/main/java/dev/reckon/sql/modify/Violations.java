package dev.reckon.sql.modify;

import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.plan.Target;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.schema.ColumnSchema;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.List;

/// PostgreSQL's errors for broken constraints.
record Violations(Target target, Environment environment) {
    private static final int VALUE_LENGTH_MAX = 64;

    DatabaseException notNull(int column, Batch rows, int row) {
        return located(
                        new DatabaseException(
                                SqlState.NOT_NULL_VIOLATION,
                                "null value in column \""
                                        + target.table().column(column).name()
                                        + "\" of relation \""
                                        + target.name()
                                        + "\" violates not-null constraint"))
                .withDetail(failingRow(rows, row))
                .with(ErrorField.COLUMN, target.table().column(column).name());
    }

    DatabaseException check(String constraint, Batch rows, int row) {
        return located(
                        new DatabaseException(
                                SqlState.CHECK_VIOLATION,
                                "new row for relation \""
                                        + target.name()
                                        + "\" violates check constraint \""
                                        + constraint
                                        + "\""))
                .withDetail(failingRow(rows, row))
                .with(ErrorField.CONSTRAINT, constraint);
    }

    DatabaseException partition(Batch rows, int row) {
        return located(
                        new DatabaseException(
                                SqlState.CHECK_VIOLATION,
                                "new row for relation \""
                                        + target.name()
                                        + "\" violates partition constraint"))
                .withDetail(failingRow(rows, row));
    }

    /// Returns the error for a row that belongs to no partition.
    ///
    /// @param key the names of the key
    DatabaseException noPartition(String key, List<DataType> types, List<Value> values) {
        var text = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(text(values.get(i), types.get(i)));
        }
        return located(
                        new DatabaseException(
                                SqlState.CHECK_VIOLATION,
                                "no partition of relation \"" + target.name() + "\" found for row"))
                .withDetail(
                        "Partition key of the failing row contains ("
                                + key
                                + ") = ("
                                + text
                                + ").");
    }

    DatabaseException unique(
            String constraint, List<String> columns, List<DataType> types, List<Value> values) {
        return located(
                        new DatabaseException(
                                SqlState.UNIQUE_VIOLATION,
                                "duplicate key value violates unique constraint \""
                                        + constraint
                                        + "\""))
                .withDetail("Key " + key(columns, types, values) + " already exists.")
                .with(ErrorField.CONSTRAINT, constraint);
    }

    /// Returns the error for a row that a view WITH CHECK OPTION would not show.
    DatabaseException checkOption(String view, Batch rows, int row) {
        return located(
                        new DatabaseException(
                                SqlState.WITH_CHECK_OPTION_VIOLATION,
                                "new row violates check option for view \"" + view + "\""))
                .withDetail(failingRow(rows, row));
    }

    private DatabaseException located(DatabaseException error) {
        return error.with(ErrorField.SCHEMA, target.schema()).with(ErrorField.TABLE, target.name());
    }

    /// Returns `(a, b)=(1, 2)`.
    String key(List<String> columns, List<DataType> types, List<Value> values) {
        var text = new StringBuilder("(").append(String.join(", ", columns)).append(")=(");
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(text(values.get(i), types.get(i)));
        }
        return text.append(')').toString();
    }

    private String text(Value value, DataType type) {
        return value.isNull() ? "null" : ValueFormat.text(value, type, environment);
    }

    private String failingRow(Batch rows, int row) {
        var text = new StringBuilder("Failing row contains (");
        List<ColumnSchema> columns = target.table().columns();
        int count = visibleCount();
        for (int i = 0; i < count; i++) {
            String value = text(rows.column(i).value(row), columns.get(i).type());
            if (value.length() > VALUE_LENGTH_MAX) {
                value = value.substring(0, VALUE_LENGTH_MAX) + "...";
            }
            text.append(i == 0 ? "" : ", ").append(value);
        }
        return text.append(").").toString();
    }

    private int visibleCount() {
        int count = target.table().columns().size();
        return target.primaryKey().isPresent() ? count : count - 1;
    }
}

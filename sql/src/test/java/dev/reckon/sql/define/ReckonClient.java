package dev.reckon.sql.define;

import dev.reckon.sql.Notice;
import dev.reckon.sql.Result;
import dev.reckon.sql.Session;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.ErrorField;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs statements in a session, and says all that came back as an [Outcome].
record ReckonClient(Session session) {
    Outcome run(String sql) {
        session.takeNotices();
        List<String> rows = new ArrayList<>();
        String tag = "";
        Outcome.Failure failure = Outcome.Failure.NONE;
        try (Result result = session.execute(sql)) {
            tag = read(result, rows);
        } catch (DatabaseException error) {
            failure = failure(error);
            rows.clear();
        } catch (RuntimeException | AssertionError bug) {
            failure = new Outcome.Failure("XX000", bug.toString(), "", "", "");
            rows.clear();
        }
        session.endImplicit();
        List<String> notices = new ArrayList<>();
        for (Notice notice : session.takeNotices()) {
            notices.add(
                    notice.message().getMessage()
                            + PostgresClient.detail(
                                    notice.message().field(ErrorField.DETAIL).orElse("")));
        }
        return new Outcome(tag, rows, notices, failure);
    }

    private String read(Result result, List<String> rows) {
        return switch (result) {
            case Result.Rows table -> {
                for (Optional<Batch> batch = table.next();
                        batch.isPresent();
                        batch = table.next()) {
                    for (int i = 0; i < batch.get().selectedCount(); i++) {
                        rows.add(row(table, batch.get(), batch.get().row(i)));
                    }
                }
                yield table.tag();
            }
            case Result.Command command -> command.tag();
            case Result.CopyIn _, Result.CopyOut _ ->
                    throw new IllegalArgumentException("COPY needs a stream");
            case Result.Empty _ -> "";
        };
    }

    private String row(Result.Rows table, Batch batch, int row) {
        List<String> values = new ArrayList<>();
        for (int column = 0; column < batch.columns().size(); column++) {
            Value value = batch.column(column).value(row);
            values.add(
                    value.isNull()
                            ? "NULL"
                            : ValueFormat.text(
                                    value,
                                    table.columns().get(column).type(),
                                    session.environment()));
        }
        return String.join("|", values);
    }

    private static Outcome.Failure failure(DatabaseException error) {
        return new Outcome.Failure(
                error.sqlState().code(),
                String.valueOf(error.getMessage()),
                error.field(ErrorField.DETAIL).orElse(""),
                error.field(ErrorField.HINT).orElse(""),
                error.position().isPresent()
                        ? String.valueOf(error.position().getAsInt() + 1)
                        : "");
    }
}

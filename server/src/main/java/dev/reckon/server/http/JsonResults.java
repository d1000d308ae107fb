package dev.reckon.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.reckon.sql.Notice;
import dev.reckon.sql.ResultColumn;
import dev.reckon.sql.format.ByteSink;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;

/// One object: `{"columns": [{"name", "type"}], "rows": [[…]], "rowCount", "command"}`; for a batch
/// `{"results": [such an object, …]}`. A failure after rows were sent adds `"error"`.
final class JsonResults implements ResultFormat {
    static final String CONTENT_TYPE = "application/json";

    private static final int SCRATCH_BYTE_COUNT = 256;

    private final JsonGenerator json;
    private final Environment environment;
    private final boolean isBatch;
    private final ByteSink scratch = new ByteSink(SCRATCH_BYTE_COUNT);
    private List<ResultColumn> columns = List.of();
    private JsonForm[] forms = {};

    JsonResults(OutputStream out, Environment environment, boolean isBatch) throws IOException {
        this.json = SqlRequest.JSON.createGenerator(out);
        this.environment = environment;
        this.isBatch = isBatch;
        if (isBatch) {
            json.writeStartObject();
            json.writeArrayFieldStart("results");
        }
    }

    @Override
    public void begin(List<ResultColumn> newColumns) throws IOException {
        columns = newColumns;
        forms =
                newColumns.stream()
                        .map(column -> JsonForm.of(column.type()))
                        .toArray(JsonForm[]::new);
        json.writeStartObject();
        json.writeArrayFieldStart("columns");
        for (ResultColumn column : newColumns) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            json.writeStringField("type", column.type().sqlName());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
    }

    @Override
    public void rows(Batch batch) throws IOException {
        for (int index = 0; index < batch.selectedCount(); index++) {
            int row = batch.row(index);
            json.writeStartArray();
            for (int i = 0; i < forms.length; i++) {
                forms[i].write(
                        json, batch.column(i), row, columns.get(i).type(), environment, scratch);
            }
            json.writeEndArray();
        }
    }

    @Override
    public void end(String tag, List<Notice> notices) throws IOException {
        json.writeEndArray();
        json.writeNumberField("rowCount", ResultFormat.rowCount(tag));
        json.writeStringField("command", tag);
        if (!notices.isEmpty()) {
            json.writeArrayFieldStart("notices");
            for (Notice notice : notices) {
                json.writeStartObject();
                json.writeStringField("severity", notice.severity());
                json.writeStringField("code", notice.message().code());
                json.writeStringField(
                        "message", Objects.requireNonNullElse(notice.message().getMessage(), ""));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        if (isBatch) {
            json.writeEndArray();
            json.writeEndObject();
        }
        json.close();
    }

    @Override
    public void error(DatabaseException error, String statement) throws IOException {
        // Out of the row and the rows, into the object that they are in.
        while (json.getOutputContext().inArray()) {
            json.writeEndArray();
        }
        if (json.getOutputContext().inRoot()) {
            json.writeStartObject();
        }
        json.writeFieldName("error");
        HttpErrors.write(json, error, statement);
        // The generator closes what is open.
        json.close();
    }
}

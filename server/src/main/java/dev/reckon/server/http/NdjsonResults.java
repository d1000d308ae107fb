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

/// One object a line for each row, `{"column": value, …}`; for a statement without rows one line
/// `{"command", "rowCount"}`. A failure after rows were sent is a last line `{"error": …}`.
final class NdjsonResults implements ResultFormat {
    static final String CONTENT_TYPE = "application/x-ndjson";

    private static final int SCRATCH_BYTE_COUNT = 256;

    private final JsonGenerator json;
    private final Environment environment;
    private final ByteSink scratch = new ByteSink(SCRATCH_BYTE_COUNT);
    private List<ResultColumn> columns = List.of();
    private JsonForm[] forms = {};

    NdjsonResults(OutputStream out, Environment environment) throws IOException {
        this.json = SqlRequest.JSON.createGenerator(out);
        this.environment = environment;
        // Two columns of one name are a row's own business.
        json.disable(JsonGenerator.Feature.STRICT_DUPLICATE_DETECTION);
        json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString(""));
    }

    @Override
    public void begin(List<ResultColumn> newColumns) {
        columns = newColumns;
        forms =
                newColumns.stream()
                        .map(column -> JsonForm.of(column.type()))
                        .toArray(JsonForm[]::new);
    }

    @Override
    public void rows(Batch batch) throws IOException {
        for (int index = 0; index < batch.selectedCount(); index++) {
            int row = batch.row(index);
            json.writeStartObject();
            for (int i = 0; i < forms.length; i++) {
                json.writeFieldName(columns.get(i).name());
                forms[i].write(
                        json, batch.column(i), row, columns.get(i).type(), environment, scratch);
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    @Override
    public void end(String tag, List<Notice> notices) throws IOException {
        if (columns.isEmpty()) {
            json.writeStartObject();
            json.writeStringField("command", tag);
            json.writeNumberField("rowCount", ResultFormat.rowCount(tag));
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    @Override
    public void error(DatabaseException error, String statement) throws IOException {
        while (!json.getOutputContext().inRoot()) {
            if (json.getOutputContext().inArray()) {
                json.writeEndArray();
            } else {
                if (!json.getOutputContext().hasCurrentIndex()
                        || json.getOutputContext().hasCurrentName()) {
                    json.writeNull();
                }
                json.writeEndObject();
            }
        }
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeFieldName("error");
        HttpErrors.write(json, error, statement);
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }
}

package dev.reckon.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a client asks for: `{"sql": …, "params": […]}`, or `{"statements": [{"sql": …}, …]}`.
///
/// @param isBatch whether it came in the second form
record SqlRequest(List<Statement> statements, boolean isBatch) {
    private static final int STATEMENT_COUNT_MAX = 10_000;

    static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// One text with the values of `$1`, ….
    record Statement(String sql, List<Parameter> parameters) {}

    /// A parameter as JSON has it.
    sealed interface Parameter {
        record Null() implements Parameter {}

        /// A string, number or boolean, as text.
        record Scalar(String text) implements Parameter {}

        /// An array, which is one of SQL or of JSON, as the parameter's type says.
        ///
        /// @param json its text
        record Array(List<Parameter> elements, String json) implements Parameter {}

        /// An object, as its text.
        record Object(String json) implements Parameter {}
    }

    /// Reads a request's body.
    ///
    /// @throws HttpStatusException 400 when it is not such JSON
    static SqlRequest read(InputStream body) throws IOException {
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("the body must be a JSON object");
            }
            Optional<Statement> single = Optional.empty();
            Optional<List<Statement>> batch = Optional.empty();
            String sql = "";
            List<Parameter> parameters = List.of();
            boolean hasSql = false;
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "sql" -> {
                        sql = readString(json, name);
                        hasSql = true;
                    }
                    case "params" -> parameters = readParameters(json);
                    case "statements" -> batch = Optional.of(readStatements(json));
                    default -> throw invalid("unknown field \"" + name + "\"");
                }
            }
            if (json.nextToken() != null) {
                throw invalid("there is something after the JSON object");
            }
            if (hasSql == batch.isPresent()) {
                throw invalid("the body must have either \"sql\" or \"statements\"");
            }
            if (hasSql) {
                single = Optional.of(new Statement(sql, parameters));
            } else if (!parameters.isEmpty()) {
                throw invalid("\"params\" belong beside \"sql\"");
            }
            return single.map(statement -> new SqlRequest(List.of(statement), false))
                    .orElse(new SqlRequest(batch.orElse(List.of()), true));
        } catch (JsonProcessingException e) {
            throw invalid("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private static List<Statement> readStatements(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw invalid("\"statements\" must be an array");
        }
        List<Statement> statements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                statements.add(new Statement(json.getText(), List.of()));
            } else {
                statements.add(readStatement(json));
            }
            if (statements.size() > STATEMENT_COUNT_MAX) {
                throw invalid("more than " + STATEMENT_COUNT_MAX + " statements in one request");
            }
        }
        return statements;
    }

    private static Statement readStatement(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw invalid("a statement must be an object or a string");
        }
        Optional<String> sql = Optional.empty();
        List<Parameter> parameters = List.of();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "sql" -> sql = Optional.of(readString(json, name));
                case "params" -> parameters = readParameters(json);
                default -> throw invalid("unknown field \"" + name + "\"");
            }
        }
        return new Statement(
                sql.orElseThrow(() -> invalid("a statement must have \"sql\"")), parameters);
    }

    private static String readString(JsonParser json, String name) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw invalid("\"" + name + "\" must be a string");
        }
        return json.getText();
    }

    private static List<Parameter> readParameters(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw invalid("\"params\" must be an array");
        }
        List<Parameter> parameters = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            parameters.add(readParameter(json));
        }
        return parameters;
    }

    private static Parameter readParameter(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NULL -> new Parameter.Null();
            case START_ARRAY -> {
                List<Parameter> elements = new ArrayList<>();
                var text = new StringBuilder("[");
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    Parameter element = readParameter(json, text, !elements.isEmpty());
                    elements.add(element);
                }
                yield new Parameter.Array(elements, text.append(']').toString());
            }
            case START_OBJECT -> {
                var text = new StringWriter();
                try (JsonGenerator copy = JSON.createGenerator(text)) {
                    copy.copyCurrentStructure(json);
                }
                yield new Parameter.Object(text.toString());
            }
            default -> new Parameter.Scalar(json.getText());
        };
    }

    /// Reads an element of an array, and appends its JSON to the array's.
    private static Parameter readParameter(JsonParser json, StringBuilder text, boolean isFurther)
            throws IOException {
        if (isFurther) {
            text.append(',');
        }
        boolean isString = json.currentToken() == JsonToken.VALUE_STRING;
        Parameter element = readParameter(json);
        switch (element) {
            case Parameter.Null _ -> text.append("null");
            case Parameter.Scalar(String scalar) when isString -> {
                var quoted = new StringWriter();
                try (JsonGenerator copy = JSON.createGenerator(quoted)) {
                    copy.writeString(scalar);
                }
                text.append(quoted);
            }
            case Parameter.Scalar(String scalar) -> text.append(scalar);
            case Parameter.Array(_, String array) -> text.append(array);
            case Parameter.Object(String object) -> text.append(object);
        }
        return element;
    }

    private static HttpStatusException invalid(String message) {
        return new HttpStatusException(400, SqlState.PROTOCOL_VIOLATION, message);
    }
}

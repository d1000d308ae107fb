package dev.reckon.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import dev.reckon.server.metrics.ServerMetrics;
import dev.reckon.sql.Database;
import dev.reckon.sql.Prepared;
import dev.reckon.sql.Result;
import dev.reckon.sql.Session;
import dev.reckon.sql.TransactionStatus;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// `POST /v1/sql`: runs the statements of a request in a session and one transaction of its own.
/// Safe for use by many threads.
final class SqlEndpoint {
    private static final System.Logger LOG = System.getLogger(SqlEndpoint.class.getName());

    private final Database database;
    private final ServerMetrics metrics;

    SqlEndpoint(Database database, ServerMetrics metrics) {
        this.database = database;
        this.metrics = metrics;
    }

    /// Runs a request and sends its answer, an error included; returns the status.
    int run(HttpExchange exchange, SqlRequest request, String user) throws IOException {
        String accept =
                Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Accept"), "*/*")
                        .toLowerCase(Locale.ROOT);
        boolean csv = accept.contains("text/csv");
        boolean ndjson = accept.contains("ndjson");
        if ((csv || ndjson) && request.isBatch()) {
            throw new HttpStatusException(
                    406, SqlState.FEATURE_NOT_SUPPORTED, "a batch is answered in JSON only");
        }
        var response = new ResponseStream(exchange);
        try (Session session = database.logIn(user)) {
            session.cameFrom(
                    exchange.getRemoteAddress().getAddress(),
                    exchange.getRemoteAddress().getPort());
            String contentType =
                    csv
                            ? CsvResults.CONTENT_TYPE
                            : ndjson ? NdjsonResults.CONTENT_TYPE : JsonResults.CONTENT_TYPE;
            exchange.getResponseHeaders().set("Content-Type", contentType);
            ResultFormat format = format(contentType, response, session, request.isBatch());
            return run(new Run(session, format), request, response, exchange);
        }
    }

    private static ResultFormat format(
            String contentType, OutputStream out, Session session, boolean isBatch)
            throws IOException {
        return switch (contentType) {
            case CsvResults.CONTENT_TYPE -> new CsvResults(out, session.environment());
            case NdjsonResults.CONTENT_TYPE -> new NdjsonResults(out, session.environment());
            default -> new JsonResults(out, session.environment(), isBatch);
        };
    }

    private int run(Run run, SqlRequest request, ResponseStream response, HttpExchange exchange)
            throws IOException {
        try {
            run.all(request);
            run.format.close();
            response.finish(200);
            return 200;
        } catch (RuntimeException | Error failure) {
            DatabaseException error = HttpErrors.of(failure);
            if (error.sqlState() == SqlState.INTERNAL_ERROR) {
                metrics.internalError();
                LOG.log(System.Logger.Level.ERROR, "internal error in: " + run.current, failure);
            }
            run.session.fail();
            run.session.endImplicit();
            int status = HttpErrors.status(error.sqlState());
            if (response.isSending()) {
                run.format.error(error, run.current);
            } else {
                response.reset();
                exchange.getResponseHeaders().set("Content-Type", JsonResults.CONTENT_TYPE);
                writeError(response, error, run.current);
            }
            response.finish(status);
            return status;
        }
    }

    /// Writes `{"error": …}`.
    static void writeError(OutputStream out, DatabaseException error, String statement)
            throws IOException {
        JsonGenerator json = SqlRequest.JSON.createGenerator(out);
        json.writeStartObject();
        json.writeFieldName("error");
        HttpErrors.write(json, error, statement);
        json.writeEndObject();
        json.close();
    }

    /// One request on its way. For one thread.
    private static final class Run {
        private final Session session;
        private final ResultFormat format;

        /// The statement that is running, to place an error.
        private String current = "";

        Run(Session session, ResultFormat format) {
            this.session = session;
            this.format = format;
        }

        void all(SqlRequest request) throws IOException {
            List<SqlRequest.Statement> statements = request.statements();
            for (int i = 0; i < statements.size(); i++) {
                texts(statements.get(i), i == statements.size() - 1);
            }
            if (statements.isEmpty()) {
                session.endImplicit();
            }
        }

        /// Runs the statements of one text; the last one's result is the answer.
        private void texts(SqlRequest.Statement request, boolean isLast) throws IOException {
            current = request.sql();
            List<String> texts = session.split(request.sql());
            if (texts.size() > 1 && !request.parameters().isEmpty()) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR,
                                "cannot insert multiple commands into a prepared statement")
                        .withHint("Use \"statements\" for several statements with parameters.");
            }
            for (int i = 0; i < texts.size() - 1; i++) {
                current = texts.get(i);
                session.execute(session.prepare(current, List.of()), List.of()).close();
            }
            current = texts.isEmpty() ? "" : texts.getLast();
            Prepared statement = session.prepare(current, List.of());
            String tag;
            try (Result result =
                    session.execute(
                            statement,
                            ParameterReader.read(
                                    request.parameters(),
                                    statement.parameterTypes(),
                                    session.environment()))) {
                tag = write(result);
            }
            if (isLast) {
                commit();
            }
            format.end(tag, session.takeNotices());
        }

        private void commit() {
            session.endImplicit();
            if (session.transactionStatus() != TransactionStatus.IDLE) {
                throw DatabaseException.notSupported(
                        "a transaction that outlives its request",
                        "Send its statements as one request with \"statements\".");
            }
        }

        private String write(Result result) throws IOException {
            return switch (result) {
                case Result.Rows rows -> {
                    format.begin(rows.columns());
                    Optional<Batch> batch = rows.next();
                    while (batch.isPresent()) {
                        format.rows(batch.get());
                        batch = rows.next();
                    }
                    yield rows.tag();
                }
                case Result.Command(String tag) -> {
                    format.begin(List.of());
                    yield tag;
                }
                case Result.Empty _ -> {
                    format.begin(List.of());
                    yield "";
                }
                case Result.CopyIn _, Result.CopyOut _ ->
                        throw DatabaseException.notSupported(
                                "COPY over HTTP",
                                "Use the PostgreSQL protocol, or SELECT with Accept: text/csv.");
            };
        }
    }
}

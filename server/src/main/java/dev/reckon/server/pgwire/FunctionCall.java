package dev.reckon.server.pgwire;

import dev.reckon.sql.Prepared;
import dev.reckon.sql.Result;
import dev.reckon.sql.Session;
import dev.reckon.sql.format.ByteSink;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The function call protocol: one function, named by its oid, with its arguments, answered with
/// its result. Drivers read and write large objects by it. A call is a SELECT of the function. For
/// one thread.
final class FunctionCall {
    private static final int NULL_LENGTH = -1;

    private final MessageReader in;
    private final BackendMessages out;
    private final Session session;
    private final CurrentStatement current;

    FunctionCall(ClientSocket client, Session session, CurrentStatement current) {
        this.in = client.in();
        this.out = client.out();
        this.session = session;
        this.current = current;
    }

    /// Reads a FunctionCall in place and answers with a FunctionCallResponse.
    void run() throws IOException {
        long oid = Integer.toUnsignedLong(in.readInt());
        ColumnFormats formats = ColumnFormats.read(in);
        int count = in.readShort() & 0xffff;
        String text = statement(oid, count);
        current.set(text, 0);
        Prepared prepared = session.prepare(text, List.of());
        if (!formats.fits(count)) {
            throw new DatabaseException(
                    SqlState.PROTOCOL_VIOLATION,
                    "function call message contains %d argument formats but %d arguments"
                            .formatted(formats.codes().length, count));
        }
        List<Value> arguments =
                ParameterValues.read(in, formats, prepared.parameterTypes(), session.environment());
        boolean isBinary = in.readShort() == 1;
        in.finish();
        DataType type = prepared.columns().orElseThrow().getFirst().type();
        try (Result result = session.execute(prepared, arguments)) {
            respond(((Result.Rows) result).next(), type, isBinary);
        }
    }

    /// Returns `SELECT f($1::type, …)`.
    private String statement(long oid, int argumentCount) {
        String signature =
                session.environment()
                        .names()
                        .functionSignature(oid)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_FUNCTION,
                                        "function with OID " + oid + " does not exist"));
        int bracket = signature.lastIndexOf('(');
        String types = signature.substring(bracket + 1, signature.length() - 1);
        String[] arguments = types.isEmpty() ? new String[0] : types.split(",", -1);
        if (arguments.length != argumentCount) {
            throw new DatabaseException(
                    SqlState.PROTOCOL_VIOLATION,
                    "function call message contains %d arguments but function requires %d"
                            .formatted(argumentCount, arguments.length));
        }
        var text = new StringBuilder("SELECT ").append(signature, 0, bracket + 1);
        for (int i = 0; i < arguments.length; i++) {
            text.append(i == 0 ? "$" : ", $").append(i + 1).append("::").append(arguments[i]);
        }
        return text.append(')').toString();
    }

    private void respond(Optional<Batch> batch, DataType type, boolean isBinary)
            throws IOException {
        ByteSink body = out.begin('V');
        int start = body.length();
        body.writeInt(NULL_LENGTH);
        if (batch.isPresent() && batch.get().selectedCount() > 0) {
            var vector = batch.get().column(0);
            int row = batch.get().row(0);
            if (!vector.isNull(row)) {
                if (isBinary) {
                    ValueFormat.writeBinary(vector, row, type, session.environment(), body);
                } else {
                    ValueFormat.writeText(vector, row, type, session.environment(), body);
                }
                body.setInt(start, body.length() - start - Integer.BYTES);
            }
        }
        out.end();
    }
}

package dev.reckon.sql.function.system;

import static dev.reckon.storage.type.Value.Null.NULL;

import dev.reckon.sql.function.SessionActivity;
import dev.reckon.sql.function.SessionActivity.Client;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Functions about the session and the server.
public final class SessionFunctions {
    /// What `version()` says: clients read the first number.
    private static final String VERSION =
            "PostgreSQL 15.0 (Reckon 0.1) on the JVM, learned index, columnar";

    private static final int UTF8 = 6;
    private static final int NAME_BYTES_MAX = 63;

    /// PostgreSQL's, in bytes.
    private static final int PAYLOAD_BYTES_MAX = 7999;

    private SessionFunctions() {}

    /// Finds a function of this family.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "version()" -> Body.text(_ -> VERSION);
            case "current_database()" -> Body.text(row -> row.environment().currentDatabase());
            case "pg_trigger_depth()" -> Body.number(row -> row.environment().triggerDepth());
            case "suppress_redundant_updates_trigger()" ->
                    Body.value(_ -> {
                        throw new DatabaseException(
                                SqlState.TRIGGER_PROTOCOL_VIOLATED,
                                "suppress_redundant_updates_trigger: must be called as trigger");
                    });
            case "pg_backend_pid()" -> Body.number(row -> row.environment().backendProcessId());
            case "current_user()" -> Body.text(row -> row.environment().currentUser());
            case "session_user()" ->
                    Body.text(row -> row.environment().setting("session_authorization"));
            case "current_schema()" -> Body.value(SessionFunctions::currentSchema);
            case "current_schemas(bool)" ->
                    Body.value(row -> names(row.environment().names().searchPath(row.bool(0))));
            case "current_setting(text)" ->
                    Body.text(row -> row.environment().setting(row.text(0)));
            case "current_setting(text,bool)" -> Body.value(SessionFunctions::setting);
            case "set_config(text,text,bool)" -> Body.value(SessionFunctions::setConfig);
            case "pg_is_in_recovery()" -> Body.bool(_ -> false);
            case "pg_client_encoding()", "getdatabaseencoding()" -> Body.text(_ -> "UTF8");
            case "pg_encoding_to_char(int4)" ->
                    Body.text(row -> row.integer(0) == UTF8 ? "UTF8" : "");
            case "pg_char_to_encoding(name)" ->
                    Body.number(row -> row.text(0).equalsIgnoreCase("utf8") ? UTF8 : -1);
            case "pg_typeof(any)" -> {
                int oid = signature.argument(0).oid();
                yield Body.number(_ -> oid);
            }
            case "pg_sleep(float8)" -> Body.value(SessionFunctions::sleep);
            case "inet_client_addr()" ->
                    Body.value(row -> client(row).<Value>map(Client::address).orElse(NULL));
            case "inet_client_port()" ->
                    Body.value(row ->
                            client(row)
                                    .<Value>map(each -> new Value.Int(each.port()))
                                    .orElse(NULL));
            case "inet_server_addr()", "inet_server_port()" -> Body.value(_ -> NULL);
            case "current_query()" -> Body.text(row -> row.environment().query());
            case "pg_postmaster_start_time()", "pg_conf_load_time()" ->
                    Body.number(row -> row.environment().startTimestamp());
            case "pg_jit_available()" -> Body.bool(_ -> false);
            // What is sent is handed over at once.
            case "pg_notification_queue_usage()" -> Body.real(_ -> 0);
            case "pg_notify(text,text)" -> Body.value(SessionFunctions::notify);
            default -> Body.Missing.MISSING;
        };
    }

    private static Optional<Client> client(Row row) {
        int processId = row.environment().backendProcessId();
        return row.environment().sessions().stream()
                .filter(each -> each.processId() == processId)
                .findFirst()
                .flatMap(SessionActivity::client);
    }

    private static Value notify(Row row) {
        String channel = row.isNull(0) ? "" : row.text(0);
        String payload = row.isNull(1) ? "" : row.text(1);
        if (channel.isEmpty()) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE, "channel name cannot be empty");
        }
        if (channel.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            throw new DatabaseException(SqlState.INVALID_PARAMETER_VALUE, "channel name too long");
        }
        if (payload.getBytes(StandardCharsets.UTF_8).length > PAYLOAD_BYTES_MAX) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE, "payload string too long");
        }
        row.environment().notify(channel, payload);
        return Value.text("");
    }

    private static Value currentSchema(Row row) {
        List<String> schemas = row.environment().names().searchPath(false);
        return schemas.isEmpty() ? NULL : Value.text(schemas.getFirst());
    }

    private static Value names(List<String> names) {
        return Value.Array.of(names.stream().<Value>map(Value::text).toList());
    }

    private static Value setting(Row row) {
        try {
            return Value.text(row.environment().setting(row.text(0)));
        } catch (DatabaseException e) {
            if (row.bool(1) && e.sqlState() == SqlState.UNDEFINED_OBJECT) {
                return NULL;
            }
            throw e;
        }
    }

    private static Value setConfig(Row row) {
        if (row.isNull(0)) {
            throw new DatabaseException(
                    SqlState.NULL_VALUE_NOT_ALLOWED, "SET requires parameter name");
        }
        boolean local = !row.isNull(2) && row.bool(2);
        row.environment().set(row.text(0), row.isNull(1) ? "" : row.text(1), local);
        return Value.text(row.environment().setting(row.text(0)));
    }

    /// Sleeps in short naps, so that a cancel request is noticed.
    private static Value sleep(Row row) {
        long end = System.nanoTime() + (long) (row.real(0) * 1e9);
        try {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                row.environment().checkCancelled();
                Thread.sleep(Math.min(left / 1_000_000 + 1, 20));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(SqlState.QUERY_CANCELED, "interrupted", e);
        }
        return Value.text("");
    }
}

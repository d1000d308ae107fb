package dev.reckon.sql.function.extension;

import dev.reckon.sql.function.Kernel;
import dev.reckon.sql.function.kernel.Bodies;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.storage.type.DataType;
import java.util.Optional;

/// Finds what carries out a function of an extension.
public final class ExtensionFunctions {
    private ExtensionFunctions() {}

    /// Returns the kernel of a function; empty when there is none here.
    ///
    /// @param symbol as `pg_proc.prosrc` has it
    /// @param strict whether a NULL argument gives NULL without a call
    public static Optional<Kernel> find(String symbol, boolean strict, DataType resultType) {
        Body body =
                switch (symbol) {
                    case "uuid_nil" -> bytes(_ -> new byte[Uuids.BYTE_COUNT]);
                    case "uuid_ns_dns" -> bytes(_ -> Uuids.namespace(Uuids.DNS));
                    case "uuid_ns_url" -> bytes(_ -> Uuids.namespace(Uuids.URL));
                    case "uuid_ns_oid" -> bytes(_ -> Uuids.namespace(Uuids.OID));
                    case "uuid_ns_x500" -> bytes(_ -> Uuids.namespace(Uuids.X500));
                    case "uuid_generate_v1" ->
                            bytes(row -> Uuids.ofTime(row.environment().clockTimestamp()));
                    case "uuid_generate_v1mc" ->
                            bytes(row -> Uuids.ofTimeAndChance(row.environment().clockTimestamp()));
                    case "uuid_generate_v3" ->
                            bytes(row -> Uuids.ofName(3, row.bytes(0), row.bytes(1)));
                    case "uuid_generate_v5" ->
                            bytes(row -> Uuids.ofName(5, row.bytes(0), row.bytes(1)));
                    case "uuid_generate_v4", "pg_random_uuid" -> bytes(_ -> Uuids.ofChance());
                    case "pg_digest" -> bytes(row -> Digests.digest(row.text(1), row.bytes(0)));
                    case "pg_hmac" ->
                            bytes(row -> Digests.hmac(row.text(2), row.bytes(1), row.bytes(0)));
                    case "pg_random_bytes" -> bytes(row -> Salts.randomBytes(row.integer(0)));
                    case "pg_gen_salt" -> text(row -> Salts.salt(row.text(0), 0));
                    case "pg_gen_salt_rounds" ->
                            text(row -> Salts.salt(row.text(0), row.integer(1)));
                    case "pg_crypt" -> text(row -> Passwords.crypt(row.bytes(0), row.text(1)));
                    default -> Body.Missing.MISSING;
                };
        return body instanceof Body.Missing
                ? Optional.empty()
                : Optional.of(Bodies.kernel(body, strict, resultType));
    }

    private static Body bytes(Body.OfBytes compute) {
        return compute;
    }

    private static Body text(Body.OfText compute) {
        return compute;
    }
}

package dev.reckon.sql.function.compare;

import static dev.reckon.sql.function.kernel.Body.number;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.type.DataType;
import java.util.regex.Pattern;

/// The functions that PostgreSQL hashes values with, with PostgreSQL's results: `hashint4`,
/// `hashtextextended`, ….
public final class HashFunctions {
    private static final Pattern NAME =
            Pattern.compile(
                    "hash_?(char|name|text|bpchar|int2|int4|int8|oid|oidvector|enum|float4|float8|inet"
                            + "|macaddr8?|numeric|array|range|multirange|record)(_?extended)?"
                            + "|(time|timetz|timestamp|interval|uuid|jsonb|pg_lsn)_hash(_extended)?");

    private HashFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        if (!NAME.matcher(signature.name()).matches()) {
            return Body.Missing.MISSING;
        }
        DataType type = signature.argument(0);
        return signature.resultType().equals(DataType.INT8)
                ? number(row ->
                        new ValueHash(row.environment(), row.number(1)).wide(row.value(0), type))
                : number(row -> new ValueHash(row.environment(), 0).narrow(row.value(0), type));
    }
}

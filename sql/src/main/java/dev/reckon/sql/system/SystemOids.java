package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Schema;

/// Oids of PostgreSQL's built-in objects that the system relations refer to.
final class SystemOids {
    static final long PG_CLASS = 1259;
    static final long PG_PROC = 1255;
    static final long PG_TYPE = 1247;
    static final long PG_NAMESPACE = 2615;
    static final long PG_CONSTRAINT = 2606;
    static final long PG_ATTRDEF = 2604;
    static final long PG_REWRITE = 2618;
    static final long PG_CAST = 2605;
    static final long PG_EXTENSION = 3079;
    static final long HEAP_METHOD = 2;
    static final long BTREE_METHOD = 403;
    static final long HASH_METHOD = 405;
    static final long DEFAULT_COLLATION = 100;
    static final long C_COLLATION = 950;
    static final long DEFAULT_TABLESPACE = 1663;
    static final long DATABASE = 5;
    static final long C_LANGUAGE = 13;
    static final long SQL_LANGUAGE = 14;
    static final long INTERNAL_LANGUAGE = 12;
    static final long PLPGSQL_LANGUAGE = 13_563;

    private SystemOids() {}

    /// Returns the oid of a schema by its name in [RelationShape].
    static long schema(String name) {
        return name.equals("pg_catalog") ? Schema.PG_CATALOG_OID : Schema.INFORMATION_SCHEMA_OID;
    }

    /// Returns the number of a collation that a column of a type has, 0 when the type has none.
    static long collation(dev.reckon.storage.type.DataType type) {
        return switch (type.name()) {
            case "text", "varchar", "bpchar", "_text", "_varchar", "_bpchar" -> DEFAULT_COLLATION;
            case "name", "_name" -> C_COLLATION;
            default -> 0;
        };
    }
}

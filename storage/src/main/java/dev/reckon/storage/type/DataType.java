package dev.reckon.storage.type;

import static dev.reckon.storage.type.TypeCategory.*;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A data type, as a row of `pg_type` describes it. The constants are the built-in ones, with
/// PostgreSQL's own oids; enums, domains and composites are made at run time by the same
/// constructor.
///
/// A type modifier (the 20 of `varchar(20)`) is not part of the type: it travels beside it as an
/// `int` in PostgreSQL's encoding (-1 when there is none).
///
/// @param oid PostgreSQL's object id for built-in types
/// @param name the name in `pg_type` (`int4`, `_int4` for its array)
/// @param sqlName the name that PostgreSQL prints (`integer`, `integer[]`)
/// @param physical how values are held
/// @param byteLength `pg_type.typlen`: the width of a fixed-length type, -1 when it varies
/// @param elementOid the element's oid of an array, the subtype's of a range, the range's of a
///   multirange, else 0
/// @param arrayOid the oid of the array of this type, 0 when there is none
public record DataType(
        int oid,
        String name,
        String sqlName,
        TypeCategory category,
        boolean preferred,
        PhysicalType physical,
        int byteLength,
        int elementOid,
        int arrayOid) {

    private static final Map<Integer, DataType> BY_OID = new HashMap<>();
    private static final Map<String, DataType> BY_NAME = new HashMap<>();
    private static final List<DataType> ALL = new ArrayList<>();

    public static final DataType BOOL =
            scalar(
                    16,
                    "bool",
                    "boolean",
                    TypeCategory.BOOLEAN,
                    true,
                    PhysicalType.BOOLEAN,
                    1,
                    1000);
    public static final DataType BYTEA =
            scalar(17, "bytea", "bytea", USER, false, PhysicalType.BYTES, -1, 1001);

    /// PostgreSQL's one-byte `"char"` of its catalogs.
    public static final DataType CHAR =
            scalar(18, "char", "\"char\"", INTERNAL, false, PhysicalType.BYTES, 1, 1002);

    public static final DataType NAME =
            scalar(19, "name", "name", STRING, false, PhysicalType.BYTES, 64, 1003);
    public static final DataType INT8 =
            scalar(20, "int8", "bigint", TypeCategory.NUMERIC, false, PhysicalType.INT8, 8, 1016);
    public static final DataType INT2 =
            scalar(21, "int2", "smallint", TypeCategory.NUMERIC, false, PhysicalType.INT2, 2, 1005);
    public static final DataType INT4 =
            scalar(23, "int4", "integer", TypeCategory.NUMERIC, false, PhysicalType.INT4, 4, 1007);
    public static final DataType TEXT =
            scalar(25, "text", "text", STRING, true, PhysicalType.BYTES, -1, 1009);
    public static final DataType OID =
            scalar(26, "oid", "oid", TypeCategory.NUMERIC, true, PhysicalType.INT8, 4, 1028);
    public static final DataType JSON =
            scalar(114, "json", "json", USER, false, PhysicalType.BYTES, -1, 199);
    public static final DataType XML =
            scalar(142, "xml", "xml", USER, false, PhysicalType.BYTES, -1, 143);
    public static final DataType JSONB =
            scalar(3802, "jsonb", "jsonb", USER, false, PhysicalType.BYTES, -1, 3807);
    public static final DataType JSONPATH =
            scalar(4072, "jsonpath", "jsonpath", USER, false, PhysicalType.BYTES, -1, 4073);
    public static final DataType FLOAT4 =
            scalar(
                    700,
                    "float4",
                    "real",
                    TypeCategory.NUMERIC,
                    false,
                    PhysicalType.FLOAT4,
                    4,
                    1021);
    public static final DataType FLOAT8 =
            scalar(
                    701,
                    "float8",
                    "double precision",
                    TypeCategory.NUMERIC,
                    true,
                    PhysicalType.FLOAT8,
                    8,
                    1022);
    public static final DataType UNKNOWN =
            scalar(
                    705,
                    "unknown",
                    "unknown",
                    TypeCategory.UNKNOWN,
                    false,
                    PhysicalType.BYTES,
                    -2,
                    0);
    public static final DataType MONEY =
            scalar(790, "money", "money", TypeCategory.NUMERIC, false, PhysicalType.INT8, 8, 791);

    /// Geometric types are held in PostgreSQL's binary form.
    public static final DataType POINT = geometric(600, "point", 16, 1017);

    public static final DataType LSEG = geometric(601, "lseg", 32, 1018);
    public static final DataType PATH = geometric(602, "path", -1, 1019);
    public static final DataType BOX = geometric(603, "box", 32, 1020);
    public static final DataType POLYGON = geometric(604, "polygon", -1, 1027);
    public static final DataType LINE = geometric(628, "line", 24, 629);
    public static final DataType CIRCLE = geometric(718, "circle", 24, 719);

    public static final DataType MACADDR =
            scalar(829, "macaddr", "macaddr", USER, false, PhysicalType.BYTES, 6, 1040);
    public static final DataType MACADDR8 =
            scalar(774, "macaddr8", "macaddr8", USER, false, PhysicalType.BYTES, 8, 775);
    public static final DataType CIDR =
            scalar(650, "cidr", "cidr", NETWORK, false, PhysicalType.OBJECT, -1, 651);
    public static final DataType INET =
            scalar(869, "inet", "inet", NETWORK, true, PhysicalType.OBJECT, -1, 1041);
    public static final DataType BPCHAR =
            scalar(1042, "bpchar", "character", STRING, false, PhysicalType.BYTES, -1, 1014);
    public static final DataType VARCHAR =
            scalar(
                    1043,
                    "varchar",
                    "character varying",
                    STRING,
                    false,
                    PhysicalType.BYTES,
                    -1,
                    1015);
    public static final DataType DATE =
            scalar(1082, "date", "date", DATE_TIME, false, PhysicalType.INT4, 4, 1182);
    public static final DataType TIME =
            scalar(
                    1083,
                    "time",
                    "time without time zone",
                    DATE_TIME,
                    false,
                    PhysicalType.INT8,
                    8,
                    1183);
    public static final DataType TIMESTAMP =
            scalar(
                    1114,
                    "timestamp",
                    "timestamp without time zone",
                    DATE_TIME,
                    false,
                    PhysicalType.INT8,
                    8,
                    1115);
    public static final DataType TIMESTAMPTZ =
            scalar(
                    1184,
                    "timestamptz",
                    "timestamp with time zone",
                    DATE_TIME,
                    true,
                    PhysicalType.INT8,
                    8,
                    1185);
    public static final DataType INTERVAL =
            scalar(1186, "interval", "interval", TIMESPAN, true, PhysicalType.OBJECT, 16, 1187);
    public static final DataType TIMETZ =
            scalar(
                    1266,
                    "timetz",
                    "time with time zone",
                    DATE_TIME,
                    false,
                    PhysicalType.OBJECT,
                    12,
                    1270);
    public static final DataType BIT =
            scalar(1560, "bit", "bit", BIT_STRING, false, PhysicalType.OBJECT, -1, 1561);
    public static final DataType VARBIT =
            scalar(1562, "varbit", "bit varying", BIT_STRING, true, PhysicalType.OBJECT, -1, 1563);
    public static final DataType NUMERIC =
            scalar(
                    1700,
                    "numeric",
                    "numeric",
                    TypeCategory.NUMERIC,
                    false,
                    PhysicalType.NUMERIC,
                    -1,
                    1231);
    public static final DataType UUID =
            scalar(2950, "uuid", "uuid", USER, false, PhysicalType.BYTES, 16, 2951);

    public static final DataType REGPROC = reg(24, "regproc", 1008);
    public static final DataType REGPROCEDURE = reg(2202, "regprocedure", 2207);
    public static final DataType REGOPER = reg(2203, "regoper", 2208);
    public static final DataType REGOPERATOR = reg(2204, "regoperator", 2209);
    public static final DataType REGCLASS = reg(2205, "regclass", 2210);
    public static final DataType REGTYPE = reg(2206, "regtype", 2211);
    public static final DataType REGROLE = reg(4096, "regrole", 4097);
    public static final DataType REGNAMESPACE = reg(4089, "regnamespace", 4090);
    public static final DataType REGCONFIG = reg(3734, "regconfig", 3735);
    public static final DataType REGDICTIONARY = reg(3769, "regdictionary", 3770);
    public static final DataType REGCOLLATION = reg(4191, "regcollation", 4192);
    public static final DataType XID =
            scalar(28, "xid", "xid", USER, false, PhysicalType.INT8, 4, 1011);
    public static final DataType CID =
            scalar(29, "cid", "cid", USER, false, PhysicalType.INT8, 4, 1012);
    public static final DataType TID =
            scalar(27, "tid", "tid", USER, false, PhysicalType.OBJECT, 6, 1010);
    public static final DataType XID8 =
            scalar(5069, "xid8", "xid8", USER, false, PhysicalType.INT8, 8, 271);
    public static final DataType PG_LSN =
            scalar(3220, "pg_lsn", "pg_lsn", USER, false, PhysicalType.INT8, 8, 3221);
    public static final DataType INT2VECTOR =
            register(
                    new DataType(
                            22,
                            "int2vector",
                            "int2vector",
                            ARRAY,
                            false,
                            PhysicalType.OBJECT,
                            -1,
                            21,
                            1006));
    public static final DataType OIDVECTOR =
            register(
                    new DataType(
                            30,
                            "oidvector",
                            "oidvector",
                            ARRAY,
                            false,
                            PhysicalType.OBJECT,
                            -1,
                            26,
                            1013));

    static {
        register(INT2VECTOR.newArray());
        register(OIDVECTOR.newArray());
    }

    public static final DataType PG_NODE_TREE =
            scalar(194, "pg_node_tree", "pg_node_tree", INTERNAL, false, PhysicalType.BYTES, -1, 0);

    /// The name of a cursor, as text.
    public static final DataType REFCURSOR =
            scalar(1790, "refcursor", "refcursor", USER, false, PhysicalType.BYTES, -1, 2201);

    public static final DataType ACLITEM =
            scalar(1033, "aclitem", "aclitem", USER, false, PhysicalType.BYTES, 12, 1034);

    public static final DataType INT4RANGE = range(3904, "int4range", 23, 3905);
    public static final DataType NUMRANGE = range(3906, "numrange", 1700, 3907);
    public static final DataType TSRANGE = range(3908, "tsrange", 1114, 3909);
    public static final DataType TSTZRANGE = range(3910, "tstzrange", 1184, 3911);
    public static final DataType DATERANGE = range(3912, "daterange", 1082, 3913);
    public static final DataType INT8RANGE = range(3926, "int8range", 20, 3927);

    public static final DataType INT4MULTIRANGE =
            multirange(4451, "int4multirange", INT4RANGE, 6150);
    public static final DataType NUMMULTIRANGE = multirange(4532, "nummultirange", NUMRANGE, 6151);
    public static final DataType TSMULTIRANGE = multirange(4533, "tsmultirange", TSRANGE, 6152);
    public static final DataType TSTZMULTIRANGE =
            multirange(4534, "tstzmultirange", TSTZRANGE, 6153);
    public static final DataType DATEMULTIRANGE =
            multirange(4535, "datemultirange", DATERANGE, 6155);
    public static final DataType INT8MULTIRANGE =
            multirange(4536, "int8multirange", INT8RANGE, 6157);

    public static final DataType RECORD =
            scalar(2249, "record", "record", PSEUDO, false, PhysicalType.OBJECT, -1, 2287);
    public static final DataType CSTRING =
            scalar(2275, "cstring", "cstring", PSEUDO, false, PhysicalType.OBJECT, -2, 1263);
    public static final DataType ANY = pseudo(2276, "any");
    public static final DataType ANYARRAY = pseudo(2277, "anyarray");
    public static final DataType VOID =
            scalar(2278, "void", "void", PSEUDO, false, PhysicalType.BYTES, 4, 0);
    public static final DataType TRIGGER = pseudo(2279, "trigger");
    public static final DataType ANYELEMENT = pseudo(2283, "anyelement");
    public static final DataType ANYNONARRAY = pseudo(2776, "anynonarray");
    public static final DataType ANYENUM = pseudo(3500, "anyenum");
    public static final DataType ANYRANGE = pseudo(3831, "anyrange");
    public static final DataType ANYCOMPATIBLE = pseudo(5077, "anycompatible");
    public static final DataType ANYCOMPATIBLEARRAY = pseudo(5078, "anycompatiblearray");
    public static final DataType ANYCOMPATIBLENONARRAY = pseudo(5079, "anycompatiblenonarray");
    public static final DataType ANYCOMPATIBLERANGE = pseudo(5080, "anycompatiblerange");
    public static final DataType ANYMULTIRANGE = pseudo(4537, "anymultirange");
    public static final DataType ANYCOMPATIBLEMULTIRANGE = pseudo(4538, "anycompatiblemultirange");

    private static DataType scalar(
            int oid,
            String name,
            String sqlName,
            TypeCategory category,
            boolean preferred,
            PhysicalType physical,
            int byteLength,
            int arrayOid) {
        var type =
                register(
                        new DataType(
                                oid,
                                name,
                                sqlName,
                                category,
                                preferred,
                                physical,
                                byteLength,
                                0,
                                arrayOid));
        if (arrayOid != 0) {
            register(type.newArray());
        }
        return type;
    }

    private static DataType reg(int oid, String name, int arrayOid) {
        return scalar(oid, name, name, TypeCategory.NUMERIC, false, PhysicalType.INT8, 4, arrayOid);
    }

    private static DataType geometric(int oid, String name, int byteLength, int arrayOid) {
        return scalar(oid, name, name, GEOMETRIC, false, PhysicalType.BYTES, byteLength, arrayOid);
    }

    private static DataType range(int oid, String name, int subtypeOid, int arrayOid) {
        var type =
                register(
                        new DataType(
                                oid,
                                name,
                                name,
                                RANGE,
                                false,
                                PhysicalType.OBJECT,
                                -1,
                                subtypeOid,
                                arrayOid));
        register(type.newArray());
        return type;
    }

    private static DataType multirange(int oid, String name, DataType range, int arrayOid) {
        var type =
                register(
                        new DataType(
                                oid,
                                name,
                                name,
                                MULTIRANGE,
                                false,
                                PhysicalType.OBJECT,
                                -1,
                                range.oid,
                                arrayOid));
        register(type.newArray());
        return type;
    }

    private static DataType pseudo(int oid, String name) {
        return register(new DataType(oid, name, name, PSEUDO, false, PhysicalType.OBJECT, 4, 0, 0));
    }

    private static DataType register(DataType type) {
        BY_OID.put(type.oid, type);
        BY_NAME.put(type.name, type);
        ALL.add(type);
        return type;
    }

    /// Makes the array type of this type, whose oid is [#arrayOid].
    public DataType newArray() {
        return new DataType(
                arrayOid,
                "_" + name,
                sqlName + "[]",
                ARRAY,
                false,
                PhysicalType.OBJECT,
                -1,
                oid,
                0);
    }

    /// Returns the built-in type with an oid.
    public static Optional<DataType> builtIn(int oid) {
        return Optional.ofNullable(BY_OID.get(oid));
    }

    /// Returns the built-in type with a name as in `pg_type` (`int4`, not `integer`).
    public static Optional<DataType> builtIn(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// Returns every built-in type.
    public static List<DataType> builtIns() {
        return Collections.unmodifiableList(ALL);
    }

    /// Returns the built-in multirange of a built-in range.
    public static Optional<DataType> builtInMultirange(DataType range) {
        return ALL.stream()
                .filter(type -> type.category == MULTIRANGE && type.elementOid == range.oid)
                .findFirst();
    }

    public boolean isArray() {
        return category == ARRAY;
    }

    /// Returns whether this is an array of any length and dimensions: int2vector and oidvector have
    /// subscripts, and are otherwise values like others, of which there can be arrays.
    public boolean isTrueArray() {
        return category == ARRAY && oid != INT2VECTOR.oid && oid != OIDVECTOR.oid;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataType type && type.oid == oid;
    }

    @Override
    public int hashCode() {
        return oid;
    }

    /// Returns the name that PostgreSQL prints in messages.
    @Override
    public String toString() {
        return sqlName;
    }
}

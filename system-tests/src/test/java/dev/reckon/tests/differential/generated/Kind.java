package dev.reckon.tests.differential.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The types of generated expressions, each with constants of two sorts.
///
/// A plain constant is of everyday size and occurs in tables: few of them, so that joins find
/// partners, and no two that are equal and look different. An edge constant is what breaks code.
enum Kind {
    BOOL("boolean", "bool", "true¦false", "true¦false"),
    INT2("smallint", "int2", "0¦1¦2¦3¦7¦-5", "0¦32767¦-32768¦-1¦255"),
    INT4("integer", "int4", "0¦1¦2¦3¦5¦-4¦10¦42", "0¦-1¦2147483647¦-2147483648¦65536¦100"),
    INT8(
            "bigint",
            "int8",
            "0¦1¦2¦4¦-3¦1000¦42",
            "0¦-1¦9223372036854775807¦-9223372036854775808¦4294967296"),
    NUMERIC(
            "numeric",
            "numeric",
            "0¦1.5¦-2.25¦3.75¦100.5¦42",
            "0¦0.00¦-0.5¦2.5¦1e20¦123456789012345678.123456789¦1e-15¦NaN¦Infinity¦-Infinity¦99999.99995"),
    FLOAT4(
            "real",
            "float4",
            "0¦1.5¦-2.25¦8¦0.125",
            "0.1¦-0¦1e38¦1e-40¦NaN¦Infinity¦16777217¦3.4028235e38"),
    FLOAT8(
            "double precision",
            "float8",
            "0¦1.5¦-2.25¦64¦0.0625",
            "0.1¦-0¦1e308¦1e-320¦NaN¦Infinity¦-Infinity¦1e15¦1e16¦123456789.123456¦0.5¦2.5"),
    TEXT(
            "text",
            "text",
            "¦a¦b¦ab¦Abc¦hello¦10¦x_y%",
            "¦ ¦  a b  ¦ä€𝄞¦%¦_¦|a|b'c¦\"q\"¦10¦-7¦1.5¦t¦2024-02-29¦{1,2}¦{\"a\":1}¦\n¦ABC def¦zzz¦null¦[1,5)"),
    VARCHAR("varchar", "varchar", "¦a¦b¦abc", "¦ x ¦Äö¦12¦long long long long text"),
    BPCHAR("character(5)", "bpchar", "a¦b¦abc", "¦ab   ¦äöü¦12"),
    BYTEA(
            "bytea",
            "bytea",
            "\\x¦\\x00¦\\xabcd¦\\x616263",
            "\\x¦\\xff¦\\x00ff00¦\\xdeadbeef¦abc¦\\\\000"),
    DATE(
            "date",
            "date",
            "2024-01-01¦2024-02-29¦2023-12-31¦2000-01-01",
            "1999-12-31¦0001-01-01¦0044-03-15 BC¦infinity¦-infinity¦5874897-12-31¦4713-01-01 BC¦2024-12-30"),
    TIME(
            "time",
            "time",
            "00:00:00¦12:30:00¦23:59:59.5",
            "24:00:00¦00:00:00.000001¦23:59:59.999999"),
    TIMETZ(
            "timetz",
            "timetz",
            "12:30:00+00¦01:00:00+02",
            "24:00:00+00¦23:59:59.999999-08¦00:00:00+14:30"),
    TIMESTAMP(
            "timestamp",
            "timestamp",
            "2024-01-01 00:00:00¦2024-02-29 12:34:56¦2023-12-31 23:59:59.5",
            "infinity¦-infinity¦1969-12-31 23:59:59.999999¦0001-01-01 00:00:00 BC¦294276-12-31 23:59:59¦2024-03-10 02:30:00"),
    TIMESTAMPTZ(
            "timestamptz",
            "timestamptz",
            "2024-01-01 00:00:00+00¦2024-02-29 12:34:56+02¦2023-12-31 23:59:59.5+00",
            "infinity¦-infinity¦1970-01-01 00:00:00+00¦0001-12-31 00:00:00+00 BC¦2024-03-31 01:30:00+00¦294276-12-31 23:59:59+00"),
    INTERVAL(
            "interval",
            "interval",
            "1 day¦1 month¦02:00:00¦1 year 2 mons 3 days",
            "0¦-1 day¦-1 mons +2 days -03:04:05.678¦1000 years¦00:00:00.000001¦30 days¦P1Y2M3DT4H5M6S¦2147483647 days¦-178000000 years¦2147483647 months¦-9223372036854775807 microseconds¦1.5 months -1.25 days"),
    UUID(
            "uuid",
            "uuid",
            "00000000-0000-0000-0000-000000000000¦a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
            "ffffffff-ffff-ffff-ffff-ffffffffffff¦A0EEBC999C0B4EF8BB6D6BB9BD380A11"),
    JSON(
            "json",
            "json",
            "{}¦{\"a\":1}¦[1,2,3]¦null",
            "{ \"a\" : [1, {\"b\": null}], \"a\":2}¦\"x\"¦1.50¦true¦[]¦[[1],[2]]¦{\"a\":{\"b\":[3]}}"),
    JSONB(
            "jsonb",
            "jsonb",
            "{}¦{\"a\": 1}¦[1, 2, 3]¦null",
            "{\"a\":[1,{\"b\":null}],\"c\":\"d\"}¦\"x\"¦1.50¦true¦[]¦[[1],[2]]¦{\"b\":1,\"aa\":2,\"a\":{\"b\":[3]}}¦-1e5"),
    INET(
            "inet",
            "inet",
            "10.0.0.1¦192.168.1.0/24¦::1",
            "0.0.0.0/0¦255.255.255.255¦fe80::/10¦10.1.2.3/8¦::ffff:1.2.3.4"),
    CIDR("cidr", "cidr", "10.0.0.0/8¦192.168.1.0/24", "::/0¦2001:db8::/32¦1.2.3.4"),
    BIT("bit(4)", "bit", "0000¦1010¦1111", "0001¦1000"),
    VARBIT("varbit", "varbit", "¦1¦1010", "0¦11111111111111111¦01"),
    INT4S(
            "int4[]",
            "_int4",
            "{}¦{1}¦{1,2,3}¦{3,NULL}",
            "{{1,2},{3,4}}¦[2:3]={7,8}¦{NULL}¦{2147483647}"),
    INT8S("int8[]", "_int8", "{}¦{1}¦{5,-6}", "{{1},{2}}¦{9223372036854775807}"),
    TEXTS(
            "text[]",
            "_text",
            "{}¦{a}¦{a,b,NULL}",
            "{\"\"}¦{\"a b\",\"c\\\"d\"}¦{{a,b},{c,d}}¦{NULL,null}¦{\"NULL\"}"),
    NUMERICS("numeric[]", "_numeric", "{}¦{1.5}¦{2,3.25}", "{NaN,1}¦{{1.0,2.50}}"),
    DATES("date[]", "_date", "{}¦{2024-01-01}", "{2024-02-29,infinity}¦{NULL}"),
    FLOAT8S("float8[]", "_float8", "{}¦{1.5}¦{2,3.25}", "{NaN,1}¦{0.1,-0}"),
    INT4RANGE(
            "int4range",
            "int4range",
            "empty¦[1,5)¦[2,3)¦[4,)",
            "(,)¦(,0]¦[-2147483648,2147483647)¦(1,2)¦[3,3]"),
    INT8RANGE("int8range", "int8range", "empty¦[1,5)¦[2,3)", "(,)¦[0,9223372036854775807)"),
    NUMRANGE("numrange", "numrange", "empty¦[1,5)¦[2,3]", "(,)¦[1.5,)¦(1.0,1.00]¦[1.1,2.2)"),
    DATERANGE(
            "daterange",
            "daterange",
            "empty¦[2024-01-01,2024-02-01)",
            "(,)¦[2024-02-29,infinity)¦[2024-01-01,2024-01-01]"),
    TSRANGE(
            "tsrange",
            "tsrange",
            "empty¦[\"2024-01-01 00:00:00\",\"2024-02-01 00:00:00\")",
            "(,)¦[2024-01-01,2024-01-01]"),
    OID("oid", "oid", "0¦1¦26", "4294967295¦16384"),
    NAME("name", "name", "¦a¦abc", "¦A b¦zzz"),
    MONEY("money", "money", "0¦1.50¦-3", "92233720368547758.07¦-0.01¦1000000"),
    MACADDR("macaddr", "macaddr", "08:00:2b:01:02:03¦00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"),
    MACADDR8("macaddr8", "macaddr8", "08:00:2b:01:02:03:04:05", "08:00:2b:ff:fe:01:02:03"),
    BOOLS("bool[]", "_bool", "{}¦{t}¦{t,f,NULL}", "{{t},{f}}"),
    TIMESTAMPS(
            "timestamp[]",
            "_timestamp",
            "{}¦{2024-01-01}",
            "{infinity,NULL}¦{\"2024-02-29 12:34:56\"}"),
    JSONBS("jsonb[]", "_jsonb", "{}¦{1,\"{\\\"a\\\": 1}\"}", "{null,NULL}"),
    TSTZRANGE(
            "tstzrange",
            "tstzrange",
            "empty¦[\"2024-01-01 00:00:00+00\",\"2024-02-01 00:00:00+00\")",
            "(,)¦[2024-01-01,infinity]"),
    INT4MULTIRANGE(
            "int4multirange", "int4multirange", "{}¦{[1,5)}¦{[1,2),[4,7)}", "{(,)}¦{(,1],[3,)}"),
    NUMMULTIRANGE("nummultirange", "nummultirange", "{}¦{[1,5)}", "{[1.0,1.5],[2,)}"),
    DATEMULTIRANGE("datemultirange", "datemultirange", "{}¦{[2024-01-01,2024-02-01)}", "{(,)}");

    /// The kinds of tables' columns: those with a btree order in which equal values look alike.
    static final List<Kind> COLUMNS =
            List.of(
                    BOOL,
                    INT2,
                    INT4,
                    INT4,
                    INT8,
                    NUMERIC,
                    FLOAT8,
                    TEXT,
                    TEXT,
                    VARCHAR,
                    BPCHAR,
                    BYTEA,
                    DATE,
                    TIMESTAMP,
                    TIMESTAMPTZ,
                    TIME,
                    INTERVAL,
                    UUID,
                    JSONB,
                    INT4S,
                    TEXTS,
                    INT4RANGE,
                    NUMRANGE,
                    INET);

    private final String sqlName;
    private final String catalogName;
    private final String plain;
    private final String edge;

    Kind(String sqlName, String catalogName, String plain, String edge) {
        this.sqlName = sqlName;
        this.catalogName = catalogName;
        this.plain = plain;
        this.edge = edge;
    }

    /// Returns its name as a cast or a column's type writes it.
    String sqlName() {
        return sqlName;
    }

    static Optional<Kind> ofCatalogName(String name) {
        for (Kind kind : values()) {
            if (kind.catalogName.equals(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /// Returns whether values can be ordered, grouped and joined.
    boolean isComparable() {
        return this != JSON;
    }

    /// Returns whether it is a date or a time of some sort.
    boolean isTime() {
        return switch (this) {
            case DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> true;
            default -> false;
        };
    }

    /// Returns whether equal values always look alike, so that it doesn't matter which is shown.
    boolean isExact() {
        return switch (this) {
            case JSON,
                    NUMERIC,
                    NUMERICS,
                    FLOAT4,
                    FLOAT8,
                    FLOAT8S,
                    INTERVAL,
                    NUMRANGE,
                    NUMMULTIRANGE,
                    JSONBS,
                    TIMETZ,
                    JSONB,
                    BPCHAR ->
                    false;
            default -> true;
        };
    }

    /// Returns the array type of which this is the element.
    Optional<Kind> array() {
        return switch (this) {
            case INT4 -> Optional.of(INT4S);
            case INT8 -> Optional.of(INT8S);
            case TEXT -> Optional.of(TEXTS);
            case NUMERIC -> Optional.of(NUMERICS);
            case DATE -> Optional.of(DATES);
            case FLOAT8 -> Optional.of(FLOAT8S);
            case BOOL -> Optional.of(BOOLS);
            case TIMESTAMP -> Optional.of(TIMESTAMPS);
            case JSONB -> Optional.of(JSONBS);
            default -> Optional.empty();
        };
    }

    /// Returns the range type of which this is the bound.
    Optional<Kind> range() {
        return switch (this) {
            case INT4 -> Optional.of(INT4RANGE);
            case INT8 -> Optional.of(INT8RANGE);
            case NUMERIC -> Optional.of(NUMRANGE);
            case DATE -> Optional.of(DATERANGE);
            case TIMESTAMP -> Optional.of(TSRANGE);
            case TIMESTAMPTZ -> Optional.of(TSTZRANGE);
            default -> Optional.empty();
        };
    }

    /// Returns the multirange type of which this is the range.
    Optional<Kind> multirange() {
        return switch (this) {
            case INT4RANGE -> Optional.of(INT4MULTIRANGE);
            case NUMRANGE -> Optional.of(NUMMULTIRANGE);
            case DATERANGE -> Optional.of(DATEMULTIRANGE);
            default -> Optional.empty();
        };
    }

    /// Returns the kinds that can be an array's element here.
    static List<Kind> elements() {
        List<Kind> elements = new ArrayList<>();
        for (Kind kind : values()) {
            if (kind.array().isPresent()) {
                elements.add(kind);
            }
        }
        return elements;
    }

    /// Returns a typed constant of everyday size.
    String plain(Dice dice) {
        return typed(dice.of(plain.split("¦", -1)));
    }

    /// Returns a typed constant, often an extreme one.
    String edge(Dice dice) {
        return typed(edgeText(dice));
    }

    /// Returns a constant whose type is left to the server.
    String untyped(Dice dice) {
        return quoted(edgeText(dice));
    }

    private String edgeText(Dice dice) {
        return dice.of((dice.percent(60) ? edge : plain).split("¦", -1));
    }

    private String typed(String text) {
        if (this == INT4 && !text.startsWith("-")) {
            return text;
        }
        return quoted(text) + "::" + sqlName;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

package dev.reckon.sql.system;

import dev.reckon.storage.type.DataType;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The default btree operator classes of PostgreSQL, which the indexes here stand for.
final class OperatorClasses {
    /// Name, type, oid and operator family of each.
    private static final String LIST =
            """
            array_ops anyarray 10000 397
            enum_ops anyenum 10069 3522
            range_ops anyrange 10076 3901
            bit_ops bit 10002 423
            bool_ops bool 10003 424
            bpchar_ops bpchar 10004 426
            bytea_ops bytea 10006 428
            char_ops char 10007 429
            date_ops date 3122 434
            float4_ops float4 10012 1970
            float8_ops float8 3123 1970
            inet_ops inet 10015 1974
            int2_ops int2 1979 1976
            int4_ops int4 1978 1976
            int8_ops int8 3124 1976
            interval_ops interval 10022 1982
            jsonb_ops jsonb 10088 4033
            macaddr_ops macaddr 10024 1984
            macaddr8_ops macaddr8 10026 3371
            money_ops money 10047 2099
            name_ops name 10028 1994
            numeric_ops numeric 3125 1988
            oid_ops oid 1981 1989
            oidvector_ops oidvector 10032 1991
            pg_lsn_ops pg_lsn 10067 3253
            record_ops record 10034 2994
            text_ops text 3126 1994
            tid_ops tid 10050 2789
            time_ops time 10038 1996
            timestamp_ops timestamp 3128 434
            timestamptz_ops timestamptz 3127 434
            timetz_ops timetz 10041 2000
            uuid_ops uuid 10065 2968
            varbit_ops varbit 10043 2002
            xid8_ops xid8 10053 5067
            """;

    private static final Map<String, OperatorClass> BY_TYPE = read();

    private OperatorClasses() {}

    /// A class of the operators that order a type.
    record OperatorClass(String name, DataType type, int oid, int familyOid) {}

    private static Map<String, OperatorClass> read() {
        Map<String, OperatorClass> classes = new LinkedHashMap<>();
        LIST.lines()
                .map(line -> line.split(" ", -1))
                .forEach(words ->
                        classes.put(
                                words[1],
                                new OperatorClass(
                                        words[0],
                                        DataType.builtIn(words[1]).orElseThrow(),
                                        Integer.parseInt(words[2]),
                                        Integer.parseInt(words[3]))));
        return Collections.unmodifiableMap(classes);
    }

    /// Returns the oid of a type's default class.
    static int defaultFor(DataType type) {
        String name =
                switch (type.category()) {
                    case ARRAY -> type.byteLength() == -1 ? "anyarray" : type.name();
                    case ENUM -> "anyenum";
                    case RANGE -> "anyrange";
                    case COMPOSITE -> "record";
                    default -> type.name().equals("varchar") ? "text" : type.name();
                };
        OperatorClass found = BY_TYPE.get(name);
        return found == null ? 0 : found.oid;
    }

    static Collection<OperatorClass> all() {
        return BY_TYPE.values();
    }
}

package dev.reckon.tests.differential.generated;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The functions, operators and casts that a generated expression may use: those of PostgreSQL's
/// own catalogs over the [Kind]s, so that no one has to remember any, without those whose answer
/// depends on more than their arguments.
final class Catalogue {
    private static final String KINDS =
            "('bool','int2','int4','int8','numeric','float4','float8','text','varchar','bpchar','bytea',"
                    + "'date','time','timetz','timestamp','timestamptz','interval','uuid','json','jsonb','inet','cidr',"
                    + "'bit','varbit','_int4','_int8','_text','_numeric','_date','_float8','int4range','int8range',"
                    + "'numrange','daterange','tsrange','oid','name','money','macaddr','macaddr8','_bool',"
                    + "'_timestamp','_jsonb','tstzrange','int4multirange','nummultirange','datemultirange','anymultirange','anycompatiblenonarray','anycompatiblerange','anycompatiblemultirange','_any','anyelement','anyarray','anynonarray','anyrange',"
                    + "'anycompatible','anycompatiblearray','any')";

    /// What isn't documented for users: the inside of types, indexes, aggregates and operators.
    private static final String INTERNAL =
            "(_(send|recv|in|out|cmp|larger|smaller|hash|hash_extended|accum|combine|transfn|canonical|"
                    + "subdiff|statefunc|sortsupport|support|sel|joinsel|escape|div_trunc)$)|^(hash|bt|pg_|has_|xml_|float8_|float4_|"
                    + "gin_|int[248]_|numeric_|interval_|in_range|json_populate|jsonb_populate|jsonb_hash|.*send$|.*cmp$|"
                    + "current_|set_config|age$|row_security|to_ascii|txid_|inet_|cash|dexp|dlog|dround|dtrunc|dsqrt|textlen|"
                    + "similar_to_escape|similar_escape|.*larger$|.*smaller$|like_escape|daterange_|getdatabase|timestamp_|"
                    + "timestamptz_|time_|date_cmp|timetz_|obj_desc|col_desc|shobj|to_reg|format_type|array_(larger|smaller|send)|"
                    + "int[248](mul|pl|mi|div|inc|um|up|and|or|xor|not|shl|shr)|bit(and|or|xor|not|cat|shift)|"
                    + "elem_contained|range_(intersect_agg|merge_|send)|anyarray|anycompat|uuid_|oidv|regexp_(fixed)|nextval|setval|currval|"
                    + "query_to|table_to|cursor_to|xml|lo_|loread|brin|gist|spg|ts_|network_|is_normalized|mxid|tid|unique_key|"
                    + "macaddr|bool(and|or)_|trigger|record|suppress|convert$|convert_to|convert_from|length_in|normalize$|int[48]range_|num.*_subdiff|ts.*_subdiff)";

    /// A variadic function has its last argument once, twice or three times.
    private static final String FUNCTIONS =
            "select p.proname, array_to_string(array(select t.typname from unnest(p.proargtypes) with ordinality a(o, n)"
                    + " join pg_type t on t.oid = case when p.provariadic > 0 and a.n = p.pronargs and a.o <> p.provariadic then p.provariadic else a.o end"
                    + " cross join generate_series(1, case when p.provariadic > 0 and a.n = p.pronargs then k else 1 end) g(i) order by n), ','), r.typname"
                    + " from generate_series(1, 3) k, pg_proc p join pg_type r on r.oid = p.prorettype"
                    + " where p.prokind = 'f' and not p.proretset and p.provolatile in ('i', 's') and (p.provariadic > 0 or k = 1) and p.pronargs > 0"
                    + " and p.pronamespace = 'pg_catalog'::regnamespace and r.typname in "
                    + KINDS
                    + " and not exists (select from unnest(p.proargtypes) a join pg_type t on t.oid = a where t.typname not in "
                    + KINDS
                    + ") and coalesce(obj_description(p.oid, 'pg_proc'), '') not like 'implementation of%'"
                    // The casts' own functions, which cut to a length, are not called by name.
                    + " and not (p.pronargs > 1 and p.proargtypes[1] = 'int4'::regtype and exists (select from pg_type t where t.typname = p.proname))"
                    // The C library's answers to some err in the last digit, not always in the same
                    // way.
                    + " and not (p.proname = 'trunc' and p.pronargs = 1) and p.proname not in ('cbrt', 'atan2d', 'satisfies_hash_partition', 'nameconcatoid', 'acosh', 'asinh', 'atanh', 'sinh', 'cosh', 'tanh', 'int8dec_any', 'int8inc_any', 'int8dec', 'int8inc', 'int2int4_sum', 'ts_match_tt', 'postgresql_fdw_validator') and p.proname !~ '"
                    + INTERNAL
                    + "' order by 1, 2, 3";

    private static final String OPERATORS =
            "select o.oprname, case when l.typname is null then '' else l.typname || ',' end || r.typname, e.typname from pg_operator o"
                    + " left join pg_type l on l.oid = o.oprleft join pg_type r on r.oid = o.oprright join pg_type e on e.oid = o.oprresult"
                    + " where coalesce(l.typname, 'text') in "
                    + KINDS
                    + " and r.typname in "
                    + KINDS
                    + " and e.typname in "
                    + KINDS
                    + " and o.oprname !~ '~[<>]' and not (o.oprname = '@@' and l.typname = 'text') and o.oprname not in ('@@@', '*=', '*<>', '||/') order by 1, 2, 3";

    private static final String CASTS =
            "select 'cast', s.typname, t.typname from pg_cast c join pg_type s on s.oid = c.castsource join pg_type t on t.oid = c.casttarget"
                    + " where s.typname in "
                    + KINDS
                    + " and t.typname in "
                    + KINDS
                    + " and s.oid <> t.oid order by 1, 2, 3";

    /// Functions that give no error on plain constants, for places where it isn't fixed which rows
    /// are looked at.
    private static final Set<String> CALM_FUNCTIONS =
            Set.of(
                    "abs",
                    "length",
                    "lower",
                    "upper",
                    "reverse",
                    "btrim",
                    "md5",
                    "ascii",
                    "strpos",
                    "left",
                    "right",
                    "concat",
                    "sign",
                    "ceil",
                    "floor",
                    "isfinite",
                    "initcap",
                    "octet_length",
                    "char_length",
                    "isempty",
                    "array_ndims",
                    "cardinality",
                    "array_dims",
                    "lower_inc",
                    "upper_inf",
                    "jsonb_typeof",
                    "date_trunc",
                    "quote_literal",
                    "replace",
                    "num_nulls",
                    "array_append",
                    "array_remove",
                    "to_jsonb",
                    "scale",
                    "family",
                    "masklen");

    private static final Set<String> CALM_OPERATORS =
            Set.of(
                    "+", "-", "*", "=", "<>", "<", "<=", ">", ">=", "||", "&", "|", "@>", "<@",
                    "&&", "->", "->>", "?", "~~", "!~~", "^@", "<<", ">>");

    /// Function arguments that are made of words of their own.
    private static final int ENOUGH = 400;

    private final Map<Kind, List<Signature>> functions = new EnumMap<>(Kind.class);
    private final Map<Kind, List<Signature>> operators = new EnumMap<>(Kind.class);
    private final Map<Kind, List<Signature>> casts = new EnumMap<>(Kind.class);

    Catalogue(WirePeer postgres) throws IOException {
        distribute(read(postgres, FUNCTIONS), functions);
        distribute(read(postgres, OPERATORS), operators);
        distribute(read(postgres, CASTS), casts);
    }

    /// Returns the functions that can give a kind.
    List<Signature> functions(Kind result, boolean isCalm) {
        return chosen(functions, result, isCalm, CALM_FUNCTIONS);
    }

    /// Returns the operators that can give a kind; those with one argument are prefixes.
    List<Signature> operators(Kind result, boolean isCalm) {
        return chosen(operators, result, isCalm, CALM_OPERATORS);
    }

    /// Returns the casts to a kind, as signatures of one argument.
    List<Signature> casts(Kind result) {
        return casts.getOrDefault(result, List.of());
    }

    int size() {
        return functions.values().stream().mapToInt(List::size).sum()
                + operators.values().stream().mapToInt(List::size).sum()
                + casts.values().stream().mapToInt(List::size).sum();
    }

    private static List<Signature> chosen(
            Map<Kind, List<Signature>> all, Kind result, boolean isCalm, Set<String> calm) {
        List<Signature> found = all.getOrDefault(result, List.of());
        return isCalm
                ? found.stream()
                        .filter(s -> calm.contains(s.name()) && !isStrictOfBytes(s))
                        .toList()
                : found;
    }

    /// Bytes need not be text of a character set.
    private static boolean isStrictOfBytes(Signature signature) {
        return signature.name().equals("length") && signature.arguments().size() == 2;
    }

    private static void distribute(List<Signature> from, Map<Kind, List<Signature>> to) {
        for (Kind kind : Kind.values()) {
            to.put(kind, from.stream().filter(signature -> signature.canGive(kind)).toList());
        }
    }

    private static List<Signature> read(WirePeer postgres, String query) throws IOException {
        Answer answer = postgres.run(query);
        if (answer.isError()) {
            throw new IllegalStateException(answer.toString());
        }
        List<Signature> signatures = new ArrayList<>(ENOUGH);
        for (String row : answer.rows()) {
            String[] fields = row.split(" \\| ", -1);
            signatures.add(new Signature(fields[0], List.of(fields[1].split(",")), fields[2]));
        }
        return signatures;
    }
}

package dev.reckon.tests.cancel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One row of values so large that work on a single one of them takes long, and what can be done
/// with them: all functions of the catalog, and statements of other kinds.
final class HugeValues {
    /// Elements, members, points and ranges; where each costs what all of them do, minutes.
    private static final int COUNT = 200_000;

    static final List<String> SETUP =
            List.of(
                    "create table h (h_text text, h_text2 text, h_bytea bytea, h_json json,"
                            + " h_json2 json, h_jsonb jsonb, h_jsonb2 jsonb, h_ints int[],"
                            + " h_texts text[], h_floats float8[], h_nums numeric[], h_num numeric,"
                            + " h_num2 numeric, h_bits varbit, h_path path, h_poly polygon,"
                            + " h_mr int4multirange)",
                    """
                    insert into h select
                      string_agg(case when i %% 7 = 0 then 'ä' else 'ab,' end, ' ' order by i),
                      repeat('a', 10 * %1$d), decode(repeat('0a5c', 5 * %1$d), 'hex'),
                      null, null, null, null,
                      array_agg(i), array_agg('x' || i), array_agg(i::float8), array_agg(i::numeric),
                      repeat('7', 100000)::numeric, ('0.' || repeat('3', 10000))::numeric,
                      repeat('10', 10 * %1$d)::varbit,
                      ('(' || string_agg('(' || i || ',1)', ',') || ')')::path,
                      ('(' || string_agg('(' || i || ',1)', ',') || ')')::polygon,
                      ('{' || string_agg('[' || i * 2 || ',' || i * 2 + 1 || ')', ',' order by i)
                        || '}')::int4multirange
                    from generate_series(1, %1$d) i\
                    """
                            .formatted(COUNT),
                    "update h set h_json = ('[' || array_to_string(h_ints, ',') || ']')::json,"
                            + " h_json2 = ('{' || (select string_agg('\"k' || i || '\":' || i, ',')"
                            + " from unnest(h_ints) i) || '}')::json",
                    "update h set h_jsonb = h_json::jsonb, h_jsonb2 = h_json2::jsonb");

    /// What stands for an argument of a type: the first is small.
    private static final Map<String, List<String>> ARGUMENTS =
            Map.ofEntries(
                    Map.entry("text", List.of("'ab'::text", "h_text", "h_text2")),
                    Map.entry("character varying", List.of("'ab'::varchar", "h_text::varchar")),
                    Map.entry("character", List.of("'ab'::bpchar", "h_text::bpchar")),
                    Map.entry("bytea", List.of("'\\x6162'::bytea", "h_bytea")),
                    Map.entry("json", List.of("'{\"a\":1}'::json", "h_json", "h_json2")),
                    Map.entry("jsonb", List.of("'{\"a\":1}'::jsonb", "h_jsonb", "h_jsonb2")),
                    Map.entry("jsonpath", List.of("'$.a'::jsonpath", "'$.**'::jsonpath")),
                    Map.entry("integer[]", List.of("'{1,2}'::int[]", "h_ints")),
                    Map.entry("anyarray", List.of("'{1,2}'::int[]", "h_ints")),
                    Map.entry("anycompatiblearray", List.of("'{1,2}'::int[]", "h_ints")),
                    Map.entry("text[]", List.of("'{a,b}'::text[]", "h_texts")),
                    Map.entry("double precision[]", List.of("'{1,2}'::float8[]", "h_floats")),
                    Map.entry("numeric[]", List.of("'{1,2}'::numeric[]", "h_nums")),
                    Map.entry("numeric", List.of("3.5::numeric", "h_num", "h_num2")),
                    Map.entry("bit varying", List.of("'101'::varbit", "h_bits")),
                    Map.entry("bit", List.of("'101'::bit(3)", "h_bits")),
                    Map.entry("path", List.of("'(1,2),(3,4)'::path", "h_path")),
                    Map.entry("polygon", List.of("'(1,2),(3,4),(5,1)'::polygon", "h_poly")),
                    Map.entry("int4multirange", List.of("'{[1,3)}'::int4multirange", "h_mr")),
                    Map.entry("anymultirange", List.of("'{[1,3)}'::int4multirange", "h_mr")),
                    Map.entry("anyrange", List.of("'[1,5)'::int4range")),
                    Map.entry("integer", List.of("3", "100000000")),
                    Map.entry("bigint", List.of("3::bigint", "1000000000000")),
                    Map.entry("double precision", List.of("2.5::float8", "1e300::float8")),
                    Map.entry("smallint", List.of("2::int2")),
                    Map.entry("real", List.of("2.5::float4")),
                    Map.entry("boolean", List.of("true")),
                    Map.entry("anyelement", List.of("3")),
                    Map.entry("anycompatible", List.of("3")),
                    Map.entry("anynonarray", List.of("'ab'::text", "h_text")),
                    Map.entry("anycompatiblenonarray", List.of("'ab'::text", "h_text")),
                    Map.entry("\"any\"", List.of("'ab'::text", "h_text")),
                    Map.entry("record", List.of("row(1, 2)", "row(h_text)", "h")),
                    Map.entry("name", List.of("'UTF8'::name")),
                    Map.entry("\"char\"", List.of("'a'::\"char\"")),
                    Map.entry("interval", List.of("'1 day'::interval")),
                    Map.entry("date", List.of("'2000-01-01'::date")),
                    Map.entry("timestamp without time zone", List.of("'2000-01-01'::timestamp")),
                    Map.entry("timestamp with time zone", List.of("'2000-01-01'::timestamptz")),
                    Map.entry("point", List.of("'(1,2)'::point")),
                    Map.entry("box", List.of("'(1,2),(3,4)'::box")),
                    Map.entry("lseg", List.of("'(1,2),(3,4)'::lseg")),
                    Map.entry("line", List.of("'{1,2,3}'::line")),
                    Map.entry("circle", List.of("'<(1,2),3>'::circle")));

    /// More calls of one function add nothing.
    private static final int CALLS_OF_ONE_MAX = 12;

    /// What is no work on a value, or does something to the server.
    private static final String EXCLUDED =
            "^(pg_sleep|pg_terminate|pg_cancel|pg_advisory|pg_try_adv|lo_|pg_reload)";

    static final List<String> STATEMENTS =
            """
            select h_text::bytea from h
            select h_bytea::text from h
            select convert_from(convert_to(h_text,'utf8'),'utf8') from h
            select h_json::jsonb from h
            select h_jsonb::text from h
            select h_jsonb::json from h
            select h_ints::text from h
            select h_ints::text::int[] from h
            select h_ints::bigint[] from h
            select h_ints::text[] from h
            select h_texts::text from h
            select h_texts::text::text[] from h
            select h_floats::text::float8[] from h
            select h_nums::text::numeric[] from h
            select h_num::text from h
            select h_num::text::numeric from h
            select h_bits::text::varbit from h
            select h_path::text::path from h
            select h_poly::text::polygon from h
            select h_mr::text::int4multirange from h
            select to_json(h_ints) from h
            select to_jsonb(h_texts) from h
            select to_jsonb(h_jsonb2) from h
            select row_to_json(h) from h
            select json_agg(h_ints) from h
            select h_ints = h_ints from h
            select h_jsonb = h_jsonb from h
            select h_jsonb < h_jsonb2 from h
            select h_texts < h_texts from h
            select h_nums = h_nums from h
            select h_mr = h_mr from h
            select h_mr * h_mr from h
            select h_mr + h_mr from h
            select h_mr - h_mr from h
            select h_mr @> h_mr from h
            select h_ints @> h_ints from h
            select h_ints || h_ints from h
            select h_jsonb || h_jsonb from h
            select h_jsonb2 || h_jsonb2 from h
            select h_jsonb @> h_jsonb from h
            select h_jsonb2 @> h_jsonb2 from h
            select h_jsonb - h_texts from h
            select h_jsonb2 - h_texts from h
            select h_jsonb2 ?| h_texts from h
            select h_jsonb #- '{5}' from h
            select jsonb_set(h_jsonb2, '{k5}', h_jsonb) from h
            select h_text like '%a_b%c_d%z' from h
            select h_text like h_text from h
            select h_text2 like '%' || repeat('a', 100000) || 'b%' from h
            select h_text2 like '%' || repeat('a_', 100000) || 'b%' from h
            select h_text2 ilike '%' || repeat('a', 100000) || 'b%' from h
            select position(repeat('a', 100000) || 'b' in h_text2) from h
            select replace(h_text2, repeat('a', 100000) || 'b', 'x') from h
            select split_part(h_text2, repeat('a', 100000) || 'b', 2) from h
            select string_to_array(h_text, ',') from h
            select string_to_array(h_text, null) from h
            select array_to_string(h_texts, ',') from h
            select translate(h_text, h_text, h_text2) from h
            select upper(h_text) || lower(h_text) || initcap(h_text) from h
            select reverse(h_text) from h
            select h_num * h_num from h
            select h_num / h_num2 from h
            select h_num ^ 2 from h
            select h_num2 ^ h_num2 from h
            select 1.000001::numeric ^ 10000000 from h
            select sqrt(h_num) from h
            select ln(h_num) from h
            select log(h_num2, h_num) from h
            select exp(1000.1::numeric(1000,900)) from h
            select exp(h_num2) from h
            select power(h_num2, 0.3333333333333333333333333333::numeric(1000,500)) from h
            select factorial(30000) from h
            select gcd(h_num, h_num + 1) from h
            select lcm(h_num, h_num + 1) from h
            select width_bucket(5, h_ints) from h
            select (select string_agg(x::text, ',' order by x desc) from unnest(h_ints) x) from h
            select (select array_agg(x order by -x) from unnest(h_ints) x) from h
            select (select jsonb_agg(x) from unnest(h_ints) x) from h
            select (select jsonb_object_agg(x, x) from unnest(h_ints) x) from h
            select (select json_object_agg(x, x) from unnest(h_ints) x) from h
            select (select percentile_cont(0.5) within group (order by x) from unnest(h_ints) x) from h
            select (select percentile_disc(array[0.1,0.5]) within group (order by x) from unnest(h_texts) x) from h
            select (select mode() within group (order by x) from unnest(h_texts) x) from h
            select (select rank(5) within group (order by x) from unnest(h_ints) x) from h
            select (select count(distinct x) from unnest(h_texts) x) from h
            select (select array_agg(distinct x) from unnest(h_texts) x) from h
            select (select string_agg(distinct x, ',') from unnest(h_texts) x) from h
            select (select range_agg(int4range(x*3, x*3+1)) from unnest(h_ints) x) from h
            select (select range_agg(int4range(x*3, x*3+1) order by -x) from unnest(h_ints) x) from h
            select (select corr(x, x*2) from unnest(h_ints) x) from h
            select (select stddev(x::numeric) from unnest(h_ints) x) from h
            select (select sum(x) from unnest(h_nums) x) from h
            select x, row_number() over (order by x desc), ntile(7) over (order by -x), percent_rank() over (order by x), cume_dist() over (order by x) from h, unnest(h_ints) x
            select x, string_agg(x::text, ',') over (order by x) from h, unnest(h_ints) x
            select x, array_agg(x) over (order by x rows between 1000 preceding and 1000 following) from h, unnest(h_ints) x
            select x from h, unnest(h_texts) x order by x desc
            select unnest(h_ints), unnest(h_texts) from h
            select * from h, jsonb_array_elements(h_jsonb)
            select * from h, jsonb_each(h_jsonb2)
            select * from h, json_each_text(h_json2)
            select * from h, json_array_elements(h_json)
            select * from h, jsonb_object_keys(h_jsonb2)
            select * from h, regexp_split_to_table(h_text, ',')
            select * from h, regexp_matches(h_text, '(a)(b)', 'g')
            select * from h, string_to_table(h_text, ',')
            select regexp_replace(h_text, 'a(b)', '\\1x', 'g') from h
            select regexp_split_to_array(h_text, '[, ]') from h
            select regexp_count(h_text, 'a.b?') from h
            select regexp_instr(h_text, 'zzz') from h
            select h_text ~ 'a.*zzz' from h
            select h_text2 ~ '(a*)*b' from h
            select h_text2 ~ '(a|aa)+$' from h
            select h_text2 ~ 'a*a*a*a*a*b' from h
            select h_text similar to '%(a|b)%z' from h
            select jsonb_path_query_array(h_jsonb, '$[*] ? (@ > 5)') from h
            select jsonb_path_query_array(h_jsonb, '$[*] ? (@ == $x[*])', jsonb_build_object('x', h_jsonb)) from h
            select jsonb_path_exists(h_jsonb, '$[*] ? (@ == -1)') from h
            select jsonb_path_query_array(h_jsonb2, '$.keyvalue()') from h
            select jsonb_pretty(h_jsonb) from h
            select jsonb_strip_nulls(h_jsonb2) from h
            select h_json -> 5, h_json ->> 299999 from h
            select h_json #> '{299999}' from h
            select hashtext(h_text), hash_array(h_ints), jsonb_hash(h_jsonb), hash_numeric(h_num) from h
            select md5(h_text), sha512(h_bytea) from h
            select encode(h_bytea, 'base64'), encode(h_bytea,'hex'), encode(h_bytea,'escape') from h
            select decode(encode(h_bytea, 'base64'),'base64'), decode(encode(h_bytea,'hex'),'hex'), decode(encode(h_bytea,'escape'),'escape') from h
            select format('%s %L %I', h_text, h_text, h_text) from h
            select quote_literal(h_text), quote_ident(h_text) from h
            select unistr(h_text), normalize(h_text, NFKD), h_text is nfc normalized from h
            select parse_ident(repeat('a.', 1000000) || 'b') from h
            select to_number(h_text, h_text) from h
            select to_char(12345678.5, repeat('9', 1000000)) from h
            select to_char(now(), repeat('YYYY', 100000)) from h
            select to_date(repeat('2000 ', 100000), repeat('YYYY ', 100000)) from h
            select array_fill(7, array[5000000]) from h
            select array_fill(7, array[5000000])::text from h
            select repeat('ab', 100000000) from h
            select repeat('x', 500000000) || 'y' from h
            select md5(repeat('x', 500000000)) from h
            select lpad('x', 500000000, 'abc') from h
            select length(repeat('ä', 200000000)) from h
            select h_ints[2:200000] from h
            select array_remove(h_ints, 5), array_replace(h_ints, 5, 6), array_positions(h_ints, 7) from h
            select h_path + h_path from h
            select h_path ?# h_path from h
            select h_poly && h_poly from h
            select h_poly @> h_poly from h
            select h_poly <-> h_poly from h
            select h_path <-> h_path from h
            select '(1,2)'::point <@ h_poly, @@ h_poly, area(h_path) from h
            select * from h
            select h_ints, h_texts, h_jsonb from h
            select h_num, h_num2, h_nums from h
            select h from h
            copy (select * from h) to stdout
            copy (select h_text, h_texts from h) to stdout (format csv, force_quote *)
            copy (select * from h) to stdout (format binary)
            select * from h h1, h h2 order by h1.h_text, h2.h_jsonb
            select distinct h_jsonb, h_text, h_ints from h
            select h_jsonb2, count(*) from h group by 1
            select * from h h1 join h h2 on h1.h_jsonb = h2.h_jsonb and h1.h_text = h2.h_text
            create table h2 as select * from h
            insert into h select * from h
            update h set h_ints = h_ints || 1
            create index on h (h_num)
            create index on h ((h_jsonb ->> 5))
            create index on h ((md5(h_text)))
            select count(*) from pg_class c0,pg_class c1,pg_class c2,pg_class c3,pg_class c4,pg_class c5,pg_class c6,pg_class c7,pg_class c8,pg_class c9,pg_class c10,pg_class c11 where c0.oid=c1.oid and c1.oid=c2.oid and c2.oid=c3.oid and c3.oid=c4.oid and c4.oid=c5.oid and c5.oid=c6.oid and c6.oid=c7.oid and c7.oid=c8.oid and c8.oid=c9.oid and c9.oid=c10.oid and c10.oid=c11.oid
            """
                    .lines()
                    .toList();

    private HugeValues() {}

    /// Returns calls of all functions in `pg_proc` that take a value which can be large: with each
    /// of its arguments large in turn, and with several.
    static List<String> calls(Statement statement) throws SQLException {
        List<String> calls = new ArrayList<>();
        try (ResultSet functions =
                statement.executeQuery(
                        "select proname, coalesce((select string_agg(format_type(u.t, null), ', '"
                                + " order by u.o) from unnest(proargtypes) with ordinality u(t, o)),"
                                + " '') from pg_proc where pronamespace = 'pg_catalog'::regnamespace"
                                + " and prokind = 'f' and proname !~ '"
                                + EXCLUDED
                                + "' order by 1, 2")) {
            while (functions.next()) {
                for (String arguments : arguments(functions.getString(2).split(", ", -1))) {
                    calls.add(
                            "select count(x) from (select pg_catalog.\"%s\"(%s) as x from h) s"
                                    .formatted(functions.getString(1), arguments));
                }
            }
        }
        return calls;
    }

    private static Set<String> arguments(String[] types) {
        List<List<String>> choices = new ArrayList<>();
        int combinationCount = 1;
        for (String type : types) {
            List<String> values = ARGUMENTS.getOrDefault(type, List.of());
            choices.add(values);
            combinationCount *= values.size();
        }
        Set<String> lists = new LinkedHashSet<>();
        for (int i = 1; i < combinationCount && lists.size() < CALLS_OF_ONE_MAX; i++) {
            List<String> list = new ArrayList<>();
            int rest = i;
            for (List<String> values : choices) {
                list.add(values.get(rest % values.size()));
                rest /= values.size();
            }
            lists.add(String.join(", ", list));
        }
        return lists;
    }
}

-- Values of the less common types, and functions over them.
-- Hashes are PostgreSQL's own.
select hashint4(42), hashint8(42), hashint8(-42), hashint2(7::smallint), hashoid(42), hashchar('x'), hashname('name'), hashtext('some text, longer than twelve'), hashtext(''), hashbpchar('ab  '::char(4));
select hashint4extended(42, 7), hashint8extended(-42, 7), hashtextextended('abc', 7), hashtextextended('abc', 0), hashcharextended('x', 1);
select hashfloat8(1.5), hashfloat4(1.5), hashfloat8('nan'), hashfloat8(-0.0), hashfloat8extended(0, 9), hash_numeric(100), hash_numeric(0.01), hash_numeric(0), hash_numeric('nan'), hash_numeric(-12345678.9012), hash_numeric_extended(5, 3);
select time_hash('10:00'), timetz_hash('10:00+02'), timestamp_hash('2024-01-01'), interval_hash('1 month'), interval_hash('30 days'), uuid_hash('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), hashinet('10.0.0.1/8'), pg_lsn_hash('0/16B3748');
select hash_array(array[1, 2, null]), hash_array('{}'::int[]), hash_array_extended(array['a', 'b'], 3), hash_range(int4range(1, 5)), hash_range(numrange(null, 2)), hash_range('empty'::int4range), hash_multirange('{[1,2),[5,7)}'::int4multirange), hash_range_extended(int4range(1, 5), 11);
select jsonb_hash('{"a": [1, true, null], "b": "x"}'), jsonb_hash('1'), jsonb_hash('[]'), jsonb_hash_extended('{"a": [1, true, null]}', 5), jsonb_hash_extended('true', 0);
select hash_record(row(1, 'a'::text, null::int)), hash_record_extended(row(1, 2.5), 4);
-- Rows compared by their bytes.
select a *= b, a *<> b, a = b from (values (row(1.0), row(1.00)), (row(1.0), row(1.0))) v (a, b);
select a *= b, a *<> b, a *< b, a *<= b, a *> b, a *>= b, a = b from (values (row(2, null::text), row(2, null::text)), (row(2, 'a'::text), row(2, 'b'::text))) v (a, b);
select a *= b, a *< b from (values (row(1), row(-1)), (row(3), row(3))) v (a, b);
select a *= b from (select row(1) as a, row(1::bigint) as b) v;
select a *< b from (select row(1) as a, row(1, 2) as b) v;
select row(1) *= row(1);
-- Binary forms.
select int4send(258), int8send(-1), float4send(1.5), float8send(-2.25), textsend('ab'), bool_send(true), numeric_send(12345.678), uuid_send('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), timestamp_send('2024-01-01'), interval_send('1 mon 2 days 3 us'), array_send(array[1, 2]), range_send(int4range(1, 2));
-- Money.
select '12.34'::money + '1'::money, '12.34'::money - '20'::money, 2 * '1.5'::money, '1.5'::money * 2.5::float8, '10'::money / 3, '10'::money / 4.0::float4, '10'::money / '4'::money, '-92233720368547758.08'::money;
select '1'::money / 0;
select '92233720368547758.07'::money + '0.01'::money;
select cash_words('1234567.89'), cash_words('-0.01'), cash_words('21.00'), cash_words('1');
-- Sizes.
select pg_size_pretty(s), pg_size_pretty(-s) from (values (10::bigint), (10239), (10240), (20971519), (1099511627776), (9223372036854775807)) v (s);
select pg_size_pretty(10239.9), pg_size_pretty(123456789012345678901234567890.0);
select pg_size_bytes(s) from (values ('1'), (' 1.5 kB '), ('-2MB'), ('1e3 bytes'), ('.5 GB'), ('3 tb'), ('1 PB')) v (s);
select pg_size_bytes('1 AB');
select pg_size_bytes('kB');
select pg_size_bytes('9e20');
select pg_size_bytes('1e99999999999');
-- Enums.
create type tone as enum ('low', 'high');
alter type tone add value 'mid' before 'high';
alter type tone add value 'none' before 'low';
alter type tone add value 'top';
alter type tone add value if not exists 'top';
alter type tone add value 'mid';
alter type tone add value 'odd' after 'nothing';
select enum_first(null::tone), enum_last(null::tone), enum_range(null::tone), enum_range('low'::tone, 'high'), enum_range(null, 'low'::tone), enum_range('mid'::tone, null), enum_range('high'::tone, 'low');
select enumlabel, enumsortorder from pg_enum where enumtypid = 'tone'::regtype order by 2;
create table sound (id int primary key, t tone);
insert into sound values (1, 'high'), (2, 'none'), (3, 'mid'), (4, null);
alter type tone add value 'almost' after 'mid';
insert into sound values (5, 'almost');
create index on sound (t);
select id, t from sound order by t, id;
select id from sound where t > 'mid' order by id;
select max(t), min(t) from sound;
drop table sound;
drop type tone;
-- Dates by a template in a path.
select jsonb_path_query('"10-03-2017"', '$.datetime("dd-mm-yyyy")'), jsonb_path_query('"10-03-2017 12:34"', '$.datetime("dd-mm-yyyy HH24:MI")'), jsonb_path_query('"12:34 +05:20"', '$.datetime("HH24:MI TZH:TZM")'), jsonb_path_query('"10-03-2017 12:34 -05"', '$.datetime("dd-mm-yyyy HH24:MI TZH").type()');
select jsonb_path_query('"10-03-2017t12:34:56"', '$.datetime("dd-mm-yyyy\"T\"HH24:MI:SS")');
select jsonb_path_query('"10-03-2017 12"', '$.datetime("dd-mm-yyyy")');
select jsonb_path_query('"10-03"', '$.datetime("dd-mm-yyyy")');
select jsonb_path_query('"10/03/2017"', '$.datetime("dd-mm-yyyy")');
select jsonb_path_query('"12:34"', '$.datetime("HH24:MI TZH")');
select jsonb_path_query('"x"', '$.datetime("aaa")', silent => true);
-- Intervals to the last microsecond.
select interval '9223372036854775807 microseconds', interval '-9223372036854775808 us', interval '-2147483648 days', interval 'PT2562047788H54.775807S', interval 'P1-2-3T4:5:6', interval 'P-1-2', interval 'P0.5-1', interval '2 millenniums';
set intervalstyle = postgres_verbose;
select interval '9223372036854775807 microseconds', interval '-2147483648 days', interval '-2147483648 months -2147483648 days -9223372036854775808 us';
reset intervalstyle;
select interval '9223372036854775808 microseconds';
select interval '2562047788:00:54.775808';
select interval 'P1-2-3-4';
select interval 'PT1:2:3:4';
-- Zones as POSIX has them.
set timezone = '02:00';
select to_char(timestamptz '2024-06-01 12:00+00', 'HH24:MI OF');
set timezone = '-04:30';
select to_char(timestamptz '2024-06-01 12:00+00', 'HH24:MI TZH:TZM');
set timezone = 'UTC+3';
select timestamptz '2024-06-01 12:00+00';
set timezone = 'nowhere';
set timezone = 'UTC';
select make_timestamptz(2020, 1, 2, 3, 4, 5, '+2'), make_timestamptz(2020, 1, 2, 3, 4, 5, '-03:30'), make_timestamptz(2020, 1, 2, 3, 4, 5, '+1:');
select make_timestamptz(2020, 1, 2, 3, 4, 5, '2');
select timestamptz '2011-03-27 01:59:59 MSK', timestamptz '2011-03-27 04:00:00 MSK', timestamptz '2014-10-26 00:00 MSK', timestamptz '2015-01-01 MSK';
-- Numbers by templates.
select to_char(0, 'FM9.99'), to_char(0, 'FM9.09'), to_char(0.5, 'FM9.99'), to_char(100, 'FM999.'), to_char(100, '999.'), to_char(0, '9G999D999G9');
select to_char(100, '"a\"b"999'), to_char(100, 'f\"oo999'), to_char(100, 'f"\o"999');
select to_char('inf'::numeric, '999999999.99'), to_char('-inf'::float8, 'S99.99'), to_char('nan'::float8, '9999'), to_char('inf'::numeric, '9.999EEEE');
select to_char('nan'::numeric, 'RN');
select to_char(12345678901::float8, 'FM9999999999D9999900000'), to_char(4.2e9::float4, '99999999999.99'), to_char(123456.789::float4, '9999999.999'), to_char(1.5::float8, '9.99999999999999999999');
-- Names and signatures as oids.
select 'now'::regproc, 'abs(numeric)'::regprocedure, '||/'::regoper, '+(int4,int4)'::regoperator, '-(none,int4)'::regoperator, 'pg_catalog."POSIX"'::regcollation, 2169::regproc;
select 'abs'::regproc;
select '+'::regoper;
select 'no_schema.now'::regproc, 'no_such'::regproc;
select 'abs(nothing)'::regprocedure;
select regrole('a.b');
select to_regproc('pg_catalog.now'), to_regproc('abs'), to_regproc('no_such'), to_regprocedure('abs(float8)'), to_regoper('||/'), to_regoperator('+(int4,int4)'), to_regtype('int4'), to_regtype('int3'), to_regnamespace('"public"'), to_regcollation('nothing'), to_regclass('pg_class');
-- JSON has dates in ISO style, and keys without structure.
set datestyle = 'SQL, DMY';
select to_json(date '2024-05-28'), to_jsonb(timestamp '2024-05-28 12:22:35.5'), to_json(timestamptz '2024-05-28 12:22:35Z'), to_json(date 'infinity'), row_to_json(row(date '2024-01-02'));
reset datestyle;
select json_build_object(array[1], 2);
select jsonb_build_object(row(1), 2);
select json_object_agg('{}'::json, 1);
select json_build_object(true, 1, 2.50, 3, date '2024-01-02', 4);
select row_to_json(row(1, array[1, 2], row('a')), true), array_to_json(array[row(1), row(2)], true);
select json_agg(s order by a) from (values (1, 'x'), (2, 'y')) s (a, b);
select ln(0.99949452), ln(1.00049687395), log(0.99923, 4.58934e34), log(1.000016, 8.452010e18);
select log(b, n) from (values ('2'::numeric), ('inf'), ('nan')) b (b), (values ('3'::numeric), ('inf'), ('nan')) n (n) order by b, n;
select log('-inf'::numeric, '10');
select log('inf'::numeric, '0');
select log('inf'::numeric, '-inf');
select i, to_char(i * interval '1 month', 'rm'), to_char(i * interval '1 month', 'FMRM') from generate_series(-13, 13) i;
select date_bin('15 minutes', timestamp '294276-12-30', timestamp '4000-12-20 BC');
select date_bin('365000 days', '4400-01-01 BC'::timestamp, '4000-01-01 BC'::timestamp);
select date_bin('2 days', timestamp '2020-02-11 15:44', timestamp '2020-02-12'), date_bin('2 days', timestamp '2020-02-15 15:44', timestamp '2020-02-12');
select time '15:36:39 America/New_York';
select timetz '15:36:39 America/New_York';
select timetz '2003-03-07 15:36:39 America/New_York', time '15:36:39 UTC', timetz '15:36:39 PST';

-- A default of bits keeps them all; only the bare keyword means one bit.
create table flags(a bit(4) default '1001', b bit(4) default B'0101', c bit varying(5) default '1001', d bit default '1');
insert into flags default values;
table flags;
select '1001'::"bit", '1001'::bit, b'1001'::bit, bit '1011', '1001'::bit(2);
create table flag(a bit, b "bit");
insert into flag values ('1', '101');
insert into flag values ('11', '101');

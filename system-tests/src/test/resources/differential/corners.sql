-- Corners of the language in which Reckon once differed.
create table item (id integer primary key, label text, weight real, price double precision);
insert into item values (1, 'one', 1.1, 0.1), (2, 'two', 123456.789, 1e15), (3, null, 3.4e38, 12345.678901234567), (4, 'four', null, -1e-7);
-- An offset without a limit, over rows that come as one batch.
select * from item offset 2;
select * from (values (1), (2), (3)) v (n) offset 1;
-- Digits of floating-point numbers.
set extra_float_digits = 0;
select weight, price from item order by id;
select 1.0::float8 / 3, (2.0::float8 / 3)::text, 1e14::float8, 1e15::float8, 123456789::real, array[0.1::float8 + 0.2::float8];
set extra_float_digits = -5;
select weight, price from item order by id;
reset extra_float_digits;
select weight, price from item order by id;
-- A recursive table may be endless when it is read from the start.
with recursive n (i) as (select 1 union all select i + 1 from n) select i from n limit 5;
with recursive n (i) as (select 1 union select (i + 1) % 4 from n) select i from n limit 10;
-- `table.*` where there is room for one value.
select count(item.*) from item;
select item.* is null from item order by id;
select item.* = item.* from item order by id;
select count(nobody.*) from item;
drop table item;
-- An array may be given for any number of arguments.
select concat(variadic array[1, 2, null]), concat_ws('-', variadic array['a', null, 'b']), format('%2$s %1$s', variadic array['x', 'y']);
select format('%*0$s', 1);
select format('%0$s', 1);
select format('%*s', 'abc', 1);
select format('%*s', '99999999999', 1);
select format('%*s|', ' -4 ', 1);
select format('%*2$s|', 'a', 3);
select concat(variadic null::text[]), concat_ws(',', variadic '{}'::int[]), format('none', variadic null::int[]), num_nulls(variadic array[1, null]);
select concat(variadic 5);
select jsonb_build_object(variadic array['k', 'v', 'l', 'w']), json_build_array(variadic array[1.5, 2]);
-- Newlines in regular expressions.
select regexp_replace(E'a\nb', 'a.b', 'x', 'p'), regexp_replace(E'a\nb', '^b', 'x', 'p'), regexp_replace(E'a\nb', 'a.b', 'x', 'w'), regexp_replace(E'a\nb', '^b', 'x', 'w'), regexp_replace(E'a\nb', '^b', 'x', 'n');
-- Names of columns without an alias.
select true, (select 1)::int8, (array[1])[1], ('{1}'::int4[])[1], case when true then 1 else 2::int8 end, nullif(1, 2);
select pg_typeof(nullif('a'::varchar, 'b'::varchar)), pg_typeof(nullif(1::int2, 2));
-- Functions in FROM, side by side and numbered.
select * from unnest(array[1, 2], array['a', 'b', 'c']) with ordinality;
select * from rows from (generate_series(1, 3), abs(-1), unnest('{x,y}'::text[])) with ordinality as t (a, b, c, n);
create function pairs(integer) returns table (a integer, b text) language sql as 'select i, ''x'' || i from generate_series(1, $1) i';
select * from pairs(3) with ordinality;
select * from rows from (pairs(2), generate_series(5, 7)) with ordinality as t (a, b, c, n);
select v.x, p.* from (values (1), (2)) v (x), pairs(v.x) with ordinality p;
select * from abs(-2) with ordinality a;
drop function pairs(integer);
-- GROUPING and aggregates that belong to a query outside.
select (select grouping(v1)) from (values ((select 1))) v(v1) group by cube(v1);
select (select (select grouping(e, f) from (values (1)) v2 (c)) from (values (1, 2)) v1 (a, b) group by (a, b)) from (values (6, 7)) v3 (e, f) group by rollup (e, f);
select grouping(1);
select (select grouping(a) from (values (1)) w (b)) from (values (1)) v (a);
select (select max(a) filter (where sum(a) > 0) from (values (1)) w (b)) from (values (1)) v (a);
select 1 from (values (1)) a (b), lateral (select sum(b)) q;
-- Expressions of GROUP BY are found again in the select list, whatever they are made of.
select case b || 'x' when 'ax' then inet '10.0.0.1' else inet '10.0.0.2' end, count(*) from (values ('a'), ('b')) v (b) group by case b || 'x' when 'ax' then inet '10.0.0.1' else inet '10.0.0.2' end order by 1;
select coalesce(b || 'y', 'z') || nullif(b || 'x', 'ax') from (values ('a'), ('b')) v (b) group by coalesce(b || 'y', 'z') || nullif(b || 'x', 'ax') order by 1;
-- Arguments that fail are computed although another one is NULL.
select overlay(set_bit(B'0001', 3, 65536), null, 1);
select jsonb_set('{}', '{{a,b},{c,d}}', '1');
select '{"a": 1}'::jsonb - '{{a,b},{c,d}}'::text[];
select array_fill(1, '{{1,2},{3,4}}');
-- JSON of arrays on lines of their own.
select array_to_json('{{1,2},{3,4}}'::int[], true), array_to_json('{a,NULL}'::text[], true), array_to_json('{}'::text[], true);
-- The bits of a number.
select 44::bit(10), 44::bit(3), cast(-44 as bit(12)), 1::bit, 5::bigint::bit(70), '1000'::bit::varbit;
select to_number('+3', '9,999.99'), to_number('12.5', '99.99'), to_number('12.', '99.99');
select parse_ident('A."b c".d$1'), parse_ident('a b', false);
select parse_ident('%');
select parse_ident('a.');
select parse_ident('"a');
select parse_ident('a b');
-- A branch of MERGE that can never be reached.
create table target (id integer primary key, v integer);
merge into target t using (values (1)) s (id) on t.id = s.id when matched then delete when matched then do nothing;
merge into target t using (values (1)) s (id) on t.id = s.id when not matched and s.id > 5 then do nothing when not matched then insert values (s.id, 2);
table target;
drop table target;
-- Functions at their edges, found by generated statements.
select (-1)::int4::oid, (-32768)::int2::oid, 4294967295::oid::int4;
select abbrev('10.0.0.0/8'::cidr), abbrev('10.1.0.0/16'::cidr), abbrev('10.0.0.0/9'::cidr), abbrev('2001:db8::/32'::cidr), abbrev('0.0.0.0/0'::cidr), abbrev('1.2.3.4'::cidr);
select exp(99999.99995::numeric);
select exp(-7000::numeric) = 0, round(exp(5.5), 10);
select stddev_pop(x), stddev(x), variance(x) from (values (1.5), (452.25), (-1000)) v (x);
select cotd(64::float8), tand(45), cotd(45), cotd(0);
select timezone('1 day'::interval, 'infinity'::timestamptz), timezone('24:00'::interval, '2024-01-01'::timestamp);
select (null::time, '1 hour'::interval) overlaps ('10:00'::time, '11:00'::time);
select 'a' ~ '{1}';
select decode('zz', 'base64');
select substr('\xdeadbeef'::bytea, -2147483648), right('abc', -2147483648), substring(B'1010', -2147483648);
select overlay('\x00ff'::bytea, '\x01', 2147483647);
select overlay(B'0001', B'1000', 2147483647);
select '::1'::inet - '-9223372036854775808'::bigint;
select regexp_instr('aa', 'a{2}', 1, 1, -2147483648);
select jsonb_set_lax('{}', '{a}', '1', true, 'x');
select make_interval(2147483647), make_interval(secs => 1e308);
select to_char('Infinity'::numeric, '999.9S'), to_char('-Infinity'::numeric, '999.9'), to_char('NaN'::float8, '99.9'), to_char('Infinity'::numeric, '9.9EEEE');
select to_char(10, '999.'), to_char(12345, '999.');
select 'Infinity'::numeric ^ 0, '-Infinity'::numeric ^ 9007199254740993, '-Infinity'::numeric ^ -2, 1.00000000000000000000000000001 ^ 'Infinity'::numeric, 0.5 ^ '-Infinity'::numeric, (-1) ^ 'Infinity'::numeric;
select '-Infinity'::numeric ^ 123456789012345678.123456789;
select 0 ^ '-Infinity'::numeric;
select 'NaN'::numeric ^ 0, 1 ^ 'NaN'::numeric, 'NaN'::numeric ^ 2;
-- What is looked at first, when two things are wrong.
create table p1 (a integer, b integer);
insert into p1 values (1, 1), (1, 2), (null, 3);
alter table p1 add primary key (a);
alter table p1 add constraint kk primary key (a);
alter table p1 add constraint kk primary key (a, b);
delete from p1 where b = 2;
alter table p1 add primary key (a);
alter table p1 add constraint k2 unique (b);
alter table p1 add constraint k2 unique (a);
alter table p1 add constraint k2 check (a > 0);
alter table p1 add column n integer, drop column z;
alter table p1 add column a bigint, drop column a;
alter table p1 add constraint cc check (a > 0), drop constraint k2;
create view v1 as select * from p1;
alter table p1 alter column b type boolean using 1.5::numeric;
alter table p1 alter column b type bigint;
drop table p1 cascade;
select interval '5874897-12-31';
select interval '2024-02-29';
select interval '1-11', interval '1-2 3', interval '1-x';
select interval '1-99999999999';
select regexp_instr('hello', '(', 0), 1;
select regexp_substr('hello', '(', 1, 0);
select regexp_replace('hello', '(', 'x', 0, 0, 'gz');
select regexp_instr('hello', '(', 1, 1, 2);
-- No text has a zero byte.
select length('\x00'::bytea, 'LATIN1'), 1;
select length('\x00'::bytea, 'SQL_ASCII');
select convert_from('\x6100', 'WIN1252');
select length('\x6162'::bytea, 'abc'), length('\xe1'::bytea, 'win');
select array_fill(1, array[0, 2147483647]);
select array_fill(1, array[0, 3]), array_fill(1, '{}');
-- The modifier of a choice that constants decide is that of the branch taken.
select case when true then 'a'::char(3) else 'b'::char(5) end, coalesce('x'::varchar(4), 'y'), coalesce(null, 1.5::numeric(4, 2));
select nullif('null'::jsonb, '[1]')::integer + length(null);
-- Only a bare NULL makes IS DISTINCT FROM a test for NULL.
select (null + 2) is distinct from '2023-12-31'::date;
select (null + 2) = '2023-12-31'::date;
select null is distinct from '2023-12-31'::date;
select jsonb_build_array('0001-12-31 00:00:00+00 BC'::timestamptz);
select to_json('0001-12-31 00:00:00+00 BC'::timestamptz), to_json('0044-03-15 BC'::date), to_json('0044-03-15 01:02:03 BC'::timestamp);
select extract(epoch from '5874897-12-31'::date), extract(epoch from '4713-01-01 BC'::date), extract(epoch from 'infinity'::date);
select date_part('epoch', '5874897-12-31'::date);
create table e1(a int);
select ('x'::text || 1)::int from e1;
select ('x'::text || date '2024-01-01')::int from e1;
select quote_literal(1)::macaddr8 from e1;
select (1 || 'x'::text)::int from e1;
drop table e1;
select extract(year from date '5874897-12-31'), extract(millennium from date '5874897-12-31'), extract(century from date '294277-01-01'), extract(julian from date '5874897-12-31'), extract(dow from date '5874897-12-31'), extract(isoyear from date '5874897-12-31'), extract(week from date '5874897-12-31'), extract(decade from date '294277-01-01'), extract(doy from date '294276-12-31');
-- Dates with separators twice; addresses as the C library scans them.
select '2024-02--19'::date, '2024--02-19'::date, '2024-02-19-'::date, '2024//02/19'::date, '19-Feb--2024'::date;
select '2024-02-/19'::date;
select '2024-'::date;
select '2024-02-'::date;
select '2024.02..19'::date;
select '02.19.2024.'::date;
select '2024-02-19- 10:00'::timestamp;
select '2024-02-19-08'::date;
select '2024-02-19 10:00-08'::timestamptz at time zone 'UTC';
select '2024/02/19/'::timestamptz at time zone 'UTC';
select '2024-02-29'::text::macaddr;
select '+1+2+3+4+5+6'::macaddr, '08002b010203'::macaddr, '0800 2b010203'::macaddr;
select '08002b01020'::macaddr, '08002b0102'::text::macaddr;
select '08-0-2b010203'::macaddr;
select (case to_char('1 month'::interval, 'Q IW') when null then null when substring(''::text from '.[a-c]') then 'zzz'::name end);
create table ct (a integer);
insert into ct values (1) returning case when true then 'a'::char(5) end, coalesce(null::char);
select case when a = 1 then case when true then 'x'::char(4) end else 'y'::char(4) end from ct;
drop table ct;
select degrees('1e308'::float8), 1;
select radians('1e-323'::float8), 1;
select degrees('Infinity'::float8), radians('1e-320'::float8);
select coalesce(case when true then x end, null) from (values ('abc'::char(5))) v (x);

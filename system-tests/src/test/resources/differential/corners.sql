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
select concat(variadic null::text[]), concat_ws(',', variadic '{}'::int[]), format('none', variadic null::int[]), num_nulls(variadic array[1, null]);
select concat(variadic 5);
select jsonb_build_object(variadic array['k', 'v', 'l', 'w']), json_build_array(variadic array[1.5, 2]);
-- Newlines in regular expressions.
select regexp_replace(E'a\nb', 'a.b', 'x', 'p'), regexp_replace(E'a\nb', '^b', 'x', 'p'), regexp_replace(E'a\nb', 'a.b', 'x', 'w'), regexp_replace(E'a\nb', '^b', 'x', 'w'), regexp_replace(E'a\nb', '^b', 'x', 'n');

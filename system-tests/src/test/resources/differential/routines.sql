-- SQL functions in FROM and elsewhere: one row, many rows, rows of declared columns.
create table few(id int, name text); insert into few values (1,'a'),(2,'b'),(3,'c');
create type pair as (a numeric(6,2), b text);
create type outerpair as (p pair, q pair);
create function f1(i int) returns few language sql as 'select * from few where id >= i order by id';
create function f2(i int) returns record language sql as 'select id, name from few where id >= i order by id';
create function f3(i int, out r int) language sql as 'select i + 1';
create function f4(i int, out r int, out text) language sql as 'select i + 1, ''x''';
create function f5() returns pair language sql as 'select 1.23456, ''x''';
create function f6() returns setof pair language sql as 'select 1.23456, ''x'' union all select 2, ''y''';
create function f7(a int, b int) returns few language sql as 'select row(a, b::text)::few';
create function f8(a int, out a int) language sql as 'select $1';
create function f9(a int, b int = 3) returns table (a int, b int) language sql as 'select $1, $2';
create function f10(a int, a int) returns int language sql as 'select 1';
create function f11(out a int, out a int) language sql as 'select 1, 2';
create function f12(inout a int, out a int) language sql as 'select 1, 2';
create function f13() returns setof record language sql as 'select 1, 2.5::numeric union all select 2, 3';
create function f14(out int, out numeric) language sql as 'select (1, 2.1)';
select * from f1(2);
select * from f1(7);
select f1(7), f1(2);
select * from f1(2) with ordinality;
select * from f2(2) as t(a int, b text);
select * from f2(2);
select * from f2(2) as t(a int, b int);
select * from f3(4);
select * from f4(4);
select f5(), (f5()).a;
select * from f5();
select * from f6();
select f6();
select * from f7(1, 2);
select * from f8(5);
select * from f9(5);
select (f9(1, 2)).*;
select * from f9(b => 1, a => 2);
select * from f13() as t(a int, b numeric(6,3));
select * from f1(1) as t(a int, b text);
select * from f3(1) as t(a int);
select * from sin(3) as t(a float8);
select * from f14();
select * from coalesce(row(1, 'x'::text)) as t(a int, b text);
select * from coalesce(row(1, 'x'::text)) as t(a int);
with a(b) as (values (row(1,2,3))) select * from a, coalesce(b) as c(d int, e int, f int);
with a(b) as (values (row(1,2,3))) select * from a, coalesce(b) as c(d int, e int, f float);
select row(null, 'x')::pair, row('1.2345', null)::pair, ((null, 'x'), ('3.5', null))::outerpair;
select row('a', 1) = row('a', 1), row('a'::text, null) is null, row_to_json(row('x', null, 1));
create table held(o outerpair); insert into held values (((null, 4.4), (5.5, 6.6)));
select * from held;
select x.* from (values (1), (2)) v(k), f1(v.k) x;
select x.* from (values (1), (9)) v(k) left join lateral f1(v.k) x on true;
select x from (values (1), (9)) v(k), f1(v.k) x;
drop table held;
drop function f1(int), f2(int), f3(int), f4(int), f5(), f6(), f7(int, int), f8(int), f9(int, int), f13(), f14();
drop function if exists f12(int);
drop type outerpair, pair;
drop table few;

-- A view calls a function whose body is read with the names of whoever asks the view.
create table score(id int, points int);
insert into score values (1, 10), (1, 15), (2, 20);
create function scores(int) returns setof score language sql as 'select * from score where id = $1';
create view first_scores as select * from scores(1);
select * from first_scores order by points;
create view numbered as select * from rows from (scores(1), scores(2)) with ordinality as n(a, b, c, d, e);
select * from numbered;
create schema elsewhere;
create table elsewhere.score(id int, points int);
insert into elsewhere.score values (1, 99);
set search_path = elsewhere, public;
select * from first_scores order by points;
reset search_path;

-- Rows of a type, for each row of another table.
create function steps(int) returns setof score language plpgsql as $$
begin
  for i in 1..$1 loop
    return next row(i, i * i)::score;
  end loop;
end $$;
select * from (values (1), (3)) v(n), steps(n) order by 1, 2;
select * from (values (1), (3)) v(n) left join steps(2) s on n + s.id < 5 order by 1, 2;
select * from (values (2)) v(n), rows from (steps(n), steps(3)) as r(a, b, c, d) order by c;
-- What is no function, and what is no procedure.
create procedure changed(a inout int, b inout int) language plpgsql as $$begin b := a; a := 1; end$$;
create function given(a inout int, b out int) language plpgsql as $$begin b := a; a := 1; end$$;
select changed(1, 2);
select * from changed(1, 2);
select * from changed(1);
call given(1, 2);
call given(1);
call given(1, 2, 3);
call abs(1);
-- A function is a transaction of its own, as far as LOCK TABLE cares.
create table lockable(a int);
lock table lockable;
create function locked() returns int language plpgsql as $$begin lock table lockable in exclusive mode; return 1; end$$;
select locked();
drop function locked(), given(int); drop procedure changed(int, int); drop table lockable;
create domain small as int constraint is_small check (value < 10);
select 11::small;
drop domain small;
set client_encoding = sql_ascii;
show client_encoding;
reset client_encoding;
select relacl is not null from pg_class where relname = 'pg_class';

-- Functions of a row, written as fields of it, and fields written as calls.
create table pers(id int, first text, last text); insert into pers values (1,'Ada','L'),(2,'Alan','T');
create table pet(owner int, name text, legs int); insert into pet values (1,'cat',4),(2,'dog',4),(2,'fish',0);
create function full_name(pers) returns text language sql as 'select $1.first || '' '' || $1.last';
create function pets(p pers) returns setof pet language sql as 'select * from pet where owner = pets.p.id';
create function shout(pet) returns text language sql as 'select upper($1.name)';
select id, p.full_name from pers p order by 1;
select p.full_name, name(p.pets), (p.pets).legs from pers p order by 1,2;
select (p.pets).shout from pers p order by 1;
select p.first, (p.pets).shout.x from pers p order by 1;
select first(p), p.nothing from pers p;
select text(p) from pers p;
select name(pets(p)) from pers p order by 1;
select legs(row(1,'a',2)::pet), shout(row(1,'a',2)::pet);
select p.id from pers p where p.full_name like 'Ada%';
select name(p) from pers p;

-- Bodies in SQL's own form, what they look like and what they rest on.
create table ledger(i int);
create table ledger_other(a int);
create sequence ledger_numbers;
create function pick() returns int language sql begin atomic select i from ledger; select a + 1 from ledger_other; end;
create function next_number() returns bigint language sql return nextval('ledger_numbers');
select pg_get_functiondef('pick'::regproc);
drop sequence ledger_numbers;
drop table ledger_other;
drop sequence ledger_numbers cascade;
drop table ledger_other cascade;
select next_number();
select pick();

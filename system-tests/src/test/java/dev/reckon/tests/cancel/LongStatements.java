package dev.reckon.tests.cancel;

import java.util.List;

/// Statements that would run for minutes, each for a reason of its own, and the table that they
/// need.
final class LongStatements {
    static final List<String> SETUP =
            List.of(
                    "create table big (id int primary key, n int, t text, j jsonb)",
                    "insert into big select i, i % 1000, 'text ' || i, '{\"a\": [1, 2, 3]}'"
                            + " from generate_series(1, 60000) i",
                    "create table small (id int primary key, n int)",
                    "insert into small select i, i from generate_series(1, 100) i",
                    "create table target (id int, t text)",
                    "create sequence counted",
                    "checkpoint");

    /// What waits for another session's locks: it has locked row 1 of `small` and inserted row 1000
    /// there, and has locked `target`.
    static final List<String> LOCKERS =
            List.of(
                    "select * from small where id = 1 for update",
                    "insert into small values (1000, 0)",
                    "lock table target in access exclusive mode");

    static final List<String> LOCK_WAITS =
            List.of(
                    "update small set n = n + 1 where id = 1",
                    "delete from small where id = 1",
                    "select * from small for update",
                    "select * from small where id = 1 for share",
                    "insert into small values (1000, 1)",
                    "insert into small values (1000, 1) on conflict do nothing",
                    "insert into small values (1000, 1) on conflict (id) do update set n = 0",
                    "insert into target values (1, 'x')",
                    "lock table target",
                    "drop table target",
                    "truncate target",
                    "alter table target add column x int");

    static final List<String> SELECTS =
            List.of(
                    "select pg_sleep(600)",
                    "select count(pg_sleep(0.01)) from big",
                    "select count(*) from generate_series(1, 100000000000)",
                    "select sum(x) from generate_series(1, 100000000000) x where x % 7 = 3",
                    "select x % 10, count(*) from generate_series(1, 100000000000) x group by 1",
                    "select count(*) from generate_series(1, 100000) a, generate_series(1, 100000)",
                    "select count(*) from big a, big b where a.n + b.n < 0",
                    "select count(*) from big a, big b, big c where a.n = b.n and b.n = c.n",
                    "select count(*) from big a left join big b on a.t < b.t and a.n <> b.n",
                    "select max(a.t || b.t || c.t) from big a join big b using (n)"
                            + " join big c using (n)",
                    "select x from generate_series(1, 300000000) x order by x % 1000, -x",
                    "select a.t, b.t from big a, big b order by a.t || b.t",
                    "select a.t, b.t from big a, big b order by b.t || a.t limit 3",
                    "select distinct a.n * b.n from big a, big b",
                    "select count(distinct a.id * b.n) from big a, big b",
                    "select string_agg(a.t, ',') from big a, big b",
                    "select array_agg(a.n) from big a, big b",
                    "select jsonb_agg(a.j) from big a, big b",
                    "select percentile_disc(0.5) within group (order by a.n + b.n) from big a, big b",
                    "select a.n, b.n, count(*) from big a, big b group by cube (a.n, b.n)",
                    "select a.id from big a, big b union select b.id from big a, big b",
                    "select a.id + b.id from big a, big b except select id from big",
                    "select a.id + b.id from big a, big b intersect all select id from big",
                    "select row_number() over (order by a.n, b.n) from big a, big b",
                    "select sum(a.n) over (order by a.id rows between 20000 preceding"
                            + " and 20000 following) from big a",
                    "select max(t) over (order by id rows between 30000 preceding"
                            + " and 1 preceding) from big",
                    "select lag(a.n) over (partition by b.n order by a.id) from big a, big b",
                    "with recursive r as (select 1 as n union all select n + 1 from r)"
                            + " select count(*) from r",
                    "with recursive r as (select 1::bigint as n union select (n * 7) % 1000000007 from r)"
                            + " select count(*) from r",
                    "with recursive r as (select id from big union all"
                            + " select big.id from r, big) select count(*) from r",
                    "select count(*) from big a where exists"
                            + " (select from big b where b.t || a.t = 'x')",
                    "select count(*) from big a where a.t not in"
                            + " (select b.t || a.n from big b)",
                    "select (select max(b.n + a.n) from big b) from big a",
                    "select count(*) from big a, lateral"
                            + " (select sum(b.n) from big b where b.n <> a.n) s",
                    "select generate_series(1, 100000000000)",
                    "select count(*) from (select generate_series(1, a.id) from big a, big b) s",
                    "select count(*) from big, unnest(array_fill(1, array[100000])) u",
                    "select count(*) from big a, big b where a.t ~ ('(x+x+)+y' || b.t)",
                    "select count(*) from big a, big b where a.t like '%' || b.t || '%z'",
                    "select count(md5(repeat(a.t, 100))) from big a, big b",
                    "select count(a.j || b.j) from big a, big b",
                    "select count(jsonb_path_query_array(a.j, '$.a[*] ? (@ > 1)')) from big a, big b",
                    "select sum(a.n::numeric * b.n / 7.0) from big a, big b",
                    "select count(factorial(3000 + a.n)) from big a, big b",
                    "select count(*) from pg_proc a, pg_proc b, pg_proc c",
                    "explain analyze select count(*) from big a, big b where a.n + b.n < 0",
                    "select nextval('counted') from generate_series(1, 10000000000)");

    static final List<String> WRITES =
            List.of(
                    "insert into target select x, 'x' from generate_series(1, 100000000000) x",
                    "insert into small select -x, x from generate_series(1, 100000000000) x",
                    "create table made as select x from generate_series(1, 100000000000) x",
                    "create table made as select a.t from big a, big b",
                    "update big set t = t || (select max(b.t || big.n) from big b)",
                    "delete from big using big b where big.t || b.t = 'x'",
                    "update big set n = (select count(*) from big b where b.n <> big.n)",
                    "merge into small using (select a.id from big a, big b) s on s.id = small.id"
                            + " when matched then do nothing",
                    "create index on big ((md5(repeat(t, 20000))))",
                    "alter table big add column x text default md5(repeat('x', 1))"
                            + " check (length(repeat(t, 300000)) > 0)",
                    "alter table big alter column t type text using md5(repeat(t, 20000))",
                    "alter table big add constraint long check (md5(repeat(t, 20000)) <> '')",
                    "copy (select generate_series(1, 100000000000)) to stdout",
                    "copy (select a.t from big a, big b where a.n + b.n < 0) to stdout",
                    "do $$ begin loop end loop; end $$");

    private LongStatements() {}
}

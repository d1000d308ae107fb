-- pg_stats over a table that is its own sample.
create table st(id int primary key, g text, n numeric, d date, j json, b bool, nn int, p numeric(3,1), e text);
insert into st select i, 'g'||i%7, i*1.5, date '2020-01-01' + i%400, '{}', i%3=0, case when i%2=0 then i%200 end, (i*7919%1000)/10.0, case when i%4=0 then 'often' else 'x'||i end from generate_series(1,1000) i;
analyze st;
select attname, null_frac, avg_width, n_distinct, most_common_vals::text, most_common_freqs::text, histogram_bounds, correlation from pg_stats where tablename='st' order by attname;
drop table st;
-- What monitors read: the state of tables, indexes, users and groups.
create role watch_group;
create role watch_user login in role watch_group password null;
create table watched (id int primary key, v int unique);
insert into watched select i, i from generate_series(1, 100) i;
select relid = 'watched'::regclass, schemaname, relname from pg_stat_user_tables where relname = 'watched';
select relid = 'watched'::regclass, indexrelid::regclass, indexrelname from pg_stat_user_indexes where relname = 'watched' order by 2;
select relname from pg_statio_user_tables where relname = 'watched';
select datname = current_database(), numbackends > 0 from pg_stat_database where datname = current_database();
select usename, usesuper, passwd from pg_shadow where usename = 'watch_user';
select groname, grolist = array['watch_user'::regrole::oid] from pg_group where groname = 'watch_group';
drop table watched;
drop role watch_user;
drop role watch_group;

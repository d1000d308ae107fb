-- pg_stats over a table that is its own sample.
create table st(id int primary key, g text, n numeric, d date, j json, b bool, nn int, p numeric(3,1), e text);
insert into st select i, 'g'||i%7, i*1.5, date '2020-01-01' + i%400, '{}', i%3=0, case when i%2=0 then i%200 end, (i*7919%1000)/10.0, case when i%4=0 then 'often' else 'x'||i end from generate_series(1,1000) i;
analyze st;
select attname, null_frac, avg_width, n_distinct, most_common_vals::text, most_common_freqs::text, histogram_bounds, correlation from pg_stats where tablename='st' order by attname;
drop table st;

-- TABLESAMPLE; which rows it takes is no one's business.
create table ts (id int primary key, name text);
insert into ts select i, 'n' || i from generate_series(1,1000) i;
select count(*) from ts tablesample bernoulli (100);
select count(*) from ts tablesample system (0);
select count(*) between 400 and 600 from ts tablesample bernoulli (50) repeatable (3);
select (select array_agg(id order by id) from ts tablesample bernoulli (10) repeatable (1)) = (select array_agg(id order by id) from ts tablesample bernoulli (10) repeatable (1));
select (select array_agg(id order by id) from ts tablesample bernoulli (10) repeatable (1)) = (select array_agg(id order by id) from ts tablesample bernoulli (10) repeatable (2));
select * from (values (0), (100)) v (p), lateral (select count(*) from ts tablesample system (p)) s;
select id from ts tablesample foobar (1);
select id from ts tablesample system (null);
select id from ts tablesample bernoulli (50) repeatable (null);
select id from ts tablesample bernoulli (-1);
select id from ts tablesample bernoulli (101);
select id from ts tablesample bernoulli (1, 2);
with q as (select * from ts) select * from q tablesample bernoulli (5);
select id from ts tablesample bernoulli ('x');
drop table ts;

-- Trigger functions in PL/pgSQL.
create table tt(id int primary key, v text, n int default 0, g int generated always as (n * 2) stored);
create table log(what text);
create function tf() returns trigger language plpgsql as $$ begin insert into log values (tg_name || ' ' || tg_when || ' ' || tg_level || ' ' || tg_op || ' ' || tg_table_name || ' ' || tg_table_schema || ' ' || tg_nargs || ' ' || coalesce(tg_argv[0], '-') || ' ' || tg_relid::regclass); if tg_op = 'DELETE' then if old.id = 3 then return null; end if; return old; end if; if tg_when = 'BEFORE' and tg_level = 'ROW' then new.v := upper(new.v) || coalesce(tg_argv[1], ''); if new.id = 99 then return null; end if; end if; return new; end $$;
create trigger b1 before insert or update or delete on tt for each row execute function tf('one', '!');
create trigger a1 after insert or update or delete on tt for each statement execute function tf();
insert into tt(id, v) values (1, 'a'), (2, 'b'), (3, 'c'), (99, 'no');
update tt set n = id where id < 3;
delete from tt where id > 1;
select * from tt order by id;
-- ordered
select * from log;
create function chk() returns trigger language plpgsql as $$ begin if new.n > 10 then raise exception 'too much: %', new.n using errcode = 'check_violation'; end if; return new; end $$;
create trigger b2 before update on tt for each row when (new.n is distinct from old.n) execute function chk();
update tt set n = 11;
update tt set n = 5 where id = 1 returning *;
create function trans() returns trigger language plpgsql as $$ declare c int; d int; begin select count(*) into c from newt; select sum(n) into d from oldt; insert into log values ('trans ' || c || ' ' || coalesce(d, -1)); return null; end $$;
create trigger a2 after update on tt referencing old table as oldt new table as newt for each statement execute function trans();
truncate log;
update tt set n = n + 1;
-- ordered
select * from log;
create function wrongrow() returns trigger language plpgsql as $$ begin return row(1); end $$;
create table w(a int, b int);
create trigger w1 before insert on w for each row execute function wrongrow();
insert into w values (1, 2);
create function norow() returns trigger language plpgsql as $$ begin end $$;
create trigger w0 before insert on w for each row execute function norow();
insert into w values (1, 2);
create function recu() returns trigger language plpgsql as $$ begin insert into w2 values (new.a + 1); return new; end $$;
create table w2(a int);
create trigger w3 before insert on w2 for each row when (new.a < 5) execute function recu();
insert into w2 values (1);
select * from w2 order by a;

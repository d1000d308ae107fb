-- What pg_dump asks of the catalogs.
select kind, acldefault(kind::"char", 0) from unnest(array['c', 'r', 's', 'd', 'f', 'l', 'L', 'n', 'p', 't', 'F', 'S', 'T']) kind order by kind;
select acldefault('?', 0);
select typname, typname[0] = '_' and typelem <> 0 from pg_type where typname in ('int4', '_int4', 'text', '_text', 'name') order by typname;
select ('_abc'::name)[0], ('_abc'::name)[3], (null::name)[0];
select * from pg_options_to_table(array['fillfactor=70', 'plain', 'a=b=c']);
select count(*) from pg_options_to_table(null);
select pg_backend_pid() > 0, pg_backend_pid() = pg_backend_pid();

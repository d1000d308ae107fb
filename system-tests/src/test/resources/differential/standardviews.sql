-- The views of information_schema over objects of all kinds.
create schema shop;
create role shop_reader;
create role shop_clerk;
create domain shop.positive as numeric(10,2) default 1 not null constraint above check (value > 0);
create domain shop.tags as text[];
create type shop.mood as enum ('sad', 'ok');
create type shop.pair as (a int, b varchar(20), c shop.positive, d int[], e shop.mood);
create table shop.person (
    id int generated always as identity (start 10 increment 2 cycle) primary key,
    name varchar(30) not null unique,
    mood shop.mood,
    born date,
    bio text,
    score numeric(8,3) default 0.5 constraint not_below check (score >= 0),
    tags shop.tags,
    span interval day to second(2),
    bits bit varying(7),
    twice numeric generated always as (score * 2) stored,
    p shop.positive,
    r shop.pair,
    at timestamp(3) with time zone,
    codes char(4)[]);
create table shop.orders (
    a int, b serial, person int constraint who references shop.person (id) on delete cascade on update set null deferrable initially deferred,
    n numeric, primary key (a, b), unique (n, a));
create table shop.items (x int, y int, z text, constraint line foreign key (y, x) references shop.orders (b, a) match full);
create temporary table shop_scratch (id int primary key);
create view shop.rich as select id, name, score + 1 as more from shop.person where score > 1;
create view shop.plain as select id, name from shop.person where score > 1 with local check option;
create view shop.counted as select count(*) from shop.orders;
create sequence shop.counter as smallint start 5 minvalue 2 maxvalue 100 increment 3 cycle;
create function shop.add(a int, b int default 2, out c int) language sql immutable strict as 'select a + b';
create function shop.many(variadic v text[]) returns setof shop.pair language sql security definer as 'select null::shop.pair';
create procedure shop.act(x shop.positive, inout y text) language plpgsql as 'begin y := x; end';
create function shop.changed() returns trigger language plpgsql as 'begin return new; end';
create function shop.adder() returns int language sql begin atomic select count(*)::int from shop.orders; end;
create trigger before_it before insert or update of name, score on shop.person for each row when (new.score > 0) execute function shop.changed();
create trigger after_it after update on shop.person referencing old table as gone new table as come for each statement execute function shop.changed();
create trigger instead_of_it instead of update or delete on shop.rich for each row execute function shop.changed();
grant select, update on shop.person to shop_reader;
grant insert (a, n), select (n) on shop.orders to shop_clerk with grant option;
grant usage on sequence shop.counter to shop_clerk;
grant execute on function shop.add to shop_reader with grant option;
grant usage on domain shop.positive to shop_reader;
grant usage on schema shop to shop_reader, shop_clerk;
grant shop_reader to shop_clerk with admin option;
select schema_name, schema_owner = current_user from information_schema.schemata where schema_name = 'shop';
select table_schema, table_name, table_type, is_insertable_into, is_typed from information_schema.tables where table_schema = 'shop' order by 2;
select table_schema ~ '^pg_temp', table_type from information_schema.tables where table_name = 'shop_scratch';
select table_name, column_name, ordinal_position, column_default, is_nullable, data_type, character_maximum_length, character_octet_length from information_schema.columns where table_schema = 'shop' order by 1, 3;
select table_name, column_name, numeric_precision, numeric_precision_radix, numeric_scale, datetime_precision, interval_type, interval_precision, collation_name, domain_schema, domain_name from information_schema.columns where table_schema = 'shop' order by 1, ordinal_position;
select table_name, column_name, udt_schema, udt_name, dtd_identifier, is_identity, identity_generation, identity_start, identity_increment, identity_maximum, identity_minimum, identity_cycle, is_generated, generation_expression, is_updatable from information_schema.columns where table_schema = 'shop' order by 1, ordinal_position;
select table_name, check_option, is_updatable, is_insertable_into, is_trigger_updatable, is_trigger_deletable, is_trigger_insertable_into from information_schema.views where table_schema = 'shop' order by 1;
select sequence_name, data_type, numeric_precision, start_value, minimum_value, maximum_value, increment, cycle_option from information_schema.sequences where sequence_schema = 'shop' order by 1;
select constraint_name, table_name, constraint_type, is_deferrable, initially_deferred, enforced, nulls_distinct from information_schema.table_constraints where table_schema = 'shop' and constraint_name !~ '^[0-9]' order by 2, 1;
select table_name, constraint_type, count(*) from information_schema.table_constraints where table_schema = 'shop' and constraint_name ~ '_not_null$' group by 1, 2 order by 1;
select constraint_name, check_clause from information_schema.check_constraints where constraint_schema = 'shop' and constraint_name !~ '^[0-9]' order by 1;
select check_clause, count(*) from information_schema.check_constraints where constraint_schema = 'shop' and constraint_name ~ '^[0-9]' group by 1 order by 1;
select constraint_name, table_name, column_name, ordinal_position, position_in_unique_constraint from information_schema.key_column_usage where table_schema = 'shop' order by 2, 1, 4;
select table_name, column_name, constraint_name from information_schema.constraint_column_usage where table_schema = 'shop' order by 1, 2, 3;
select table_name, constraint_name from information_schema.constraint_table_usage where table_schema = 'shop' order by 1, 2;
select constraint_name, unique_constraint_schema, unique_constraint_name, match_option, update_rule, delete_rule from information_schema.referential_constraints where constraint_schema = 'shop' order by 1;
select domain_name, data_type, character_maximum_length, numeric_precision, numeric_scale, domain_default, udt_schema, udt_name, dtd_identifier from information_schema.domains where domain_schema = 'shop' order by 1;
select constraint_name, domain_name, is_deferrable, initially_deferred from information_schema.domain_constraints where domain_schema = 'shop' order by 1;
select udt_name, domain_name from information_schema.domain_udt_usage where domain_schema = 'shop' order by 2;
select domain_name, table_name, column_name from information_schema.column_domain_usage where table_schema = 'shop' order by 2, 3;
select udt_schema, udt_name, table_name, column_name from information_schema.column_udt_usage where table_schema = 'shop' order by 3, 4;
select table_name, column_name, dependent_column from information_schema.column_column_usage where table_schema = 'shop';
select user_defined_type_name, user_defined_type_category, is_instantiable from information_schema.user_defined_types where user_defined_type_schema = 'shop';
select udt_name, attribute_name, ordinal_position, is_nullable, data_type, character_maximum_length, numeric_precision, attribute_udt_schema, attribute_udt_name, dtd_identifier from information_schema.attributes where udt_schema = 'shop' order by 3;
select regexp_replace(specific_name, '\d+$', ''), routine_name, routine_type, data_type, type_udt_schema, type_udt_name, dtd_identifier, routine_body, routine_definition, external_language, is_deterministic, is_null_call, security_type from information_schema.routines where routine_schema = 'shop' order by 2;
select regexp_replace(specific_name, '\d+$', ''), ordinal_position, parameter_mode, parameter_name, data_type, udt_schema, udt_name, dtd_identifier, parameter_default from information_schema.parameters where specific_schema = 'shop' order by 1, 2;
select trigger_name, event_manipulation, event_object_table, action_order, action_condition, action_statement, action_orientation, action_timing, action_reference_old_table, action_reference_new_table from information_schema.triggers where trigger_schema = 'shop' order by 1, 2;
select trigger_name, event_object_table, event_object_column from information_schema.triggered_update_columns where trigger_schema = 'shop' order by 3;
select grantor = current_user, case grantee when current_user then 'me' else grantee end, table_name, privilege_type, is_grantable, with_hierarchy from information_schema.table_privileges where table_schema = 'shop' order by 3, 2, 4;
select count(*) from information_schema.role_table_grants where table_schema = 'shop';
select case grantee when current_user then 'me' else grantee end, table_name, column_name, privilege_type, is_grantable from information_schema.column_privileges where table_schema = 'shop' and table_name = 'orders' order by 1, 3, 4;
select case grantee when current_user then 'me' else grantee end, routine_name, privilege_type, is_grantable from information_schema.routine_privileges where routine_schema = 'shop' order by 2, 1;
select case grantee when current_user then 'me' else grantee end, udt_name, privilege_type, is_grantable from information_schema.udt_privileges where udt_schema = 'shop' order by 2, 1;
select case grantee when current_user then 'me' else grantee end, object_name, object_type, privilege_type, is_grantable from information_schema.usage_privileges where object_schema = 'shop' order by 2, 1;
select grantee, role_name, is_grantable from information_schema.applicable_roles where grantee ~ '^shop' order by 1;
select role_name from information_schema.enabled_roles where role_name ~ '^shop' order by 1;
select view_name, table_schema, table_name from information_schema.view_table_usage where view_schema = 'shop' order by 1, 3;
select view_name, table_name, column_name from information_schema.view_column_usage where view_schema = 'shop' order by 1, 2, 3;
select routine_name, table_name from information_schema.routine_table_usage where specific_schema = 'shop' order by 1;
select object_name !~ '\d', object_type, collection_type_identifier, data_type, udt_schema, udt_name, dtd_identifier from information_schema.element_types where object_schema = 'shop' order by 2, 3, 6;
select object_type, count(*) from information_schema.data_type_privileges where object_schema = 'shop' group by 1 order by 1;
select character_set_name, character_repertoire, form_of_use from information_schema.character_sets;
select count(*) > 0 from information_schema.collations where collation_name = 'C' and pad_attribute = 'NO PAD';
set role shop_reader;
select table_name from information_schema.tables where table_schema = 'shop' order by 1;
select table_name, column_name, column_default from information_schema.columns where table_schema = 'shop' order by 1, ordinal_position;
select table_name, view_definition from information_schema.views where table_schema = 'shop';
select constraint_name from information_schema.table_constraints where table_schema = 'shop' and constraint_name !~ '^[0-9]' order by 1;
select grantee, table_name, privilege_type from information_schema.table_privileges where table_schema = 'shop' order by 1, 2, 3;
select trigger_name, event_manipulation, action_condition from information_schema.triggers where trigger_schema = 'shop' order by 1, 2;
select routine_name, routine_definition from information_schema.routines where routine_schema = 'shop' order by 1;
select role_name from information_schema.enabled_roles;
set role shop_clerk;
select table_name, column_name from information_schema.columns where table_schema = 'shop' order by 1, ordinal_position;
select grantee, role_name, is_grantable from information_schema.administrable_role_authorizations where grantee ~ '^shop';
select grantee, table_name, column_name, privilege_type, is_grantable from information_schema.role_column_grants where table_schema = 'shop' order by 1, 2, 3, 4;
reset role;
select information_schema._pg_char_max_length(1043, 24), information_schema._pg_char_max_length(1043, -1), information_schema._pg_numeric_scale(1700, 524294);
select (aclexplode('{=r/shop_reader,shop_clerk=aw*/shop_reader}'::aclitem[])).privilege_type;
select c.relname, x.grantee::regrole, x.privilege_type, x.is_grantable from pg_class c, aclexplode(relacl) x where c.relname = 'counter' and x.grantee = 'shop_clerk'::regrole;
select pg_get_function_arg_default('shop.add'::regproc, 2), pg_get_function_arg_default('shop.add'::regproc, 1), pg_get_function_arg_default('shop.add'::regproc, 9);
select pg_my_temp_schema()::regnamespace::text ~ '^pg_temp', pg_is_other_temp_schema(pg_my_temp_schema());
drop schema shop cascade;
drop role shop_clerk;
drop role shop_reader;

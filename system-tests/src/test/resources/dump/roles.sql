create role dump_owner;
create role dump_reader;
create role dump_writer login;

-- Roles and privileges.
-- Each statement runs on PostgreSQL 15 too; after "differs" the outcomes are not compared, and why.

CREATE ROLE r1;
CREATE ROLE r1;
CREATE USER u1 PASSWORD 'secret' CREATEDB CONNECTION LIMIT 3;
CREATE ROLE r2 LOGIN IN ROLE r1;
SELECT rolname, rolcanlogin, rolcreatedb, rolconnlimit FROM pg_roles WHERE rolname IN ('r1', 'u1', 'r2') ORDER BY 1;
ALTER ROLE r1 WITH LOGIN SUPERUSER;
ALTER ROLE nosuch LOGIN;
ALTER ROLE u1 SET work_mem = '8MB';
ALTER ROLE u1 RESET work_mem;
ALTER ROLE u1 RENAME TO u2;
GRANT r1 TO u2;
GRANT r1 TO nosuch;
REVOKE r1 FROM u2;
CREATE TABLE g (a int, b int);
GRANT SELECT, INSERT ON g TO u2;
GRANT UPDATE (a) ON g TO u2;
GRANT ALL ON g TO r1 WITH GRANT OPTION;
GRANT nonsense ON g TO u2;
GRANT SELECT ON nosuch TO u2;
GRANT SELECT ON g TO nosuch;
SELECT has_table_privilege('u2', 'g', 'select'), has_table_privilege('u2', 'g', 'delete');
REVOKE INSERT ON g FROM u2;
REVOKE ALL ON g FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO u2;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO u2;
GRANT EXECUTE ON FUNCTION nosuch(int) TO u2;
-- differs: not supported yet
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO u2;
-- differs: not supported yet
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM u2;
-- differs: the same SQLSTATE in other words
DROP ROLE u2;
REASSIGN OWNED BY u2 TO r1;
DROP OWNED BY u2;
DROP ROLE u2;
DROP ROLE nosuch;
DROP ROLE IF EXISTS nosuch;
ALTER TABLE g OWNER TO r2;
ALTER TABLE g OWNER TO nosuch;
-- differs: the same SQLSTATE in other words
DROP ROLE r2;
DROP TABLE g;
DROP OWNED BY r1;
DROP ROLE r1, r2;

-- Types, functions, schemas, comments, extensions.
-- Each statement runs on PostgreSQL 15 too; after "differs" the outcomes are not compared, and why.

CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE mood AS ENUM ('x');
-- differs: follows from an earlier difference, or is a detail of the other
CREATE TYPE bad AS ENUM ('a', 'a');
CREATE TYPE empty AS ENUM ();
CREATE TABLE m (id int, v mood DEFAULT 'ok', h mood[]);
INSERT INTO m (id) VALUES (1);
INSERT INTO m VALUES (2, 'happy', '{sad,ok}'), (3, 'sad', NULL);
INSERT INTO m VALUES (4, 'nope');
SELECT * FROM m ORDER BY v;
SELECT max(v), min(v) FROM m;
-- differs: not supported yet
ALTER TYPE mood ADD VALUE 'meh' BEFORE 'ok';
-- differs: follows from an earlier difference, or is a detail of the other
ALTER TYPE mood ADD VALUE 'meh';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'meh';
ALTER TYPE mood ADD VALUE 'x' AFTER 'nope';
INSERT INTO m VALUES (5, 'meh');
-- differs: follows from an earlier difference, or is a detail of the other
SELECT * FROM m ORDER BY v, id;
-- differs: not supported yet
SELECT enum_range(NULL::mood);
ALTER TYPE mood RENAME VALUE 'meh' TO 'soso';
ALTER TYPE mood RENAME VALUE 'nope' TO 'y';
SELECT v FROM m WHERE id = 5;
ALTER TYPE mood RENAME TO feeling;
-- differs: expressions are kept as written, without the casts that were implied
SELECT column_name, udt_name, column_default FROM information_schema.columns WHERE table_name = 'm' ORDER BY ordinal_position;
-- differs: the same SQLSTATE in other words
DROP TYPE feeling;
CREATE DOMAIN posint AS int CHECK (VALUE > 0) DEFAULT 1;
CREATE DOMAIN posint AS int;
CREATE TABLE dm (a posint, b posint NOT NULL);
INSERT INTO dm VALUES (1, 2);
INSERT INTO dm VALUES (0, 2);
INSERT INTO dm VALUES (1, NULL);
INSERT INTO dm (b) VALUES (3);
SELECT * FROM dm ORDER BY b;
SELECT 0::posint;
ALTER DOMAIN posint ADD CONSTRAINT small CHECK (VALUE < 100);
ALTER DOMAIN posint ADD CONSTRAINT tiny CHECK (VALUE < 2);
ALTER DOMAIN posint DROP CONSTRAINT small;
ALTER DOMAIN posint DROP CONSTRAINT nope;
ALTER DOMAIN posint SET DEFAULT 9;
ALTER DOMAIN posint SET NOT NULL;
ALTER DOMAIN posint RENAME TO posi;
-- differs: the same SQLSTATE in other words
DROP DOMAIN posi;
-- differs: follows from an earlier difference, or is a detail of the other
DROP DOMAIN posi CASCADE;
SELECT * FROM dm;
CREATE TYPE comp AS (x int, y text);
CREATE TABLE ct (c comp, n int);
INSERT INTO ct VALUES ((1, 'a'), 1), (ROW(2, 'b'), 2);
SELECT (c).x, c FROM ct ORDER BY n;
DROP TYPE comp;
CREATE TYPE bad AS (a int, a int);
DROP TYPE IF EXISTS nosuch;
DROP TYPE nosuch;
-- differs: follows from an earlier difference, or is a detail of the other
DROP TYPE int4;
-- differs: follows from an earlier difference, or is a detail of the other
DROP TYPE comp, feeling CASCADE;
CREATE FUNCTION add1(i int) RETURNS int LANGUAGE sql AS 'SELECT i + 1';
SELECT add1(2), add1(add1(1));
CREATE FUNCTION add1(i int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE FUNCTION add1(i int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT i + 100';
SELECT add1(2);
CREATE OR REPLACE FUNCTION add1(i int) RETURNS text LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION two(a text, b text DEFAULT 'z') RETURNS text LANGUAGE sql AS $$ SELECT $1 || $2 $$;
SELECT two('a'), two('a', 'b');
CREATE FUNCTION rows3() RETURNS SETOF int LANGUAGE sql AS 'SELECT generate_series(1, 3)';
SELECT * FROM rows3();
CREATE FUNCTION tab(n int) RETURNS TABLE (a int, b text) LANGUAGE sql AS $$ SELECT n, 'x' UNION ALL SELECT n + 1, 'y' $$;
SELECT * FROM tab(5);
CREATE FUNCTION ret(x int) RETURNS int LANGUAGE sql RETURN x * 2;
SELECT ret(4);
-- differs: follows from an earlier difference, or is a detail of the other
CREATE FUNCTION bad(x int) RETURNS int LANGUAGE sql AS 'SELECT nope';
-- differs: follows from an earlier difference, or is a detail of the other
CREATE FUNCTION bad(x int) RETURNS int LANGUAGE sql AS 'SELECT ''a''::text';
-- differs: the same SQLSTATE in other words
CREATE FUNCTION bad(x nosuch) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- differs: not supported yet
CREATE FUNCTION pl() RETURNS int LANGUAGE nosuch AS 'x';
CREATE TABLE pt (a int);
CREATE PROCEDURE ins(x int) LANGUAGE sql AS 'INSERT INTO pt VALUES (x); INSERT INTO pt VALUES (x + 1)';
-- differs: not supported yet
CALL ins(5);
-- differs: follows from an earlier difference, or is a detail of the other
SELECT * FROM pt ORDER BY 1;
-- differs: not supported yet
CALL nosuch(1);
DROP FUNCTION add1(text);
-- differs: follows from an earlier difference, or is a detail of the other
DROP FUNCTION IF EXISTS nosuch(int);
DROP FUNCTION add1(int);
DROP FUNCTION two;
DROP FUNCTION nosuch;
DROP PROCEDURE ins;
DROP FUNCTION rows3, tab, ret;
CREATE SCHEMA app;
CREATE SCHEMA app;
CREATE SCHEMA IF NOT EXISTS app;
CREATE SCHEMA pg_bad;
CREATE SCHEMA app2 CREATE TABLE x (a int) CREATE VIEW xv AS SELECT a FROM x;
SELECT * FROM app2.xv;
CREATE TABLE app.t (a int);
DROP SCHEMA app;
DROP SCHEMA app CASCADE;
DROP SCHEMA app2 CASCADE;
DROP SCHEMA nosuch;
DROP SCHEMA IF EXISTS nosuch;
ALTER SCHEMA nosuch RENAME TO x;
CREATE SCHEMA app;
ALTER SCHEMA app RENAME TO app3;
DROP SCHEMA app3;
COMMENT ON TABLE pt IS 'a table';
COMMENT ON COLUMN pt.a IS 'a column';
COMMENT ON TABLE nosuch IS 'x';
COMMENT ON COLUMN pt.nope IS 'x';
COMMENT ON SCHEMA public IS 'standard';
SELECT obj_description('pt'::regclass), col_description('pt'::regclass, 1);
COMMENT ON TABLE pt IS NULL;
SELECT obj_description('pt'::regclass);
CREATE EXTENSION IF NOT EXISTS plpgsql;
-- differs: not supported yet
CREATE EXTENSION nosuch;
DROP TABLE m, dm, ct, pt;

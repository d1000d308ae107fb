CREATE TABLE log (id int, what text);
CREATE TYPE pair AS (a int, b text);
CREATE FUNCTION plus(i int, j int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5 AS 'SELECT i + j';
CREATE FUNCTION plus(i int, j int) RETURNS int LANGUAGE sql AS 'SELECT 0';
CREATE OR REPLACE FUNCTION plus(i int, k int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT 0';
CREATE OR REPLACE FUNCTION plus(i int, j int) RETURNS int LANGUAGE sql AS 'SELECT 0';
CREATE OR REPLACE FUNCTION plus(i int, j int DEFAULT 2) RETURNS text LANGUAGE sql AS 'SELECT 0';
CREATE OR REPLACE PROCEDURE plus(i int, j int DEFAULT 2) LANGUAGE sql AS 'SELECT 0';
SELECT plus(1), plus(1, 5), plus(NULL);
SELECT pg_get_functiondef('plus'::regproc);
-- differs: the position
SELECT 'plus'::regproc, 'plus(int, int)'::regprocedure, 'nothing'::regproc;
-- differs: the position
SELECT 'abs'::regproc;
SELECT 'lower(text)'::regprocedure, 'now'::regproc;
ALTER FUNCTION plus(int, int) VOLATILE CALLED ON NULL INPUT SECURITY DEFINER LEAKPROOF;
SELECT provolatile, proisstrict, prosecdef, proleakproof, proparallel, procost FROM pg_proc WHERE proname = 'plus';
ALTER FUNCTION plus(int, int) STABLE VOLATILE;
ALTER FUNCTION plus(int, int) ROWS 5;
ALTER FUNCTION plus(text) STABLE;
ALTER PROCEDURE plus(int, int) SECURITY DEFINER;
ALTER FUNCTION plus(int, int) RENAME TO add;
SELECT add(2);
-- Bodies are looked at when they are made.
-- differs: the position
CREATE FUNCTION bad() RETURNS int LANGUAGE sql AS 'SELEC 1';
-- differs: the position
CREATE FUNCTION bad() RETURNS int LANGUAGE sql AS 'SELECT nothing FROM log';
-- differs: the position
CREATE FUNCTION bad() RETURNS int LANGUAGE sql AS 'SELECT ''one''::date';
CREATE FUNCTION bad() RETURNS int LANGUAGE sql AS 'SELECT 1, 2';
CREATE FUNCTION bad() RETURNS pair LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION bad() RETURNS pair LANGUAGE sql AS 'SELECT 1, ''x'', 3';
CREATE FUNCTION bad() RETURNS int LANGUAGE sql AS 'CREATE TABLE x (a int)';
CREATE FUNCTION bad(a int, a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION bad(a int DEFAULT 1, b int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION bad(VARIADIC a int[], b int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION bad() RETURNS int LANGUAGE sql AS 'SELECT 1' RETURN 2;
CREATE FUNCTION bad() RETURNS int LANGUAGE sql AS 'SELECT 1', 'SELECT 2';
CREATE FUNCTION bad() RETURNS int LANGUAGE sql STABLE IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION bad() LANGUAGE sql AS 'SELECT 1';
SET check_function_bodies = off;
CREATE FUNCTION later() RETURNS int LANGUAGE sql AS 'SELECT a FROM not_yet';
RESET check_function_bodies;
-- differs: the position
SELECT later();
-- Other forms.
CREATE FUNCTION twice(i int) RETURNS int RETURN i * 2;
CREATE FUNCTION several(i int) RETURNS int BEGIN ATOMIC SELECT 1; SELECT i + 100; END;
CREATE FUNCTION second(p pair) RETURNS text LANGUAGE sql AS 'SELECT p.b';
CREATE FUNCTION nothing() RETURNS void LANGUAGE sql AS 'SELECT 1';
SELECT twice(4), several(1), second(ROW(1, 'x')::pair);
SELECT nothing();
DROP FUNCTION twice;
DROP PROCEDURE several(int);
DROP ROUTINE several(int), second;
-- Procedures.
CREATE PROCEDURE note(n int, t text DEFAULT 'none') LANGUAGE sql AS 'INSERT INTO log VALUES (n, t); INSERT INTO log VALUES (n + 1, upper(t))';
CALL note(1, 'one');
CALL note(t => 'ten', n => 10);
CALL note(20);
CALL note('x');
CALL note();
CALL add(1);
CALL nowhere();
SELECT note(1);
SELECT * FROM log ORDER BY id;
CREATE PROCEDURE swap(INOUT a int, INOUT b int) LANGUAGE sql AS 'SELECT b, a';
CALL swap(1, 2);
CREATE PROCEDURE total(IN n int, OUT sum bigint, OUT most int) LANGUAGE sql AS 'SELECT sum(id), max(id) FROM log WHERE id > n';
CALL total(5, NULL, NULL);
CALL total(5);
CREATE PROCEDURE both(n int) LANGUAGE sql AS 'CALL note(n); DELETE FROM log WHERE id = n';
CALL both(100);
SELECT id FROM log WHERE id >= 100;
CREATE PROCEDURE atomic(n int) BEGIN ATOMIC INSERT INTO log (id) VALUES (n); END;
CALL atomic(7);
SELECT what FROM log WHERE id = 7;
CREATE PROCEDURE bad() LANGUAGE sql STRICT AS 'SELECT 1';
CREATE PROCEDURE bad(a int DEFAULT 1, OUT b int) LANGUAGE sql AS 'SELECT 1';
ALTER PROCEDURE note(int, text) IMMUTABLE;
ALTER FUNCTION note(int, text) SECURITY DEFINER;
DROP FUNCTION note(int, text);
CREATE ROLE visitor;
GRANT INSERT ON log TO visitor;
REVOKE EXECUTE ON PROCEDURE note(int, text) FROM PUBLIC;
SET ROLE visitor;
CALL note(1);
RESET ROLE;
GRANT EXECUTE ON ROUTINE note(int, text) TO visitor;
SET ROLE visitor;
CALL note(1);
RESET ROLE;
DROP OWNED BY visitor;
DROP ROLE visitor;
SELECT proname, prokind, pronargs, proargmodes, proallargtypes::regtype[] FROM pg_proc WHERE proname IN ('note', 'swap', 'total') ORDER BY proname;
-- What calls a function goes with it.
CREATE FUNCTION nine() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 9';
CREATE TABLE uses (a int DEFAULT nine(), b int CHECK (b < nine()), c int);
CREATE INDEX uses_i ON uses ((c + nine()));
CREATE VIEW sees AS SELECT nine() AS n;
DROP FUNCTION nine;
DROP FUNCTION nine CASCADE;
INSERT INTO uses VALUES (DEFAULT, 50, 1) RETURNING a, b;
DROP PROCEDURE note, swap, total, both, atomic;
DROP TABLE log, uses;

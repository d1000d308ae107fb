-- What pg_dump writes, in its order and style.
-- Each statement runs on PostgreSQL 15 too; after "differs" the outcomes are not compared, and why.

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE TYPE public.colour AS ENUM (
    'red',
    'green'
);
ALTER TYPE public.colour OWNER TO CURRENT_USER;
CREATE FUNCTION public.next(integer) RETURNS integer
    LANGUAGE sql
    AS $_$select $1+1$_$;
ALTER FUNCTION public.next(integer) OWNER TO CURRENT_USER;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.orders (
    id integer NOT NULL,
    item_id integer,
    placed timestamp with time zone DEFAULT now(),
    extra jsonb,
    mail text,
    CONSTRAINT orders_id_check CHECK ((id > 0))
);
ALTER TABLE public.orders OWNER TO CURRENT_USER;
COMMENT ON TABLE public.orders IS 'what was bought';
CREATE SEQUENCE public.orders_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.orders_id_seq OWNER TO CURRENT_USER;
ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;
CREATE VIEW public.recent AS
 SELECT orders.id,
    orders.placed
   FROM public.orders;
ALTER TABLE public.recent OWNER TO CURRENT_USER;
CREATE TABLE public.paints (
    id bigint NOT NULL,
    shade public.colour DEFAULT 'red'::public.colour,
    cost numeric(10,2) GENERATED ALWAYS AS (1.5) STORED
);
ALTER TABLE public.paints ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.paints_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.items (
    id integer NOT NULL,
    label text,
    tags integer[],
    weight numeric
);
ALTER TABLE ONLY public.orders ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass);
INSERT INTO public.items VALUES (10, 'x', '{}', 2), (11, 'live', '{1,2}', 2);
INSERT INTO public.orders VALUES (1, 10, '2026-11-22 20:52:48.232706+00', '{"a": 1}', 'x@y');
SELECT pg_catalog.setval('public.orders_id_seq', 1, true);
SELECT pg_catalog.setval('public.paints_id_seq', 1, false);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_mail_key UNIQUE (mail);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.items
    ADD CONSTRAINT items_pkey PRIMARY KEY (id);
CREATE INDEX orders_placed ON public.orders USING btree (placed DESC);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.items(id) ON DELETE CASCADE;
INSERT INTO public.orders (item_id) VALUES (11);
INSERT INTO public.paints DEFAULT VALUES;
SELECT id, item_id, extra, mail FROM public.orders ORDER BY id;
SELECT * FROM public.paints;
SELECT id FROM public.recent ORDER BY id;
DELETE FROM public.items WHERE id = 10;
SELECT id FROM public.orders;
SELECT public.next(4);
SELECT pg_catalog.set_config('search_path', 'public', false);
-- differs: a type that must be found under any search path keeps its schema
SELECT table_name, column_name, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position;
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY conname;
DROP TABLE public.orders, public.paints, public.items CASCADE;
DROP TYPE public.colour;
DROP FUNCTION public.next;

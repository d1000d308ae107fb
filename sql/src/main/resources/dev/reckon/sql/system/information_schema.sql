-- The views of information_schema over pg_catalog, as ISO/IEC 9075-11 describes them and PostgreSQL 15 fills them. A column
-- that is not named here is NULL. Rows come in the order in which objects were made and columns stand, as clients have come to
-- expect from PostgreSQL. Who may see a row is part of what each view means: see "Information Schema" in
-- PostgreSQL's documentation.

CREATE VIEW information_schema_catalog_name AS
SELECT current_database() AS catalog_name;

CREATE VIEW enabled_roles AS
SELECT rolname AS role_name FROM pg_authid WHERE pg_has_role(oid, 'USAGE');

CREATE VIEW applicable_roles AS
SELECT member.rolname AS grantee, granted.rolname AS role_name, CASE WHEN m.admin_option THEN 'YES' ELSE 'NO' END AS is_grantable
FROM (SELECT member, roleid, admin_option FROM pg_auth_members
      UNION
      SELECT d.datdba, r.oid, false FROM pg_database d, pg_authid r
      WHERE d.datname = current_database() AND r.rolname = 'pg_database_owner') m
    JOIN pg_authid member ON member.oid = m.member
    JOIN pg_authid granted ON granted.oid = m.roleid
WHERE pg_has_role(member.oid, 'USAGE');

CREATE VIEW administrable_role_authorizations AS
SELECT * FROM information_schema.applicable_roles WHERE is_grantable = 'YES';

CREATE VIEW schemata AS
SELECT current_database() AS catalog_name, n.nspname AS schema_name, o.rolname AS schema_owner
FROM pg_namespace n JOIN pg_authid o ON o.oid = n.nspowner
WHERE pg_has_role(n.nspowner, 'USAGE') OR has_schema_privilege(n.oid, 'CREATE, USAGE')
ORDER BY n.oid;

CREATE VIEW character_sets AS
SELECT pg_encoding_to_char(d.encoding) AS character_set_name,
    CASE pg_encoding_to_char(d.encoding) WHEN 'UTF8' THEN 'UCS' ELSE pg_encoding_to_char(d.encoding) END AS character_repertoire,
    pg_encoding_to_char(d.encoding) AS form_of_use,
    current_database() AS default_collate_catalog, c.nspname AS default_collate_schema, c.collname AS default_collate_name
FROM pg_database d
    LEFT JOIN (SELECT collcollate, collctype, collname, nspname
               FROM pg_collation JOIN pg_namespace n ON n.oid = collnamespace
               WHERE collprovider = 'c' ORDER BY length(collname), collname LIMIT 1) c
        ON c.collcollate = d.datcollate AND c.collctype = d.datctype
WHERE d.datname = current_database();

CREATE VIEW collations AS
SELECT current_database() AS collation_catalog, n.nspname AS collation_schema, c.collname AS collation_name, 'NO PAD' AS pad_attribute
FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
WHERE c.collencoding IN (-1, (SELECT encoding FROM pg_database WHERE datname = current_database()));

CREATE VIEW collation_character_set_applicability AS
SELECT collation_catalog, collation_schema, collation_name, pg_encoding_to_char(d.encoding) AS character_set_name
FROM information_schema.collations, pg_database d
WHERE d.datname = current_database();

CREATE VIEW tables AS
SELECT current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name,
    CASE WHEN n.oid = pg_my_temp_schema() THEN 'LOCAL TEMPORARY'
         WHEN c.relkind = 'v' THEN 'VIEW'
         WHEN c.relkind = 'f' THEN 'FOREIGN'
         ELSE 'BASE TABLE' END AS table_type,
    CASE WHEN t.typname IS NOT NULL THEN current_database() END AS user_defined_type_catalog,
    tn.nspname AS user_defined_type_schema, t.typname AS user_defined_type_name,
    CASE WHEN c.relkind IN ('r', 'p')
             OR (c.relkind IN ('v', 'f') AND pg_relation_is_updatable(c.oid, false) & 8 = 8) THEN 'YES' ELSE 'NO' END AS is_insertable_into,
    CASE WHEN t.typname IS NOT NULL THEN 'YES' ELSE 'NO' END AS is_typed
FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_type t ON t.oid = c.reloftype
    LEFT JOIN pg_namespace tn ON tn.oid = t.typnamespace
WHERE c.relkind IN ('r', 'v', 'f', 'p')
    AND NOT pg_is_other_temp_schema(n.oid)
    AND (pg_has_role(c.relowner, 'USAGE')
         OR has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
         OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
ORDER BY c.oid;

CREATE VIEW columns AS
SELECT current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name, a.attname AS column_name,
    a.attnum AS ordinal_position,
    CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END AS column_default,
    CASE WHEN a.attnotnull OR (t.typtype = 'd' AND t.typnotnull) THEN 'NO' ELSE 'YES' END AS is_nullable,
    CASE WHEN coalesce(b.typelem, t.typelem) <> 0 AND coalesce(b.typlen, t.typlen) = -1 THEN 'ARRAY'
         WHEN coalesce(bn.nspname, tn.nspname) = 'pg_catalog' THEN format_type(coalesce(b.oid, t.oid), NULL)
         ELSE 'USER-DEFINED' END AS data_type,
    information_schema._pg_char_max_length(coalesce(b.oid, t.oid), m.modifier) AS character_maximum_length,
    information_schema._pg_char_octet_length(coalesce(b.oid, t.oid), m.modifier) AS character_octet_length,
    information_schema._pg_numeric_precision(coalesce(b.oid, t.oid), m.modifier) AS numeric_precision,
    information_schema._pg_numeric_precision_radix(coalesce(b.oid, t.oid), m.modifier) AS numeric_precision_radix,
    information_schema._pg_numeric_scale(coalesce(b.oid, t.oid), m.modifier) AS numeric_scale,
    information_schema._pg_datetime_precision(coalesce(b.oid, t.oid), m.modifier) AS datetime_precision,
    information_schema._pg_interval_type(coalesce(b.oid, t.oid), m.modifier) AS interval_type,
    CASE WHEN co.collname IS NOT NULL THEN current_database() END AS collation_catalog,
    co.nspname AS collation_schema, co.collname AS collation_name,
    CASE WHEN t.typtype = 'd' THEN current_database() END AS domain_catalog,
    CASE WHEN t.typtype = 'd' THEN tn.nspname END AS domain_schema,
    CASE WHEN t.typtype = 'd' THEN t.typname END AS domain_name,
    current_database() AS udt_catalog, coalesce(bn.nspname, tn.nspname) AS udt_schema, coalesce(b.typname, t.typname) AS udt_name,
    a.attnum AS dtd_identifier, 'NO' AS is_self_referencing,
    CASE WHEN a.attidentity IN ('a', 'd') THEN 'YES' ELSE 'NO' END AS is_identity,
    CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END AS identity_generation,
    s.seqstart AS identity_start, s.seqincrement AS identity_increment, s.seqmax AS identity_maximum, s.seqmin AS identity_minimum,
    CASE WHEN s.seqcycle THEN 'YES' ELSE 'NO' END AS identity_cycle,
    CASE WHEN a.attgenerated <> '' THEN 'ALWAYS' ELSE 'NEVER' END AS is_generated,
    CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END AS generation_expression,
    CASE WHEN c.relkind IN ('r', 'p')
             OR (c.relkind IN ('v', 'f') AND pg_column_is_updatable(c.oid, a.attnum, false)) THEN 'YES' ELSE 'NO' END AS is_updatable
FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_namespace tn ON tn.oid = t.typnamespace
    LEFT JOIN pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
    LEFT JOIN pg_namespace bn ON bn.oid = b.typnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN (SELECT l.oid, l.collname, ln.nspname FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
               WHERE ln.nspname <> 'pg_catalog' OR l.collname <> 'default') co ON co.oid = a.attcollation
    LEFT JOIN (SELECT q.*, p.refobjid, p.refobjsubid FROM pg_depend p JOIN pg_sequence q ON q.seqrelid = p.objid
               WHERE p.classid = 'pg_class'::regclass AND p.deptype = 'i') s ON s.refobjid = c.oid AND s.refobjsubid = a.attnum
    CROSS JOIN LATERAL (SELECT CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS modifier) m
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'f', 'p')
    AND NOT pg_is_other_temp_schema(n.oid)
    AND (pg_has_role(c.relowner, 'USAGE') OR has_column_privilege(c.oid, a.attnum, 'SELECT, INSERT, UPDATE, REFERENCES'))
ORDER BY c.oid, a.attnum;

CREATE VIEW views AS
SELECT current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name,
    CASE WHEN pg_has_role(c.relowner, 'USAGE') THEN pg_get_viewdef(c.oid) END AS view_definition,
    CASE WHEN 'check_option=cascaded' = ANY (c.reloptions) THEN 'CASCADED'
         WHEN 'check_option=local' = ANY (c.reloptions) THEN 'LOCAL'
         ELSE 'NONE' END AS check_option,
    CASE WHEN pg_relation_is_updatable(c.oid, false) & 20 = 20 THEN 'YES' ELSE 'NO' END AS is_updatable,
    CASE WHEN pg_relation_is_updatable(c.oid, false) & 8 = 8 THEN 'YES' ELSE 'NO' END AS is_insertable_into,
    CASE WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgtype & 81 = 81) THEN 'YES' ELSE 'NO' END AS is_trigger_updatable,
    CASE WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgtype & 73 = 73) THEN 'YES' ELSE 'NO' END AS is_trigger_deletable,
    CASE WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgtype & 69 = 69) THEN 'YES' ELSE 'NO' END
        AS is_trigger_insertable_into
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'v'
    AND NOT pg_is_other_temp_schema(n.oid)
    AND (pg_has_role(c.relowner, 'USAGE')
         OR has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
         OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
ORDER BY c.oid;

CREATE VIEW sequences AS
SELECT current_database() AS sequence_catalog, n.nspname AS sequence_schema, c.relname AS sequence_name,
    format_type(s.seqtypid, NULL) AS data_type, information_schema._pg_numeric_precision(s.seqtypid, -1) AS numeric_precision,
    2 AS numeric_precision_radix, 0 AS numeric_scale,
    s.seqstart AS start_value, s.seqmin AS minimum_value, s.seqmax AS maximum_value, s.seqincrement AS increment,
    CASE WHEN s.seqcycle THEN 'YES' ELSE 'NO' END AS cycle_option
FROM pg_sequence s
    JOIN pg_class c ON c.oid = s.seqrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'i')
    AND NOT pg_is_other_temp_schema(n.oid)
    AND (pg_has_role(c.relowner, 'USAGE') OR has_sequence_privilege(c.oid, 'SELECT, UPDATE, USAGE'))
ORDER BY c.oid;

CREATE VIEW table_constraints AS
SELECT current_database() AS constraint_catalog, cn.nspname AS constraint_schema, k.conname AS constraint_name,
    current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name,
    CASE k.contype WHEN 'c' THEN 'CHECK' WHEN 'f' THEN 'FOREIGN KEY' WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' END AS constraint_type,
    CASE WHEN k.condeferrable THEN 'YES' ELSE 'NO' END AS is_deferrable,
    CASE WHEN k.condeferred THEN 'YES' ELSE 'NO' END AS initially_deferred,
    'YES' AS enforced,
    CASE WHEN k.contype = 'u'
         THEN (SELECT CASE WHEN indnullsnotdistinct THEN 'NO' ELSE 'YES' END FROM pg_index WHERE indexrelid = k.conindid) END
        AS nulls_distinct
FROM pg_constraint k
    JOIN pg_namespace cn ON cn.oid = k.connamespace
    JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype NOT IN ('t', 'x') AND c.relkind IN ('r', 'p')
    AND NOT pg_is_other_temp_schema(n.oid)
    AND (pg_has_role(c.relowner, 'USAGE')
         OR has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
         OR has_any_column_privilege(c.oid, 'INSERT, UPDATE, REFERENCES'))
UNION ALL
SELECT current_database(), n.nspname, n.oid::text || '_' || c.oid::text || '_' || a.attnum::text || '_not_null',
    current_database(), n.nspname, c.relname, 'CHECK', 'NO', 'NO', 'YES', NULL
FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.attnotnull AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
    AND NOT pg_is_other_temp_schema(n.oid)
    AND (pg_has_role(c.relowner, 'USAGE')
         OR has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
         OR has_any_column_privilege(c.oid, 'INSERT, UPDATE, REFERENCES'));

CREATE VIEW check_constraints AS
SELECT current_database() AS constraint_catalog, kn.nspname AS constraint_schema, k.conname AS constraint_name,
    substr(pg_get_constraintdef(k.oid), 7) AS check_clause
FROM pg_constraint k
    JOIN pg_namespace kn ON kn.oid = k.connamespace
    LEFT JOIN pg_class c ON c.oid = k.conrelid
    LEFT JOIN pg_type t ON t.oid = k.contypid
WHERE k.contype = 'c' AND pg_has_role(coalesce(c.relowner, t.typowner), 'USAGE')
UNION
SELECT current_database(), n.nspname, n.oid::text || '_' || c.oid::text || '_' || a.attnum::text || '_not_null',
    a.attname || ' IS NOT NULL'
FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.attnotnull AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'USAGE');

CREATE VIEW check_constraint_routine_usage AS
SELECT DISTINCT current_database() AS constraint_catalog, kn.nspname AS constraint_schema, k.conname AS constraint_name,
    current_database() AS specific_catalog, pn.nspname AS specific_schema,
    left(p.proname, 62 - length(p.oid::text)) || '_' || p.oid::text AS specific_name
FROM pg_constraint k
    JOIN pg_namespace kn ON kn.oid = k.connamespace
    JOIN pg_depend d ON d.classid = 'pg_constraint'::regclass AND d.objid = k.oid AND d.refclassid = 'pg_proc'::regclass
    JOIN pg_proc p ON p.oid = d.refobjid
    JOIN pg_namespace pn ON pn.oid = p.pronamespace
WHERE k.contype = 'c' AND pg_has_role(p.proowner, 'USAGE');

CREATE VIEW key_column_usage AS
SELECT current_database() AS constraint_catalog, kn.nspname AS constraint_schema, k.conname AS constraint_name,
    current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name, a.attname AS column_name,
    u.place AS ordinal_position,
    CASE WHEN k.contype = 'f'
         THEN (SELECT i.place FROM pg_index x, unnest(x.indkey) WITH ORDINALITY i (number, place)
               WHERE x.indexrelid = k.conindid AND i.number = k.confkey[u.place]) END AS position_in_unique_constraint
FROM pg_constraint k
    JOIN pg_namespace kn ON kn.oid = k.connamespace
    JOIN pg_class c ON c.oid = k.conrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY u (number, place)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.number
WHERE k.contype IN ('p', 'u', 'f') AND c.relkind IN ('r', 'p') AND NOT a.attisdropped
    AND NOT pg_is_other_temp_schema(n.oid)
    AND (pg_has_role(c.relowner, 'USAGE') OR has_column_privilege(c.oid, a.attnum, 'SELECT, INSERT, UPDATE, REFERENCES'))
ORDER BY k.oid, u.place;

CREATE VIEW constraint_column_usage AS
SELECT current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name, a.attname AS column_name,
    current_database() AS constraint_catalog, u.nspname AS constraint_schema, u.conname AS constraint_name
FROM (SELECT DISTINCT d.refobjid AS relid, d.refobjsubid AS number, kn.nspname, k.conname
      FROM pg_constraint k
          JOIN pg_namespace kn ON kn.oid = k.connamespace
          JOIN pg_depend d ON d.classid = 'pg_constraint'::regclass AND d.objid = k.oid AND d.refclassid = 'pg_class'::regclass
      WHERE k.contype = 'c' AND d.refobjsubid > 0
      UNION ALL
      SELECT CASE k.contype WHEN 'f' THEN k.confrelid ELSE k.conrelid END, unnest(CASE k.contype WHEN 'f' THEN k.confkey ELSE k.conkey END),
          kn.nspname, k.conname
      FROM pg_constraint k JOIN pg_namespace kn ON kn.oid = k.connamespace
      WHERE k.contype IN ('p', 'u', 'f')) u
    JOIN pg_class c ON c.oid = u.relid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = u.relid AND a.attnum = u.number
WHERE c.relkind IN ('r', 'p') AND NOT a.attisdropped AND pg_has_role(c.relowner, 'USAGE');

CREATE VIEW constraint_table_usage AS
SELECT current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name,
    current_database() AS constraint_catalog, kn.nspname AS constraint_schema, k.conname AS constraint_name
FROM pg_constraint k
    JOIN pg_namespace kn ON kn.oid = k.connamespace
    JOIN pg_class c ON c.oid = CASE k.contype WHEN 'f' THEN k.confrelid ELSE k.conrelid END
    JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype IN ('p', 'u', 'f') AND c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'USAGE')
ORDER BY k.oid;

CREATE VIEW referential_constraints AS
SELECT current_database() AS constraint_catalog, kn.nspname AS constraint_schema, k.conname AS constraint_name,
    CASE WHEN u.conname IS NOT NULL THEN current_database() END AS unique_constraint_catalog,
    un.nspname AS unique_constraint_schema, u.conname AS unique_constraint_name,
    CASE k.confmatchtype WHEN 'f' THEN 'FULL' WHEN 'p' THEN 'PARTIAL' WHEN 's' THEN 'NONE' END AS match_option,
    CASE k.confupdtype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT'
                       WHEN 'r' THEN 'RESTRICT' WHEN 'a' THEN 'NO ACTION' END AS update_rule,
    CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT'
                       WHEN 'r' THEN 'RESTRICT' WHEN 'a' THEN 'NO ACTION' END AS delete_rule
FROM pg_constraint k
    JOIN pg_namespace kn ON kn.oid = k.connamespace
    JOIN pg_class c ON c.oid = k.conrelid
    LEFT JOIN pg_constraint u ON u.conindid = k.conindid AND u.conrelid = k.confrelid AND u.contype IN ('p', 'u')
    LEFT JOIN pg_namespace un ON un.oid = u.connamespace
WHERE k.contype = 'f'
    AND (pg_has_role(c.relowner, 'USAGE')
         OR has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
         OR has_any_column_privilege(c.oid, 'INSERT, UPDATE, REFERENCES'))
ORDER BY k.oid;

CREATE VIEW domains AS
SELECT current_database() AS domain_catalog, n.nspname AS domain_schema, t.typname AS domain_name,
    CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN 'ARRAY'
         WHEN bn.nspname = 'pg_catalog' THEN format_type(b.oid, NULL)
         ELSE 'USER-DEFINED' END AS data_type,
    information_schema._pg_char_max_length(b.oid, t.typtypmod) AS character_maximum_length,
    information_schema._pg_char_octet_length(b.oid, t.typtypmod) AS character_octet_length,
    CASE WHEN co.collname IS NOT NULL THEN current_database() END AS collation_catalog,
    co.nspname AS collation_schema, co.collname AS collation_name,
    information_schema._pg_numeric_precision(b.oid, t.typtypmod) AS numeric_precision,
    information_schema._pg_numeric_precision_radix(b.oid, t.typtypmod) AS numeric_precision_radix,
    information_schema._pg_numeric_scale(b.oid, t.typtypmod) AS numeric_scale,
    information_schema._pg_datetime_precision(b.oid, t.typtypmod) AS datetime_precision,
    information_schema._pg_interval_type(b.oid, t.typtypmod) AS interval_type,
    t.typdefault AS domain_default,
    current_database() AS udt_catalog, bn.nspname AS udt_schema, b.typname AS udt_name, 1 AS dtd_identifier
FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_type b ON b.oid = t.typbasetype
    JOIN pg_namespace bn ON bn.oid = b.typnamespace
    LEFT JOIN (SELECT l.oid, l.collname, ln.nspname FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
               WHERE ln.nspname <> 'pg_catalog' OR l.collname <> 'default') co ON co.oid = t.typcollation
WHERE t.typtype = 'd' AND (pg_has_role(t.typowner, 'USAGE') OR has_type_privilege(t.oid, 'USAGE'))
ORDER BY t.oid;

CREATE VIEW domain_constraints AS
SELECT current_database() AS constraint_catalog, kn.nspname AS constraint_schema, k.conname AS constraint_name,
    current_database() AS domain_catalog, n.nspname AS domain_schema, t.typname AS domain_name,
    CASE WHEN k.condeferrable THEN 'YES' ELSE 'NO' END AS is_deferrable,
    CASE WHEN k.condeferred THEN 'YES' ELSE 'NO' END AS initially_deferred
FROM pg_constraint k
    JOIN pg_namespace kn ON kn.oid = k.connamespace
    JOIN pg_type t ON t.oid = k.contypid
    JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE pg_has_role(t.typowner, 'USAGE') OR has_type_privilege(t.oid, 'USAGE')
ORDER BY k.oid;

CREATE VIEW domain_udt_usage AS
SELECT current_database() AS udt_catalog, bn.nspname AS udt_schema, b.typname AS udt_name,
    current_database() AS domain_catalog, n.nspname AS domain_schema, t.typname AS domain_name
FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    JOIN pg_type b ON b.oid = t.typbasetype
    JOIN pg_namespace bn ON bn.oid = b.typnamespace
WHERE t.typtype = 'd' AND pg_has_role(b.typowner, 'USAGE');

CREATE VIEW column_domain_usage AS
SELECT current_database() AS domain_catalog, tn.nspname AS domain_schema, t.typname AS domain_name,
    current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name, a.attname AS column_name
FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_namespace tn ON tn.oid = t.typnamespace
WHERE t.typtype = 'd' AND c.relkind IN ('r', 'v', 'f', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND pg_has_role(t.typowner, 'USAGE')
ORDER BY c.oid, a.attnum;

CREATE VIEW column_udt_usage AS
SELECT current_database() AS udt_catalog, coalesce(bn.nspname, tn.nspname) AS udt_schema, coalesce(b.typname, t.typname) AS udt_name,
    current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name, a.attname AS column_name
FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_namespace tn ON tn.oid = t.typnamespace
    LEFT JOIN pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
    LEFT JOIN pg_namespace bn ON bn.oid = b.typnamespace
WHERE c.relkind IN ('r', 'v', 'f', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND pg_has_role(coalesce(b.typowner, t.typowner), 'USAGE')
ORDER BY c.oid, a.attnum;

CREATE VIEW column_column_usage AS
SELECT DISTINCT current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name,
    source.attname AS column_name, made.attname AS dependent_column
FROM pg_depend d
    JOIN pg_attrdef f ON f.oid = d.objid
    JOIN pg_class c ON c.oid = f.adrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute made ON made.attrelid = c.oid AND made.attnum = f.adnum
    JOIN pg_attribute source ON source.attrelid = c.oid AND source.attnum = d.refobjsubid
WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
    AND d.refobjsubid <> f.adnum AND made.attgenerated <> '' AND pg_has_role(c.relowner, 'USAGE');

CREATE VIEW user_defined_types AS
SELECT current_database() AS user_defined_type_catalog, n.nspname AS user_defined_type_schema, c.relname AS user_defined_type_name,
    'STRUCTURED' AS user_defined_type_category, 'YES' AS is_instantiable
FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = c.reltype
WHERE c.relkind = 'c' AND (pg_has_role(t.typowner, 'USAGE') OR has_type_privilege(t.oid, 'USAGE'))
ORDER BY c.oid;

CREATE VIEW attributes AS
SELECT current_database() AS udt_catalog, n.nspname AS udt_schema, c.relname AS udt_name, a.attname AS attribute_name,
    a.attnum AS ordinal_position,
    pg_get_expr(d.adbin, d.adrelid) AS attribute_default,
    CASE WHEN a.attnotnull OR (t.typtype = 'd' AND t.typnotnull) THEN 'NO' ELSE 'YES' END AS is_nullable,
    CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN 'ARRAY'
         WHEN tn.nspname = 'pg_catalog' THEN format_type(t.oid, NULL)
         ELSE 'USER-DEFINED' END AS data_type,
    information_schema._pg_char_max_length(coalesce(b.oid, t.oid), m.modifier) AS character_maximum_length,
    information_schema._pg_char_octet_length(coalesce(b.oid, t.oid), m.modifier) AS character_octet_length,
    CASE WHEN co.collname IS NOT NULL THEN current_database() END AS collation_catalog,
    co.nspname AS collation_schema, co.collname AS collation_name,
    information_schema._pg_numeric_precision(coalesce(b.oid, t.oid), m.modifier) AS numeric_precision,
    information_schema._pg_numeric_precision_radix(coalesce(b.oid, t.oid), m.modifier) AS numeric_precision_radix,
    information_schema._pg_numeric_scale(coalesce(b.oid, t.oid), m.modifier) AS numeric_scale,
    information_schema._pg_datetime_precision(coalesce(b.oid, t.oid), m.modifier) AS datetime_precision,
    information_schema._pg_interval_type(coalesce(b.oid, t.oid), m.modifier) AS interval_type,
    current_database() AS attribute_udt_catalog, tn.nspname AS attribute_udt_schema, t.typname AS attribute_udt_name,
    a.attnum AS dtd_identifier, 'NO' AS is_derived_reference_attribute
FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_namespace tn ON tn.oid = t.typnamespace
    LEFT JOIN pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN (SELECT l.oid, l.collname, ln.nspname FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
               WHERE ln.nspname <> 'pg_catalog' OR l.collname <> 'default') co ON co.oid = a.attcollation
    CROSS JOIN LATERAL (SELECT CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS modifier) m
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'c'
    AND (pg_has_role(c.relowner, 'USAGE') OR has_type_privilege(c.reltype, 'USAGE'))
ORDER BY c.oid, a.attnum;

CREATE VIEW routines AS
SELECT current_database() AS specific_catalog, n.nspname AS specific_schema,
    left(p.proname, 62 - length(p.oid::text)) || '_' || p.oid::text AS specific_name,
    current_database() AS routine_catalog, n.nspname AS routine_schema, p.proname AS routine_name,
    CASE p.prokind WHEN 'f' THEN 'FUNCTION' WHEN 'p' THEN 'PROCEDURE' END AS routine_type,
    CASE WHEN p.prokind <> 'p'
         THEN CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN 'ARRAY'
                   WHEN tn.nspname = 'pg_catalog' THEN format_type(t.oid, NULL)
                   ELSE 'USER-DEFINED' END END AS data_type,
    CASE WHEN tn.nspname IS NOT NULL THEN current_database() END AS type_udt_catalog,
    tn.nspname AS type_udt_schema, t.typname AS type_udt_name,
    CASE WHEN p.prokind <> 'p' THEN 0 END AS dtd_identifier,
    CASE WHEN l.lanname = 'sql' THEN 'SQL' ELSE 'EXTERNAL' END AS routine_body,
    CASE WHEN pg_has_role(p.proowner, 'USAGE') THEN p.prosrc END AS routine_definition,
    CASE WHEN l.lanname = 'c' THEN p.prosrc END AS external_name,
    upper(l.lanname) AS external_language,
    'GENERAL' AS parameter_style,
    CASE WHEN p.provolatile = 'i' THEN 'YES' ELSE 'NO' END AS is_deterministic,
    'MODIFIES' AS sql_data_access,
    CASE WHEN p.prokind <> 'p' THEN CASE WHEN p.proisstrict THEN 'YES' ELSE 'NO' END END AS is_null_call,
    'YES' AS schema_level_routine,
    0 AS max_dynamic_result_sets,
    CASE WHEN p.prosecdef THEN 'DEFINER' ELSE 'INVOKER' END AS security_type,
    'NO' AS as_locator,
    'NO' AS is_udt_dependent
FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    JOIN pg_language l ON l.oid = p.prolang
    LEFT JOIN pg_type t ON t.oid = p.prorettype AND p.prokind <> 'p'
    LEFT JOIN pg_namespace tn ON tn.oid = t.typnamespace
WHERE pg_has_role(p.proowner, 'USAGE') OR has_function_privilege(p.oid, 'EXECUTE')
ORDER BY p.oid;

CREATE VIEW parameters AS
SELECT current_database() AS specific_catalog, n.nspname AS specific_schema,
    left(p.proname, 62 - length(p.oid::text)) || '_' || p.oid::text AS specific_name,
    u.place AS ordinal_position,
    CASE p.proargmodes[u.place] WHEN 'o' THEN 'OUT' WHEN 'b' THEN 'INOUT' WHEN 't' THEN 'OUT' ELSE 'IN' END AS parameter_mode,
    'NO' AS is_result, 'NO' AS as_locator,
    nullif(p.proargnames[u.place], '') AS parameter_name,
    CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN 'ARRAY'
         WHEN tn.nspname = 'pg_catalog' THEN format_type(t.oid, NULL)
         ELSE 'USER-DEFINED' END AS data_type,
    current_database() AS udt_catalog, tn.nspname AS udt_schema, t.typname AS udt_name,
    u.place AS dtd_identifier,
    CASE WHEN pg_has_role(p.proowner, 'USAGE') THEN pg_get_function_arg_default(p.oid, u.place::int) END AS parameter_default
FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    CROSS JOIN LATERAL unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY u (typeoid, place)
    JOIN pg_type t ON t.oid = u.typeoid
    JOIN pg_namespace tn ON tn.oid = t.typnamespace
WHERE pg_has_role(p.proowner, 'USAGE') OR has_function_privilege(p.oid, 'EXECUTE')
ORDER BY p.oid, u.place;

CREATE VIEW routine_table_usage AS
SELECT DISTINCT current_database() AS specific_catalog, pn.nspname AS specific_schema,
    left(p.proname, 62 - length(p.oid::text)) || '_' || p.oid::text AS specific_name,
    current_database() AS routine_catalog, pn.nspname AS routine_schema, p.proname AS routine_name,
    current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name
FROM pg_depend d
    JOIN pg_proc p ON p.oid = d.objid
    JOIN pg_namespace pn ON pn.oid = p.pronamespace
    JOIN pg_class c ON c.oid = d.refobjid
    JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_class'::regclass AND c.relkind IN ('r', 'v', 'f', 'p')
    AND pg_has_role(c.relowner, 'USAGE');

CREATE VIEW routine_routine_usage AS
SELECT DISTINCT current_database() AS specific_catalog, pn.nspname AS specific_schema,
    left(p.proname, 62 - length(p.oid::text)) || '_' || p.oid::text AS specific_name,
    current_database() AS routine_catalog, un.nspname AS routine_schema,
    left(u.proname, 62 - length(u.oid::text)) || '_' || u.oid::text AS routine_name
FROM pg_depend d
    JOIN pg_proc p ON p.oid = d.objid
    JOIN pg_namespace pn ON pn.oid = p.pronamespace
    JOIN pg_proc u ON u.oid = d.refobjid
    JOIN pg_namespace un ON un.oid = u.pronamespace
WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_proc'::regclass AND pg_has_role(u.proowner, 'USAGE');

CREATE VIEW triggers AS
SELECT current_database() AS trigger_catalog, n.nspname AS trigger_schema, g.tgname AS trigger_name,
    e.event AS event_manipulation,
    current_database() AS event_object_catalog, n.nspname AS event_object_schema, c.relname AS event_object_table,
    rank() OVER (PARTITION BY n.nspname, c.relname, e.bit, g.tgtype & 1, g.tgtype & 66 ORDER BY g.tgname) AS action_order,
    CASE WHEN pg_has_role(c.relowner, 'USAGE')
         THEN (regexp_match(pg_get_triggerdef(g.oid), '.{35,} WHEN \((.+)\) EXECUTE FUNCTION'))[1] END AS action_condition,
    substring(pg_get_triggerdef(g.oid) FROM position('EXECUTE FUNCTION' IN pg_get_triggerdef(g.oid))) AS action_statement,
    CASE g.tgtype & 1 WHEN 1 THEN 'ROW' ELSE 'STATEMENT' END AS action_orientation,
    CASE g.tgtype & 66 WHEN 2 THEN 'BEFORE' WHEN 64 THEN 'INSTEAD OF' ELSE 'AFTER' END AS action_timing,
    g.tgoldtable AS action_reference_old_table, g.tgnewtable AS action_reference_new_table
FROM pg_trigger g
    JOIN pg_class c ON c.oid = g.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN (VALUES (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE')) e (bit, event) ON g.tgtype & e.bit <> 0
WHERE NOT g.tgisinternal
    AND NOT pg_is_other_temp_schema(n.oid)
    AND (pg_has_role(c.relowner, 'USAGE')
         OR has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
         OR has_any_column_privilege(c.oid, 'INSERT, UPDATE, REFERENCES'))
ORDER BY g.oid, e.bit;

CREATE VIEW triggered_update_columns AS
SELECT current_database() AS trigger_catalog, n.nspname AS trigger_schema, g.tgname AS trigger_name,
    current_database() AS event_object_catalog, n.nspname AS event_object_schema, c.relname AS event_object_table,
    a.attname AS event_object_column
FROM pg_trigger g
    JOIN pg_class c ON c.oid = g.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL unnest(g.tgattr::int2[]) u (number)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.number
WHERE NOT g.tgisinternal
    AND NOT pg_is_other_temp_schema(n.oid)
    AND (pg_has_role(c.relowner, 'USAGE') OR has_column_privilege(c.oid, a.attnum, 'INSERT, UPDATE, REFERENCES'))
ORDER BY g.oid, a.attnum;

CREATE VIEW table_privileges AS
SELECT grantor.rolname AS grantor, grantee.rolname AS grantee,
    current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name,
    x.privilege_type,
    CASE WHEN pg_has_role(grantee.oid, c.relowner, 'USAGE') OR x.is_grantable THEN 'YES' ELSE 'NO' END AS is_grantable,
    CASE WHEN x.privilege_type = 'SELECT' THEN 'YES' ELSE 'NO' END AS with_hierarchy
FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) x
    JOIN pg_authid grantor ON grantor.oid = x.grantor
    JOIN (SELECT oid, rolname FROM pg_authid UNION ALL SELECT 0, 'PUBLIC') grantee ON grantee.oid = x.grantee
WHERE c.relkind IN ('r', 'v', 'f', 'p')
    AND x.privilege_type IN ('INSERT', 'SELECT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER')
    AND (pg_has_role(grantor.oid, 'USAGE') OR pg_has_role(grantee.oid, 'USAGE') OR grantee.rolname = 'PUBLIC');

CREATE VIEW role_table_grants AS
SELECT * FROM information_schema.table_privileges
WHERE grantor IN (SELECT role_name FROM information_schema.enabled_roles)
    OR grantee IN (SELECT role_name FROM information_schema.enabled_roles);

CREATE VIEW column_privileges AS
SELECT grantor.rolname AS grantor, grantee.rolname AS grantee,
    current_database() AS table_catalog, n.nspname AS table_schema, x.relname AS table_name, x.attname AS column_name,
    x.privilege_type,
    CASE WHEN pg_has_role(grantee.oid, x.relowner, 'USAGE') OR x.is_grantable THEN 'YES' ELSE 'NO' END AS is_grantable
FROM (SELECT g.grantor, g.grantee, c.relnamespace, c.relname, c.relowner, a.attname, g.privilege_type, g.is_grantable
      FROM pg_class c
          CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g
          JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind IN ('r', 'v', 'f', 'p') AND a.attnum > 0 AND NOT a.attisdropped
      UNION
      SELECT g.grantor, g.grantee, c.relnamespace, c.relname, c.relowner, a.attname, g.privilege_type, g.is_grantable
      FROM pg_attribute a
          JOIN pg_class c ON c.oid = a.attrelid
          CROSS JOIN LATERAL aclexplode(coalesce(a.attacl, acldefault('c', c.relowner))) g
      WHERE c.relkind IN ('r', 'v', 'f', 'p') AND a.attnum > 0 AND NOT a.attisdropped) x
    JOIN pg_namespace n ON n.oid = x.relnamespace
    JOIN pg_authid grantor ON grantor.oid = x.grantor
    JOIN (SELECT oid, rolname FROM pg_authid UNION ALL SELECT 0, 'PUBLIC') grantee ON grantee.oid = x.grantee
WHERE x.privilege_type IN ('INSERT', 'SELECT', 'UPDATE', 'REFERENCES')
    AND (pg_has_role(grantor.oid, 'USAGE') OR pg_has_role(grantee.oid, 'USAGE') OR grantee.rolname = 'PUBLIC');

CREATE VIEW role_column_grants AS
SELECT * FROM information_schema.column_privileges
WHERE grantor IN (SELECT role_name FROM information_schema.enabled_roles)
    OR grantee IN (SELECT role_name FROM information_schema.enabled_roles);

CREATE VIEW routine_privileges AS
SELECT grantor.rolname AS grantor, grantee.rolname AS grantee,
    current_database() AS specific_catalog, n.nspname AS specific_schema,
    left(p.proname, 62 - length(p.oid::text)) || '_' || p.oid::text AS specific_name,
    current_database() AS routine_catalog, n.nspname AS routine_schema, p.proname AS routine_name,
    x.privilege_type,
    CASE WHEN pg_has_role(grantee.oid, p.proowner, 'USAGE') OR x.is_grantable THEN 'YES' ELSE 'NO' END AS is_grantable
FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
    JOIN pg_authid grantor ON grantor.oid = x.grantor
    JOIN (SELECT oid, rolname FROM pg_authid UNION ALL SELECT 0, 'PUBLIC') grantee ON grantee.oid = x.grantee
WHERE x.privilege_type = 'EXECUTE'
    AND (pg_has_role(grantor.oid, 'USAGE') OR pg_has_role(grantee.oid, 'USAGE') OR grantee.rolname = 'PUBLIC');

CREATE VIEW role_routine_grants AS
SELECT * FROM information_schema.routine_privileges
WHERE grantor IN (SELECT role_name FROM information_schema.enabled_roles)
    OR grantee IN (SELECT role_name FROM information_schema.enabled_roles);

CREATE VIEW udt_privileges AS
SELECT grantor.rolname AS grantor, grantee.rolname AS grantee,
    current_database() AS udt_catalog, n.nspname AS udt_schema, t.typname AS udt_name,
    'TYPE USAGE' AS privilege_type,
    CASE WHEN pg_has_role(grantee.oid, t.typowner, 'USAGE') OR x.is_grantable THEN 'YES' ELSE 'NO' END AS is_grantable
FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    CROSS JOIN LATERAL aclexplode(coalesce(t.typacl, acldefault('T', t.typowner))) x
    JOIN pg_authid grantor ON grantor.oid = x.grantor
    JOIN (SELECT oid, rolname FROM pg_authid UNION ALL SELECT 0, 'PUBLIC') grantee ON grantee.oid = x.grantee
WHERE t.typtype = 'c' AND x.privilege_type = 'USAGE'
    AND (pg_has_role(grantor.oid, 'USAGE') OR pg_has_role(grantee.oid, 'USAGE') OR grantee.rolname = 'PUBLIC');

CREATE VIEW role_udt_grants AS
SELECT * FROM information_schema.udt_privileges
WHERE grantor IN (SELECT role_name FROM information_schema.enabled_roles)
    OR grantee IN (SELECT role_name FROM information_schema.enabled_roles);

CREATE VIEW usage_privileges AS
SELECT o.rolname AS grantor, 'PUBLIC' AS grantee,
    current_database() AS object_catalog, n.nspname AS object_schema, c.collname AS object_name,
    'COLLATION' AS object_type, 'USAGE' AS privilege_type, 'NO' AS is_grantable
FROM pg_collation c
    JOIN pg_namespace n ON n.oid = c.collnamespace
    JOIN pg_authid o ON o.oid = c.collowner
WHERE c.collencoding IN (-1, (SELECT encoding FROM pg_database WHERE datname = current_database()))
UNION ALL
SELECT grantor.rolname, grantee.rolname, current_database(), n.nspname, x.name, x.kind, 'USAGE',
    CASE WHEN pg_has_role(grantee.oid, x.owner, 'USAGE') OR x.is_grantable THEN 'YES' ELSE 'NO' END
FROM (SELECT 'DOMAIN' AS kind, t.typname AS name, t.typnamespace AS namespace, t.typowner AS owner, g.*
      FROM pg_type t CROSS JOIN LATERAL aclexplode(coalesce(t.typacl, acldefault('T', t.typowner))) g
      WHERE t.typtype = 'd'
      UNION ALL
      SELECT 'SEQUENCE', c.relname, c.relnamespace, c.relowner, g.*
      FROM pg_class c CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g
      WHERE c.relkind = 'S') x
    JOIN pg_namespace n ON n.oid = x.namespace
    JOIN pg_authid grantor ON grantor.oid = x.grantor
    JOIN (SELECT oid, rolname FROM pg_authid UNION ALL SELECT 0, 'PUBLIC') grantee ON grantee.oid = x.grantee
WHERE x.privilege_type = 'USAGE'
    AND (pg_has_role(grantor.oid, 'USAGE') OR pg_has_role(grantee.oid, 'USAGE') OR grantee.rolname = 'PUBLIC');

CREATE VIEW role_usage_grants AS
SELECT * FROM information_schema.usage_privileges
WHERE grantor IN (SELECT role_name FROM information_schema.enabled_roles)
    OR grantee IN (SELECT role_name FROM information_schema.enabled_roles);

CREATE VIEW view_table_usage AS
SELECT DISTINCT current_database() AS view_catalog, vn.nspname AS view_schema, v.relname AS view_name,
    current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name
FROM pg_rewrite r
    JOIN pg_class v ON v.oid = r.ev_class
    JOIN pg_namespace vn ON vn.oid = v.relnamespace
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
    JOIN pg_class c ON c.oid = d.refobjid
    JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE v.relkind = 'v' AND c.oid <> v.oid AND c.relkind IN ('r', 'v', 'f', 'p') AND pg_has_role(c.relowner, 'USAGE');

CREATE VIEW view_column_usage AS
SELECT DISTINCT current_database() AS view_catalog, vn.nspname AS view_schema, v.relname AS view_name,
    current_database() AS table_catalog, n.nspname AS table_schema, c.relname AS table_name, a.attname AS column_name
FROM pg_rewrite r
    JOIN pg_class v ON v.oid = r.ev_class
    JOIN pg_namespace vn ON vn.oid = v.relnamespace
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
    JOIN pg_class c ON c.oid = d.refobjid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
WHERE v.relkind = 'v' AND c.oid <> v.oid AND c.relkind IN ('r', 'v', 'f', 'p') AND a.attnum > 0 AND pg_has_role(c.relowner, 'USAGE');

CREATE VIEW view_routine_usage AS
SELECT DISTINCT current_database() AS table_catalog, vn.nspname AS table_schema, v.relname AS table_name,
    current_database() AS specific_catalog, n.nspname AS specific_schema,
    left(p.proname, 62 - length(p.oid::text)) || '_' || p.oid::text AS specific_name
FROM pg_rewrite r
    JOIN pg_class v ON v.oid = r.ev_class
    JOIN pg_namespace vn ON vn.oid = v.relnamespace
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_proc'::regclass
    JOIN pg_proc p ON p.oid = d.refobjid
    JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE v.relkind = 'v' AND pg_has_role(p.proowner, 'USAGE');

CREATE VIEW data_type_privileges AS
SELECT table_catalog AS object_catalog, table_schema AS object_schema, table_name AS object_name, 'TABLE' AS object_type, dtd_identifier
FROM information_schema.columns
UNION ALL
SELECT domain_catalog, domain_schema, domain_name, 'DOMAIN', dtd_identifier FROM information_schema.domains
UNION ALL
SELECT udt_catalog, udt_schema, udt_name, 'USER-DEFINED TYPE', dtd_identifier FROM information_schema.attributes
UNION ALL
SELECT specific_catalog, specific_schema, specific_name, 'ROUTINE', dtd_identifier FROM information_schema.parameters
UNION ALL
SELECT specific_catalog, specific_schema, specific_name, 'ROUTINE', dtd_identifier FROM information_schema.routines;

CREATE VIEW element_types AS
SELECT current_database() AS object_catalog, n.nspname AS object_schema, x.name AS object_name, x.kind AS object_type,
    x.identifier AS collection_type_identifier,
    CASE WHEN e.typelem <> 0 AND e.typlen = -1 THEN 'ARRAY'
         WHEN en.nspname = 'pg_catalog' THEN format_type(e.oid, NULL)
         ELSE 'USER-DEFINED' END AS data_type,
    CASE WHEN co.collname IS NOT NULL THEN current_database() END AS collation_catalog,
    co.nspname AS collation_schema, co.collname AS collation_name,
    current_database() AS udt_catalog, en.nspname AS udt_schema, e.typname AS udt_name,
    'a' || x.identifier AS dtd_identifier
FROM (SELECT c.relnamespace AS namespace, c.relname::text AS name, CASE c.relkind WHEN 'c' THEN 'USER-DEFINED TYPE' ELSE 'TABLE' END AS kind,
          a.attnum::text AS identifier, a.atttypid AS type, a.attcollation AS collation
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind IN ('r', 'v', 'f', 'c', 'p') AND a.attnum > 0 AND NOT a.attisdropped
      UNION ALL
      SELECT typnamespace, typname, 'DOMAIN', '1', typbasetype, typcollation FROM pg_type WHERE typtype = 'd'
      UNION ALL
      SELECT p.pronamespace, left(p.proname, 62 - length(p.oid::text)) || '_' || p.oid::text, 'ROUTINE', u.place::text, u.typeoid, 0
      FROM pg_proc p CROSS JOIN LATERAL unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY u (typeoid, place)
      UNION ALL
      SELECT pronamespace, left(proname, 62 - length(oid::text)) || '_' || oid::text, 'ROUTINE', '0', prorettype, 0 FROM pg_proc) x
    JOIN pg_namespace n ON n.oid = x.namespace
    JOIN pg_type t ON t.oid = x.type
    JOIN pg_type e ON e.oid = t.typelem
    JOIN pg_namespace en ON en.oid = e.typnamespace
    LEFT JOIN (SELECT l.oid, l.collname, ln.nspname FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
               WHERE ln.nspname <> 'pg_catalog' OR l.collname <> 'default') co ON co.oid = x.collation
WHERE t.typlen = -1
    AND (n.nspname, x.name, x.kind, x.identifier) IN
        (SELECT object_schema, object_name, object_type, dtd_identifier FROM information_schema.data_type_privileges);

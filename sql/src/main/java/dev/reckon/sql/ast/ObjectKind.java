package dev.reckon.sql.ast;

import java.util.Locale;

/// The kinds of objects that `DROP`, `COMMENT`, `ALTER … RENAME` and `GRANT` speak of.
public enum ObjectKind {
    ACCESS_METHOD,
    AGGREGATE,
    ATTRIBUTE,
    CAST,
    COLLATION,
    COLUMN,
    CONSTRAINT,
    CONVERSION,
    DATABASE,
    DOMAIN,
    DOMAIN_CONSTRAINT,
    EVENT_TRIGGER,
    EXTENSION,
    FOREIGN_DATA_WRAPPER,
    FOREIGN_TABLE,
    FUNCTION,
    INDEX,
    LANGUAGE,
    LARGE_OBJECT,
    MATERIALIZED_VIEW,
    OPERATOR,
    OPERATOR_CLASS,
    OPERATOR_FAMILY,
    PARAMETER,
    POLICY,
    PROCEDURE,
    PUBLICATION,
    ROLE,
    ROUTINE,
    RULE,
    SCHEMA,
    SEQUENCE,
    SERVER,
    STATISTICS,
    SUBSCRIPTION,
    TABLE,
    TABLESPACE,
    TEXT_SEARCH_CONFIGURATION,
    TEXT_SEARCH_DICTIONARY,
    TEXT_SEARCH_PARSER,
    TEXT_SEARCH_TEMPLATE,
    TRANSFORM,
    TRIGGER,
    TYPE,
    VIEW;

    /// As written in SQL, in upper case.
    public String sql() {
        return this == DOMAIN_CONSTRAINT ? "CONSTRAINT" : name().replace('_', ' ');
    }

    /// As PostgreSQL's messages say it, in lower case.
    public String noun() {
        return sql().toLowerCase(Locale.ROOT);
    }
}

package dev.reckon.sql.ast;

/// One statement.
public sealed interface Statement
        permits Preparable,
                DataStatement,
                TableStatement,
                SchemaStatement,
                ObjectStatement,
                RoleStatement,
                TransactionStatement,
                SessionStatement,
                UtilityStatement {
    /// Where its first word begins.
    int position();
}

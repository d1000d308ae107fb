package dev.reckon.sql.catalog;

import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// A column of a table, view or composite type.
///
/// @param number `pg_attribute.attnum`: from 1, never used again
/// @param modifier PostgreSQL's type modifier, -1 when there is none
/// @param defaultText the default as SQL; absent when there is none
/// @param generatedText what a generated column is computed from, as SQL
/// @param sequenceOid the sequence of an identity column, 0 when it is none
/// @param privileges what was granted on this column alone
public record TableColumn(
        int number,
        String name,
        DataType type,
        int modifier,
        boolean notNull,
        Optional<String> defaultText,
        Optional<String> generatedText,
        Identity identity,
        long sequenceOid,
        List<AclEntry> privileges) {
    public TableColumn {
        privileges = List.copyOf(privileges);
    }

    /// Makes a column with nothing but a type.
    public TableColumn(int number, String name, DataType type, int modifier) {
        this(
                number,
                name,
                type,
                modifier,
                false,
                Optional.empty(),
                Optional.empty(),
                Identity.NONE,
                0,
                List.of());
    }

    /// `GENERATED … AS IDENTITY`.
    public enum Identity {
        NONE,
        ALWAYS,
        BY_DEFAULT
    }

    public TableColumn withName(String newName) {
        return new TableColumn(
                number,
                newName,
                type,
                modifier,
                notNull,
                defaultText,
                generatedText,
                identity,
                sequenceOid,
                privileges);
    }

    public TableColumn withType(DataType newType, int newModifier) {
        return new TableColumn(
                number,
                name,
                newType,
                newModifier,
                notNull,
                defaultText,
                generatedText,
                identity,
                sequenceOid,
                privileges);
    }

    public TableColumn withNotNull(boolean newNotNull) {
        return new TableColumn(
                number,
                name,
                type,
                modifier,
                newNotNull,
                defaultText,
                generatedText,
                identity,
                sequenceOid,
                privileges);
    }

    public TableColumn withDefault(Optional<String> text) {
        return new TableColumn(
                number,
                name,
                type,
                modifier,
                notNull,
                text,
                generatedText,
                identity,
                sequenceOid,
                privileges);
    }

    public TableColumn withGenerated(Optional<String> text) {
        return new TableColumn(
                number,
                name,
                type,
                modifier,
                notNull,
                defaultText,
                text,
                identity,
                sequenceOid,
                privileges);
    }

    public TableColumn withIdentity(Identity newIdentity, long newSequenceOid) {
        return new TableColumn(
                number,
                name,
                type,
                modifier,
                notNull,
                defaultText,
                generatedText,
                newIdentity,
                newSequenceOid,
                privileges);
    }

    public TableColumn withPrivileges(List<AclEntry> entries) {
        return new TableColumn(
                number,
                name,
                type,
                modifier,
                notNull,
                defaultText,
                generatedText,
                identity,
                sequenceOid,
                entries);
    }
}

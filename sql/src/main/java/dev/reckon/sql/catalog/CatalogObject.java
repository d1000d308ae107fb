package dev.reckon.sql.catalog;

/// Anything in the catalog that has an oid and a definition in the store. Immutable.
public sealed interface CatalogObject
        permits Relation,
                Schema,
                UserType,
                Routine,
                Trigger,
                Role,
                Comment,
                DefaultPrivileges,
                DatabaseEntry,
                Extension,
                UserCast {
    Header header();

    default long oid() {
        return header().oid();
    }

    default String name() {
        return header().name();
    }

    default long schemaOid() {
        return header().schemaOid();
    }
}

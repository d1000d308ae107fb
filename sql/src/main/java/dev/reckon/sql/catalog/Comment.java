package dev.reckon.sql.catalog;

/// COMMENT ON an object.
///
/// @param classOid the catalog that holds the object, as `pg_description.classoid`
/// @param objectOid the object
/// @param columnNumber the column, 0 for the whole object
public record Comment(Header header, long classOid, long objectOid, int columnNumber, String text)
        implements CatalogObject {}

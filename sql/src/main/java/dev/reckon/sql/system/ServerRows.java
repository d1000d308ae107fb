package dev.reckon.sql.system;

import dev.reckon.sql.catalog.AvailableExtension;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Comment;
import dev.reckon.sql.catalog.Extension;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.system.OperatorClasses.OperatorClass;
import dev.reckon.storage.Snapshot;
import java.util.Map;

/// What belongs to no table: the database, access methods and their operator classes, collations,
/// tablespaces, comments.
final class ServerRows {
    private static final int UTF8 = 6;

    private ServerRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_database", ServerRows::databases);
        sources.put("pg_catalog.pg_tablespace", ServerRows::tablespaces);
        sources.put("pg_catalog.pg_am", ServerRows::accessMethods);
        sources.put("pg_catalog.pg_opclass", ServerRows::operatorClasses);
        sources.put("pg_catalog.pg_collation", ServerRows::collations);
        sources.put("pg_catalog.pg_description", ServerRows::descriptions);
    }

    private static void databases(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        rows.set("oid", SystemOids.DATABASE)
                .set("datname", environment.currentDatabase())
                .set("datdba", Role.BOOTSTRAP_OID)
                .set("encoding", UTF8)
                .set("datlocprovider", "c")
                .set("datallowconn", true)
                .set("datconnlimit", -1)
                .set("dattablespace", SystemOids.DEFAULT_TABLESPACE)
                .set("datcollate", "C")
                .set("datctype", "C")
                .set("datacl", Privileges.acl(catalog.database().header(), catalog))
                .add();
    }

    private static void tablespaces(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        rows.set("oid", SystemOids.DEFAULT_TABLESPACE)
                .set("spcname", "pg_default")
                .set("spcowner", Role.BOOTSTRAP_OID)
                .add();
    }

    private static void accessMethods(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        accessMethod(rows, SystemOids.HEAP_METHOD, "heap", "t");
        accessMethod(rows, SystemOids.BTREE_METHOD, "btree", "i");
        accessMethod(rows, SystemOids.HASH_METHOD, "hash", "i");
    }

    private static void accessMethod(SystemRows rows, long oid, String name, String kind) {
        rows.set("oid", oid).set("amname", name).set("amtype", kind).add();
    }

    private static void operatorClasses(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (OperatorClass operatorClass : OperatorClasses.all()) {
            rows.set("oid", operatorClass.oid())
                    .set("opcmethod", SystemOids.BTREE_METHOD)
                    .set("opcname", operatorClass.name())
                    .set("opcnamespace", Schema.PG_CATALOG_OID)
                    .set("opcowner", Role.BOOTSTRAP_OID)
                    .set("opcfamily", operatorClass.familyOid())
                    .set("opcintype", operatorClass.type().oid())
                    .set("opcdefault", true)
                    .add();
        }
    }

    private static void collations(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        collation(rows, SystemOids.DEFAULT_COLLATION, "default", "d", -1);
        collation(rows, SystemOids.C_COLLATION, "C", "c", -1);
        collation(rows, 951, "POSIX", "c", -1);
        collation(rows, 12_340, "ucs_basic", "c", UTF8);
    }

    private static void collation(
            SystemRows rows, long oid, String name, String provider, int encoding) {
        rows.set("oid", oid)
                .set("collname", name)
                .set("collnamespace", Schema.PG_CATALOG_OID)
                .set("collowner", Role.BOOTSTRAP_OID)
                .set("collprovider", provider)
                .set("collisdeterministic", true)
                .set("collencoding", encoding);
        if (!provider.equals("d")) {
            rows.set("collcollate", "C").set("collctype", "C");
        }
        rows.add();
    }

    private static void descriptions(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        catalog.objects().stream()
                .filter(Comment.class::isInstance)
                .map(Comment.class::cast)
                .filter(comment -> !comment.text().isEmpty())
                .forEach(comment ->
                        rows.set("objoid", comment.objectOid())
                                .set("classoid", comment.classOid())
                                .set("objsubid", comment.columnNumber())
                                .set("description", comment.text())
                                .add());
        if (catalog.comment(SystemOids.PG_EXTENSION, Extension.PLPGSQL_OID, 0).isEmpty()) {
            rows.set("objoid", Extension.PLPGSQL_OID)
                    .set("classoid", SystemOids.PG_EXTENSION)
                    .set("description", AvailableExtension.find("plpgsql").orElseThrow().comment())
                    .add();
        }
        if (catalog.comment(SystemOids.PG_NAMESPACE, Schema.PUBLIC_OID, 0).isEmpty()) {
            rows.set("objoid", Schema.PUBLIC_OID)
                    .set("classoid", SystemOids.PG_NAMESPACE)
                    .set("description", "standard public schema")
                    .add();
        }
    }
}

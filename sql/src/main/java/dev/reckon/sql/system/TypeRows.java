package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Relation;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.UserType;
import dev.reckon.sql.catalog.View;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.Map;

/// `pg_type`, `pg_enum`, `pg_range`: types, built in and made by statements.
final class TypeRows {
    private TypeRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_type", TypeRows::types);
        sources.put("pg_catalog.pg_enum", TypeRows::labels);
        sources.put("pg_catalog.pg_range", TypeRows::ranges);
    }

    private static void types(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (DataType type : DataType.builtIns()) {
            type(rows, type, Schema.PG_CATALOG_OID, Role.BOOTSTRAP_OID, kind(type), 0);
            rows.add();
        }
        catalog.objects().stream()
                .filter(UserType.class::isInstance)
                .map(UserType.class::cast)
                .forEach(type -> userType(rows, type, catalog, environment));
        for (Relation relation : catalog.relations()) {
            switch (relation) {
                case Table table ->
                        rowType(rows, catalog, table, table.rowTypeOid(), table.rowArrayOid());
                case View view ->
                        rowType(rows, catalog, view, view.rowTypeOid(), view.rowArrayOid());
                default -> {}
            }
        }
    }

    private static void userType(
            SystemRows rows, UserType type, Catalog catalog, Environment environment) {
        Value acl = Privileges.acl(type.header(), catalog);
        long schemaOid = type.schemaOid();
        long ownerOid = type.header().ownerOid();
        switch (type) {
            case UserType.Enumeration _ -> type(rows, type.dataType(), schemaOid, ownerOid, "e", 0);
            case UserType.Composite composite ->
                    type(rows, type.dataType(), schemaOid, ownerOid, "c", composite.oid());
            case UserType.Range range -> {
                type(rows, type.dataType(), schemaOid, ownerOid, "r", 0);
                rows.set("typacl", acl).add();
                acl = Value.Null.NULL;
                type(rows, range.multirangeType(), schemaOid, ownerOid, "m", 0);
                rows.add();
                type(rows, array(catalog, range.multirangeType()), schemaOid, ownerOid, "b", 0);
            }
            case UserType.Domain domain -> {
                type(rows, type.dataType(), schemaOid, ownerOid, "d", 0);
                rows.set("typbasetype", domain.base().oid())
                        .set("typtypmod", domain.modifier())
                        .set("typnotnull", domain.notNull())
                        .set("typdefaultbin", domain.defaultText())
                        .set(
                                "typdefault",
                                domain.defaultText()
                                        .map(text -> environment.names().expression(text, false)));
            }
        }
        rows.set("typacl", acl).add();
        if (type.arrayOid() != 0) {
            type(rows, array(catalog, type.dataType()), schemaOid, ownerOid, "b", 0);
            rows.add();
        }
    }

    private static void rowType(
            SystemRows rows, Catalog catalog, Relation relation, int oid, int arrayOid) {
        DataType type = UserType.ofRow(oid, relation.name(), arrayOid);
        long ownerOid = relation.header().ownerOid();
        type(rows, type, relation.schemaOid(), ownerOid, "c", relation.oid());
        rows.add();
        type(rows, array(catalog, type), relation.schemaOid(), ownerOid, "b", 0);
        rows.add();
    }

    /// Returns the array of a type with the name that was free for it.
    private static DataType array(Catalog catalog, DataType element) {
        return catalog.type(element.arrayOid()).orElseThrow();
    }

    private static String kind(DataType type) {
        return switch (type.category()) {
            case PSEUDO -> "p";
            case RANGE -> "r";
            case MULTIRANGE -> "m";
            default -> "b";
        };
    }

    private static void type(
            SystemRows rows,
            DataType type,
            long schemaOid,
            long ownerOid,
            String kind,
            long relationOid) {
        boolean array = type.isArray() && type.byteLength() == -1 && type.name().startsWith("_");
        rows.set("oid", type.oid())
                .set("typname", type.name())
                .set("typnamespace", schemaOid)
                .set("typowner", ownerOid)
                .set("typlen", type.byteLength())
                .set("typbyval", isPassedByValue(type))
                .set("typtype", kind)
                .set("typcategory", String.valueOf(type.category().letter()))
                .set("typispreferred", type.preferred())
                .set("typisdefined", true)
                .set("typdelim", isBox(type) ? ";" : ",")
                .set("typrelid", relationOid)
                .set("typelem", kind.equals("d") ? 0 : subscripted(type))
                .set("typarray", type.arrayOid())
                .set("typinput", procedure(array ? "array_in" : inputName(type, kind)))
                .set("typoutput", procedure(array ? "array_out" : outputName(type, kind)))
                .set("typreceive", procedure(array ? "array_recv" : receiveName(type, kind)))
                .set("typalign", alignment(type))
                .set("typstorage", storage(type))
                .set("typtypmod", -1)
                .set("typcollation", SystemOids.collation(type));
    }

    /// Returns the type of what a subscript picks.
    private static int subscripted(DataType type) {
        return switch (type.name()) {
            case "point", "line" -> DataType.FLOAT8.oid();
            case "lseg", "box" -> DataType.POINT.oid();
            default -> type.category() == TypeCategory.ARRAY ? type.elementOid() : 0;
        };
    }

    /// Returns whether values of varying length hold double-precision numbers.
    private static boolean isOfDoubles(DataType type) {
        return switch (type.name()) {
            case "path", "polygon" -> true;
            default ->
                    type.isArray()
                            && DataType.builtIn(type.elementOid())
                                    .filter(element -> alignment(element).equals("d"))
                                    .isPresent();
        };
    }

    private static boolean isBox(DataType type) {
        return type.equals(DataType.BOX) || type.elementOid() == DataType.BOX.oid();
    }

    private static String inputName(DataType type, String kind) {
        return prefix(type, kind) + "in";
    }

    private static String outputName(DataType type, String kind) {
        return prefix(type, kind) + "out";
    }

    private static String receiveName(DataType type, String kind) {
        return prefix(type, kind) + "recv";
    }

    /// Returns what the names of a type's input and output functions begin with in PostgreSQL.
    private static String prefix(DataType type, String kind) {
        return switch (kind) {
            case "e" -> "enum_";
            case "c" -> "record_";
            case "d" -> "domain_";
            case "r" -> "range_";
            case "m" -> "multirange_";
            default ->
                    switch (type.name()) {
                        case "date",
                                "time",
                                "timetz",
                                "timestamp",
                                "timestamptz",
                                "interval",
                                "numeric",
                                "uuid",
                                "json",
                                "jsonb",
                                "inet",
                                "cidr",
                                "bit",
                                "varbit",
                                "jsonpath",
                                "xml",
                                "record",
                                "point",
                                "lseg",
                                "path",
                                "box",
                                "line",
                                "circle",
                                "macaddr",
                                "macaddr8",
                                "anyarray",
                                "cash" ->
                                type.name() + "_";
                        case "money" -> "cash_";
                        case "polygon" -> "poly_";
                        case "refcursor" -> "text";
                        default -> type.name();
                    };
        };
    }

    private static long procedure(String name) {
        return FunctionCatalog.builtInFunctions(name).stream()
                .mapToLong(FunctionEntry::oid)
                .findFirst()
                .orElse(0);
    }

    static boolean isPassedByValue(DataType type) {
        return type.byteLength() > 0 && type.byteLength() <= 8 && !type.name().equals("tid");
    }

    static String alignment(DataType type) {
        return switch (type.byteLength()) {
            case 1 -> "c";
            case 2 -> "s";
            case 8, 12, 24, 32 -> type.equals(DataType.MACADDR8) ? "i" : "d";
            case -1 -> isOfDoubles(type) ? "d" : "i";
            case 16 -> type.name().equals("uuid") ? "c" : "d";
            case 64 -> "c";
            default -> "i";
        };
    }

    static String storage(DataType type) {
        if (type.byteLength() != -1) {
            return "p";
        }
        return switch (type.name()) {
            case "numeric", "inet", "cidr" -> "m";
            default -> "x";
        };
    }

    private static void labels(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        catalog.objects().stream()
                .filter(UserType.Enumeration.class::isInstance)
                .map(UserType.Enumeration.class::cast)
                .forEach(type -> {
                    for (UserType.Label label : type.labels()) {
                        rows.set("oid", label.oid())
                                .set("enumtypid", type.oid())
                                .set("enumsortorder", (double) label.order())
                                .set("enumlabel", label.text())
                                .add();
                    }
                });
    }

    private static void ranges(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (DataType type : DataType.builtIns()) {
            if (type.category() == TypeCategory.RANGE) {
                range(
                        rows,
                        type,
                        DataType.builtIn(type.elementOid()).orElseThrow(),
                        DataType.builtInMultirange(type).orElseThrow());
            }
        }
        catalog.objects().stream()
                .filter(UserType.Range.class::isInstance)
                .map(UserType.Range.class::cast)
                .forEach(range ->
                        range(rows, range.dataType(), range.subtype(), range.multirangeType()));
    }

    private static void range(
            SystemRows rows, DataType type, DataType subtype, DataType multirange) {
        rows.set("rngtypid", type.oid())
                .set("rngsubtype", subtype.oid())
                .set("rngmultitypid", multirange.oid())
                .set("rngcollation", SystemOids.collation(subtype))
                .set("rngsubopc", OperatorClasses.defaultFor(subtype))
                .set("rngcanonical", procedure(type.name() + "_canonical"))
                .set("rngsubdiff", procedure(type.name() + "_subdiff"))
                .add();
    }
}

package dev.reckon.sql.system;

import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Extension;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.catalog.UserCast;
import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.function.Environment;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.function.catalog.AggregateEntry;
import dev.reckon.sql.function.catalog.CastEntry;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.sql.function.catalog.OperatorEntry;
import dev.reckon.storage.Snapshot;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `pg_proc`, `pg_aggregate`, `pg_operator`, `pg_cast`, `pg_language`: what can be called.
final class RoutineRows {
    private RoutineRows() {}

    static void register(Map<String, RowSource> sources) {
        sources.put("pg_catalog.pg_proc", RoutineRows::routines);
        sources.put("pg_catalog.pg_aggregate", RoutineRows::aggregates);
        sources.put("pg_catalog.pg_operator", RoutineRows::operators);
        sources.put("pg_catalog.pg_cast", RoutineRows::casts);
        sources.put("pg_catalog.pg_language", RoutineRows::languages);
    }

    private static void routines(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (FunctionEntry entry : FunctionCatalog.builtInFunctions()) {
            builtIn(rows, entry);
        }
        catalog.objects().stream()
                .filter(Routine.class::isInstance)
                .map(Routine.class::cast)
                .forEach(routine -> own(rows, routine, catalog));
    }

    private static void builtIn(SystemRows rows, FunctionEntry entry) {
        List<FunctionEntry.Parameter> parameters = entry.parameters();
        rows.set("oid", entry.oid())
                .set("proname", entry.name())
                .set("pronamespace", Schema.PG_CATALOG_OID)
                .set("proowner", Role.BOOTSTRAP_OID)
                .set("prolang", SystemOids.INTERNAL_LANGUAGE)
                .set("procost", 1.0)
                .set("prorows", entry.returnsSet() ? 1000.0 : 0.0)
                .set("provariadic", entry.variadic() ? variadicElement(entry) : 0)
                .set("prokind", String.valueOf(entry.kind().letter()))
                .set("proisstrict", entry.strict())
                .set("proretset", entry.returnsSet())
                .set("provolatile", letter(entry.volatility()))
                .set("proparallel", "s")
                .set("pronargs", parameters.size())
                .set("pronargdefaults", entry.defaults().size())
                .set("prorettype", entry.resultType().oid())
                .set("proargtypes", RelationRows.vector(oids(entry.argumentTypes())))
                .set("prosrc", entry.name());
        if (parameters.stream().anyMatch(parameter -> !parameter.name().isEmpty())
                || !entry.columns().isEmpty()) {
            outputs(rows, entry);
        }
        rows.add();
    }

    private static int variadicElement(FunctionEntry entry) {
        DataType last = entry.parameters().getLast().type();
        return switch (last.name()) {
            case "any" -> DataType.ANY.oid();
            case "anyarray" -> DataType.ANYELEMENT.oid();
            case "anycompatiblearray" -> DataType.ANYCOMPATIBLE.oid();
            default -> last.elementOid();
        };
    }

    private static void outputs(SystemRows rows, FunctionEntry entry) {
        List<Value> names = new ArrayList<>();
        List<Value> types = new ArrayList<>();
        List<Value> modes = new ArrayList<>();
        for (FunctionEntry.Parameter parameter : entry.parameters()) {
            names.add(Value.text(parameter.name()));
            types.add(new Value.Int(parameter.type().oid()));
            modes.add(Value.text("i"));
        }
        for (FunctionEntry.Parameter column : entry.columns()) {
            names.add(Value.text(column.name()));
            types.add(new Value.Int(column.type().oid()));
            modes.add(Value.text("o"));
        }
        rows.set("proargnames", Value.Array.of(names));
        if (!entry.columns().isEmpty()) {
            rows.set("proallargtypes", Value.Array.of(types))
                    .set("proargmodes", Value.Array.of(modes));
        }
    }

    private static void own(SystemRows rows, Routine routine, Catalog catalog) {
        List<Value> names = new ArrayList<>();
        List<Value> types = new ArrayList<>();
        List<Value> modes = new ArrayList<>();
        boolean hasOutputs = false;
        boolean hasNames = false;
        int defaultCount = 0;
        for (Routine.Parameter parameter : routine.parameters()) {
            names.add(Value.text(parameter.name()));
            types.add(new Value.Int(parameter.type().oid()));
            modes.add(Value.text(String.valueOf(parameter.mode())));
            hasOutputs |= parameter.isOutput() || parameter.mode() == 'v';
            hasNames |= !parameter.name().isEmpty();
            defaultCount += parameter.defaultText().isPresent() ? 1 : 0;
        }
        rows.set("oid", routine.oid())
                .set("proname", routine.name())
                .set("pronamespace", routine.schemaOid())
                .set("proowner", routine.header().ownerOid())
                .set(
                        "prolang",
                        switch (routine.language()) {
                            case "plpgsql" -> SystemOids.PLPGSQL_LANGUAGE;
                            case "c" -> SystemOids.C_LANGUAGE;
                            default -> SystemOids.SQL_LANGUAGE;
                        })
                .set("procost", (double) routine.traits().cost())
                .set("prorows", (double) routine.traits().rows())
                .set("proleakproof", routine.traits().leakproof())
                .set("prokind", routine.procedure() ? "p" : routine.traits().window() ? "w" : "f")
                .set("prosecdef", routine.securityDefiner())
                .set("proisstrict", routine.strict())
                .set("proretset", routine.returnsSet())
                .set("provolatile", letter(routine.volatility()))
                .set("proparallel", String.valueOf(routine.traits().parallel()))
                .set("pronargs", routine.argumentTypes().size())
                .set("pronargdefaults", defaultCount)
                .set("prorettype", routine.result().oid())
                .set("proargtypes", RelationRows.vector(oids(routine.argumentTypes())))
                .set("prosrc", routine.traits().standardBody() ? "" : routine.body())
                .set("proacl", Privileges.acl(routine.header(), catalog));
        if (routine.traits().standardBody()) {
            rows.set("prosqlbody", routine.body());
        }
        if (routine.language().equals("c")) {
            Extension.of(catalog, routine.oid())
                    .ifPresent(each -> rows.set("probin", "$libdir/" + each.name()));
        }
        if (!routine.header().options().isEmpty()) {
            rows.set(
                    "proconfig",
                    Value.Array.of(
                            routine.header().options().stream().<Value>map(Value::text).toList()));
        }
        if (hasNames) {
            rows.set("proargnames", Value.Array.of(names));
        }
        if (hasOutputs) {
            rows.set("proallargtypes", Value.Array.of(types))
                    .set("proargmodes", Value.Array.of(modes));
        }
        rows.add();
    }

    private static List<Value> oids(List<DataType> types) {
        return types.stream().<Value>map(type -> new Value.Int(type.oid())).toList();
    }

    private static String letter(Volatility volatility) {
        return switch (volatility) {
            case IMMUTABLE -> "i";
            case STABLE -> "s";
            case VOLATILE -> "v";
        };
    }

    private static void aggregates(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (AggregateEntry entry : FunctionCatalog.builtInAggregates()) {
            rows.set("aggfnoid", entry.functionOid())
                    .set("aggkind", kind(entry.kind()))
                    .set("aggnumdirectargs", entry.directCount())
                    .set("aggsortop", entry.sortOperatorOid())
                    .set("aggfinalmodify", "r")
                    .set("aggmfinalmodify", "r")
                    .add();
        }
    }

    private static String kind(AggregateFunction.Kind kind) {
        return switch (kind) {
            case PLAIN -> "n";
            case ORDERED_SET -> "o";
            case HYPOTHETICAL_SET -> "h";
        };
    }

    private static void operators(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (OperatorEntry entry : FunctionCatalog.builtInOperators()) {
            rows.set("oid", entry.oid())
                    .set("oprname", entry.symbol())
                    .set("oprnamespace", Schema.PG_CATALOG_OID)
                    .set("oprowner", Role.BOOTSTRAP_OID)
                    .set("oprkind", entry.left().isEmpty() ? "l" : "b")
                    .set("oprcanmerge", entry.canMerge())
                    .set("oprcanhash", entry.canHash())
                    .set("oprleft", entry.left().map(DataType::oid).orElse(0))
                    .set("oprright", entry.right().oid())
                    .set("oprresult", entry.result().oid())
                    .set("oprcom", entry.commutatorOid())
                    .set("oprnegate", entry.negatorOid())
                    .set("oprcode", entry.functionOid())
                    .set("oprrest", entry.restrictionOid())
                    .set("oprjoin", entry.joinOid())
                    .add();
        }
    }

    private static void casts(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        for (CastEntry entry : FunctionCatalog.builtInCasts()) {
            rows.set("oid", entry.oid())
                    .set("castsource", entry.source().oid())
                    .set("casttarget", entry.target().oid())
                    .set("castfunc", entry.functionOid())
                    .set("castcontext", String.valueOf(entry.context().letter()))
                    .set("castmethod", String.valueOf(entry.method().letter()))
                    .add();
        }
        for (UserCast cast : catalog.casts()) {
            rows.set("oid", cast.oid())
                    .set("castsource", cast.source().oid())
                    .set("casttarget", cast.target().oid())
                    .set("castfunc", cast.routineOid())
                    .set("castcontext", String.valueOf(cast.context().letter()))
                    .set("castmethod", String.valueOf(cast.method().letter()))
                    .add();
        }
    }

    private static void languages(
            SystemRows rows, Catalog catalog, Snapshot snapshot, Environment environment) {
        language(rows, SystemOids.INTERNAL_LANGUAGE, "internal", false);
        language(rows, SystemOids.C_LANGUAGE, "c", false);
        language(rows, SystemOids.SQL_LANGUAGE, "sql", true);
        rows.set("lanispl", true);
        language(rows, SystemOids.PLPGSQL_LANGUAGE, "plpgsql", true);
    }

    private static void language(SystemRows rows, long oid, String name, boolean trusted) {
        rows.set("oid", oid)
                .set("lanname", name)
                .set("lanowner", Role.BOOTSTRAP_OID)
                .set("lanpltrusted", trusted)
                .add();
    }
}

package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.AggregateFunction;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.function.catalog.FunctionEntry.Parameter;
import dev.reckon.storage.type.DataType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// The built-in functions, operators, casts and aggregates: the facts of PostgreSQL 15's catalogs,
/// read once from tab-separated resources. Immutable; safe for many threads.
final class CatalogTables {
    static final CatalogTables BUILT_IN = new CatalogTables();

    private final Map<Integer, FunctionEntry> functions = new LinkedHashMap<>();
    private final Map<String, List<FunctionEntry>> functionsByName = new HashMap<>();
    private final Map<Integer, OperatorEntry> operators = new LinkedHashMap<>();
    private final Map<String, List<OperatorEntry>> operatorsBySymbol = new HashMap<>();
    private final Map<Integer, String> symbolsByFunction = new HashMap<>();
    private final Map<Long, CastEntry> casts = new LinkedHashMap<>();
    private final Map<Integer, AggregateEntry> aggregates = new LinkedHashMap<>();

    private CatalogTables() {
        read("functions.tsv", this::addFunction);
        read("operators.tsv", this::addOperator);
        read("casts.tsv", this::addCast);
        read("aggregates.tsv", this::addAggregate);
    }

    private static void read(String name, Consumer<String[]> row) {
        try (var stream =
                        Objects.requireNonNull(
                                CatalogTables.class.getResourceAsStream(name), name);
                var reader =
                        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(line -> row.accept(line.split("\t", -1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// oid, name, parameters (`*` before a variadic one, `name:type`), result, flags, defaults,
    /// columns. Flags: `pg_proc.prokind`, then `s` for a set, `t` for strict, and one of i, S, v
    /// for the volatility.
    private void addFunction(String[] fields) {
        String flags = fields[4];
        var entry =
                new FunctionEntry(
                        Integer.parseInt(fields[0]),
                        fields[1].intern(),
                        FunctionEntry.Kind.of(flags.charAt(0)),
                        parameters(fields[2]),
                        fields[2].contains("*"),
                        fields[5].isEmpty() ? List.of() : List.of(fields[5].split(", ")),
                        type(fields[3]),
                        flags.indexOf('s') > 0,
                        flags.indexOf('t') > 0,
                        flags.indexOf('v') > 0
                                ? Volatility.VOLATILE
                                : flags.indexOf('S') > 0 ? Volatility.STABLE : Volatility.IMMUTABLE,
                        parameters(fields[6]));
        functions.put(entry.oid(), entry);
        functionsByName.computeIfAbsent(entry.name(), _ -> new ArrayList<>(1)).add(entry);
    }

    private static List<Parameter> parameters(String list) {
        if (list.isEmpty()) {
            return List.of();
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String item : list.split(",", -1)) {
            String text = item.startsWith("*") ? item.substring(1) : item;
            int colon = text.indexOf(':');
            parameters.add(
                    new Parameter(
                            colon < 0 ? "" : text.substring(0, colon),
                            type(text.substring(colon + 1))));
        }
        return parameters;
    }

    /// oid, symbol, left (`-` for a prefix operator), right, result, function, commutator, negator,
    /// flags (m: merges, h: hashes), estimators.
    private void addOperator(String[] fields) {
        var entry =
                new OperatorEntry(
                        Integer.parseInt(fields[0]),
                        fields[1],
                        fields[2].equals("-") ? Optional.empty() : Optional.of(type(fields[2])),
                        type(fields[3]),
                        type(fields[4]),
                        Integer.parseInt(fields[5]),
                        Integer.parseInt(fields[6]),
                        Integer.parseInt(fields[7]),
                        fields[8].contains("m"),
                        fields[8].contains("h"),
                        Integer.parseInt(fields[9]),
                        Integer.parseInt(fields[10]));
        operators.put(entry.oid(), entry);
        symbolsByFunction.put(entry.functionOid(), entry.symbol());
        operatorsBySymbol.computeIfAbsent(entry.symbol(), _ -> new ArrayList<>()).add(entry);
    }

    /// oid, source, target, function, context and method.
    private void addCast(String[] fields) {
        var entry =
                new CastEntry(
                        Integer.parseInt(fields[0]),
                        type(fields[1]),
                        type(fields[2]),
                        Integer.parseInt(fields[3]),
                        CastContext.of(fields[4].charAt(0)),
                        CastEntry.Method.of(fields[4].charAt(1)));
        casts.put(castKey(entry.source(), entry.target()), entry);
    }

    /// Function, kind, number of direct arguments, sort operator, transition type, initial value.
    private void addAggregate(String[] fields) {
        var kind =
                switch (fields[1]) {
                    case "o" -> AggregateFunction.Kind.ORDERED_SET;
                    case "h" -> AggregateFunction.Kind.HYPOTHETICAL_SET;
                    default -> AggregateFunction.Kind.PLAIN;
                };
        int oid = Integer.parseInt(fields[0]);
        aggregates.put(
                oid,
                new AggregateEntry(
                        oid,
                        kind,
                        Integer.parseInt(fields[2]),
                        Integer.parseInt(fields[3]),
                        fields[4],
                        fields[5]));
    }

    private static DataType type(String name) {
        return DataType.builtIn(name)
                .orElseThrow(() -> new IllegalArgumentException("type " + name));
    }

    private static long castKey(DataType source, DataType target) {
        return (long) source.oid() << 32 | Integer.toUnsignedLong(target.oid());
    }

    Map<Integer, FunctionEntry> functions() {
        return Collections.unmodifiableMap(functions);
    }

    List<FunctionEntry> functions(String name) {
        return functionsByName.getOrDefault(name, List.of());
    }

    FunctionEntry function(int oid) {
        return Objects.requireNonNull(functions.get(oid));
    }

    Map<Integer, OperatorEntry> operators() {
        return Collections.unmodifiableMap(operators);
    }

    List<OperatorEntry> operators(String symbol) {
        return operatorsBySymbol.getOrDefault(symbol, List.of());
    }

    /// Returns the symbol of the operator that a function computes.
    Optional<String> symbolOf(int functionOid) {
        return Optional.ofNullable(symbolsByFunction.get(functionOid));
    }

    Map<Long, CastEntry> casts() {
        return Collections.unmodifiableMap(casts);
    }

    Optional<CastEntry> cast(DataType source, DataType target) {
        return Optional.ofNullable(casts.get(castKey(source, target)));
    }

    Map<Integer, AggregateEntry> aggregates() {
        return Collections.unmodifiableMap(aggregates);
    }
}

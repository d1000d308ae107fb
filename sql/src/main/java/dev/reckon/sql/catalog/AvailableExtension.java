package dev.reckon.sql.catalog;

import dev.reckon.sql.function.Volatility;
import dev.reckon.storage.type.DataType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// An extension that CREATE EXTENSION knows: the facts of PostgreSQL 15's, read once from a
/// tab-separated resource. `E`, name, version, whether it can be moved, comment; then `F`, name,
/// parameters, result, volatility (`i` or `v`) with `t` for strict, symbol for each of its
/// functions.
///
/// @param relocatable whether it can be in any schema
/// @param comment what PostgreSQL says of it
public record AvailableExtension(
        String name,
        String version,
        boolean relocatable,
        String comment,
        List<Function> functions) {
    private static final List<AvailableExtension> ALL = read();

    public AvailableExtension {
        functions = List.copyOf(functions);
    }

    /// A function of an extension; all of them can run in parallel.
    ///
    /// @param symbol its name in the extension's library
    public record Function(
            String name,
            List<Routine.Parameter> parameters,
            DataType result,
            boolean returnsSet,
            Volatility volatility,
            boolean strict,
            String symbol) {
        public Function {
            parameters = List.copyOf(parameters);
        }
    }

    /// Returns all, in the order of their names.
    public static List<AvailableExtension> all() {
        return ALL;
    }

    public static Optional<AvailableExtension> find(String name) {
        return ALL.stream().filter(each -> each.name.equals(name)).findFirst();
    }

    private static List<AvailableExtension> read() {
        var all = new ArrayList<AvailableExtension>();
        try (var stream =
                        Objects.requireNonNull(
                                AvailableExtension.class.getResourceAsStream("extensions.tsv"));
                var reader =
                        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line : reader.lines().toList()) {
                String[] fields = line.split("\t", -1);
                if (fields[0].equals("E")) {
                    all.add(
                            new AvailableExtension(
                                    fields[1],
                                    fields[2],
                                    fields[3].equals("t"),
                                    fields[4],
                                    List.of()));
                } else {
                    all.add(all.removeLast().with(function(fields)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(all);
    }

    private AvailableExtension with(Function function) {
        var more = new ArrayList<>(functions);
        more.add(function);
        return new AvailableExtension(name, version, relocatable, comment, more);
    }

    private static Function function(String[] fields) {
        var parameters = new ArrayList<Routine.Parameter>();
        for (String text : fields[2].isEmpty() ? new String[0] : fields[2].split(", ", -1)) {
            boolean isOutput = text.startsWith("OUT ");
            String rest = isOutput ? text.substring("OUT ".length()) : text;
            int space = rest.lastIndexOf(' ');
            parameters.add(
                    new Routine.Parameter(
                            isOutput ? 'o' : 'i',
                            space < 0 ? "" : rest.substring(0, space),
                            type(rest.substring(space + 1)),
                            Optional.empty()));
        }
        String result = fields[3];
        boolean returnsSet = result.startsWith("SETOF ");
        return new Function(
                fields[1],
                parameters,
                type(returnsSet ? result.substring("SETOF ".length()) : result),
                returnsSet,
                fields[4].startsWith("i") ? Volatility.IMMUTABLE : Volatility.VOLATILE,
                fields[4].endsWith("t"),
                fields[5]);
    }

    private static DataType type(String name) {
        String internal =
                switch (name) {
                    case "integer" -> "int4";
                    case "text[]" -> "_text";
                    default -> name;
                };
        return DataType.builtIn(internal).orElseThrow();
    }
}

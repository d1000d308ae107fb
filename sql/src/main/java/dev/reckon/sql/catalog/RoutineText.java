package dev.reckon.sql.catalog;

import dev.reckon.sql.ast.Query;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.function.catalog.FunctionEntry;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.sql.parse.ParsedStatement;
import dev.reckon.sql.parse.Parser;
import dev.reckon.storage.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Functions and procedures as the SQL that makes them, in the words of PostgreSQL's
/// `pg_get_functiondef`.
record RoutineText(CatalogNames names) {
    private Catalog catalog() {
        return names.catalog();
    }

    /// Returns `CREATE OR REPLACE FUNCTION …`.
    String definition(Routine routine) {
        var text = new StringBuilder("CREATE OR REPLACE ");
        text.append(routine.procedure() ? "PROCEDURE " : "FUNCTION ")
                .append(Identifiers.quote(catalog().schemaName(routine.schemaOid())))
                .append('.')
                .append(Identifiers.quote(routine.name()))
                .append('(')
                .append(arguments(routine))
                .append(")\n");
        if (!routine.procedure()) {
            text.append(" RETURNS ").append(result(routine)).append('\n');
        }
        text.append(" LANGUAGE ").append(routine.language()).append('\n');
        String properties = properties(routine);
        if (!properties.isEmpty()) {
            text.append(properties).append('\n');
        }
        if (routine.traits().standardBody()) {
            return text.append(standardBody(routine)).append('\n').toString();
        }
        String quote = routine.procedure() ? "$procedure$" : "$function$";
        return text.append("AS ")
                .append(quote)
                .append(routine.body())
                .append(quote)
                .append('\n')
                .toString();
    }

    /// Returns the body as it can be written after the properties: `BEGIN ATOMIC … END`.
    String standardBody(Routine routine) {
        var text = new StringBuilder("BEGIN ATOMIC\n");
        for (ParsedStatement statement : Parser.parse(routine.body())) {
            if (statement.statement() instanceof Query query) {
                text.append(new ObjectText(names, false).query(query)).append('\n');
                continue;
            }
            String written = routine.body().substring(statement.start(), statement.end()).strip();
            text.append(' ').append(written.replaceFirst(";$", "")).append(";\n");
        }
        return text.append("END").toString();
    }

    private static String properties(Routine routine) {
        return (routine.volatility() == Volatility.VOLATILE
                        ? ""
                        : " " + routine.volatility().name().toUpperCase(Locale.ROOT))
                + parallel(routine)
                + (routine.strict() ? " STRICT" : "")
                + (routine.securityDefiner() ? " SECURITY DEFINER" : "")
                + (routine.traits().leakproof() ? " LEAKPROOF" : "")
                + (routine.traits().cost() == 100 ? "" : " COST " + number(routine.traits().cost()))
                + (routine.returnsSet() && routine.traits().rows() != 1000
                        ? " ROWS " + number(routine.traits().rows())
                        : "")
                + routine.header().options().stream()
                        .map(RoutineText::setting)
                        .collect(Collectors.joining());
    }

    /// Lists of names are quoted name by name.
    private static String setting(String option) {
        int equals = option.indexOf('=');
        String name = option.substring(0, equals);
        String value = option.substring(equals + 1);
        boolean list = name.equals("search_path");
        String quoted =
                (list ? Stream.of(value.split(",")).map(String::strip) : Stream.of(value))
                        .map(each -> each.replaceFirst("^\"(.*)\"$", "$1"))
                        .map(Identifiers::literal)
                        .collect(Collectors.joining(", "));
        return "\n SET " + name + " TO " + quoted;
    }

    private static String parallel(Routine routine) {
        return switch (routine.traits().parallel()) {
            case 's' -> " PARALLEL SAFE";
            case 'r' -> " PARALLEL RESTRICTED";
            default -> "";
        };
    }

    private static String number(float value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    /// Returns the parameters with names, modes and defaults; table columns are part of the result.
    String arguments(Routine routine) {
        return routine.parameters().stream()
                .filter(parameter -> parameter.mode() != 't')
                .map(parameter ->
                        (routine.procedure() && parameter.mode() == 'i' ? "IN " : "")
                                + argument(parameter))
                .collect(Collectors.joining(", "));
    }

    /// Returns the parameters of one of PostgreSQL's own functions.
    String arguments(FunctionEntry entry) {
        var texts = new ArrayList<String>();
        int count = entry.parameters().size();
        for (int i = 0; i < count; i++) {
            FunctionEntry.Parameter parameter = entry.parameters().get(i);
            int defaulted = i - (count - entry.defaults().size());
            texts.add(
                    (entry.variadic() && i == count - 1 ? "VARIADIC " : "")
                            + parameter(parameter)
                            + (defaulted >= 0
                                    ? " DEFAULT " + entry.defaults().get(defaulted)
                                    : ""));
        }
        entry.columns().forEach(column -> texts.add("OUT " + parameter(column)));
        return String.join(", ", texts);
    }

    private String parameter(FunctionEntry.Parameter parameter) {
        String name = parameter.name().isEmpty() ? "" : Identifiers.quote(parameter.name()) + " ";
        return name + names.typeName(parameter.type());
    }

    String result(FunctionEntry entry) {
        return (entry.returnsSet() ? "SETOF " : "") + names.typeName(entry.resultType());
    }

    private String argument(Routine.Parameter parameter) {
        return identityArgument(parameter)
                + parameter
                        .defaultText()
                        .map(text -> " DEFAULT " + names.expression(text, false))
                        .orElse("");
    }

    /// Returns the default of a parameter, by its number among all from 1; empty when it has none.
    Optional<String> defaultOf(Routine routine, int number) {
        return number < 1 || number > routine.parameters().size()
                ? Optional.empty()
                : routine.parameters()
                        .get(number - 1)
                        .defaultText()
                        .map(text -> names.expression(text, false));
    }

    static Optional<String> defaultOf(FunctionEntry entry, int number) {
        int defaulted = number - 1 - (entry.parameters().size() - entry.defaults().size());
        return defaulted >= 0 && defaulted < entry.defaults().size()
                ? Optional.of(String.valueOf(entry.defaults().get(defaulted)))
                : Optional.empty();
    }

    /// Returns the parameters without defaults: what tells functions of one name apart.
    String identityArguments(Routine routine) {
        return routine.parameters().stream()
                .filter(parameter -> parameter.mode() != 't')
                .map(parameter ->
                        (routine.procedure() && parameter.mode() == 'i' ? "IN " : "")
                                + identityArgument(parameter))
                .collect(Collectors.joining(", "));
    }

    private String identityArgument(Routine.Parameter parameter) {
        String mode =
                switch (parameter.mode()) {
                    case 'o' -> "OUT ";
                    case 'b' -> "INOUT ";
                    case 'v' -> "VARIADIC ";
                    default -> "";
                };
        String name = parameter.name().isEmpty() ? "" : Identifiers.quote(parameter.name()) + " ";
        return mode + name + names.typeName(parameter.type());
    }

    /// Returns the result type, `SETOF type` or `TABLE(…)`.
    String result(Routine routine) {
        List<Routine.Parameter> columns =
                routine.parameters().stream().filter(parameter -> parameter.mode() == 't').toList();
        if (!columns.isEmpty()) {
            return columns.stream()
                    .map(this::identityArgument)
                    .collect(Collectors.joining(", ", "TABLE(", ")"));
        }
        DataType result = routine.result();
        return (routine.returnsSet() ? "SETOF " : "") + names.typeName(result);
    }
}

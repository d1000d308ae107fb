package dev.reckon.sql;

import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.UtilityStatement;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Locale;

/// What an EXPLAIN asks for.
record ExplainOptions(boolean analyze, boolean json, boolean timing, boolean costs) {
    /// Reads the options of a statement.
    ///
    /// @throws DatabaseException for an option that does not exist, or a value that it cannot have
    static ExplainOptions of(UtilityStatement.Explain explain) {
        boolean analyze = false;
        boolean json = false;
        boolean timing = true;
        boolean costs = true;
        for (Option option : explain.options()) {
            switch (option.name()) {
                case "analyze" -> analyze = isOn(option);
                case "timing" -> timing = isOn(option);
                case "costs" -> costs = isOn(option);
                case "verbose", "settings", "buffers", "wal", "summary" -> isOn(option);
                case "format" -> json = isJson(option);
                default ->
                        throw new DatabaseException(
                                        SqlState.SYNTAX_ERROR,
                                        "unrecognized EXPLAIN option \"" + option.name() + "\"")
                                .at(option.position());
            }
        }
        return new ExplainOptions(analyze, json, timing, costs);
    }

    private static boolean isOn(Option option) {
        String word =
                switch (option.value()) {
                    case Option.None _ -> "on";
                    case Option.Text(String text) -> text.toLowerCase(Locale.ROOT);
                    case Option.Number(String text) -> text;
                    default -> "";
                };
        return switch (word) {
            case "on", "true", "1" -> true;
            case "off", "false", "0" -> false;
            default ->
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR,
                                    option.name() + " requires a Boolean value")
                            .at(option.position());
        };
    }

    private static boolean isJson(Option option) {
        String word =
                option.value() instanceof Option.Text(String text)
                        ? text.toLowerCase(Locale.ROOT)
                        : "";
        return switch (word) {
            case "text" -> false;
            case "json" -> true;
            case "xml", "yaml" ->
                    throw DatabaseException.notSupported(
                                    "EXPLAIN in format " + word, "Use FORMAT TEXT or JSON.")
                            .at(option.position());
            default ->
                    throw new DatabaseException(
                                    SqlState.INVALID_PARAMETER_VALUE,
                                    "unrecognized value for EXPLAIN option \"format\": \""
                                            + word
                                            + "\"")
                            .at(option.position());
        };
    }
}

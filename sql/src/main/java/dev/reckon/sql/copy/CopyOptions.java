package dev.reckon.sql.copy;

import dev.reckon.sql.ast.Option;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The options of COPY, with PostgreSQL's defaults and rules.
///
/// @param delimiter between fields, one byte
/// @param nullText what stands for NULL
/// @param forceQuote names of the columns whose values are always quoted, `*` for all
/// @param forceNotNull names of the columns in which nothing stands for NULL, `*` for all
/// @param forceNull names of the columns in which a quoted `nullText` is NULL too, `*` for all
public record CopyOptions(
        CopyFormat format,
        byte delimiter,
        String nullText,
        Header header,
        byte quote,
        byte escape,
        Set<String> forceQuote,
        Set<String> forceNotNull,
        Set<String> forceNull) {
    /// Every column, in a set of names.
    public static final String ALL_COLUMNS = "*";

    /// Characters that the text format uses itself.
    private static final String NO_DELIMITERS = "\\.abcdefghijklmnopqrstuvwxyz0123456789";

    public CopyOptions {
        forceQuote = Set.copyOf(forceQuote);
        forceNotNull = Set.copyOf(forceNotNull);
        forceNull = Set.copyOf(forceNull);
    }

    /// What the first line is.
    public enum Header {
        NONE,
        NAMES,
        /// Names that must be those of the columns.
        MATCH
    }

    /// Reads the options of a statement.
    ///
    /// @param from whether rows come in
    /// @throws DatabaseException 42601, 22023, 0A000 as PostgreSQL
    public static CopyOptions of(List<Option> options, boolean from) {
        var named = new Named();
        Set<String> seen = new HashSet<>();
        for (Option option : options) {
            if (!seen.add(option.name())) {
                throw error(SqlState.SYNTAX_ERROR, "conflicting or redundant options")
                        .at(option.position());
            }
            named.take(option, from);
        }
        return named.check(from);
    }

    /// Returns whether a set of column names has a column.
    static boolean has(Set<String> names, String column) {
        return names.contains(column) || names.contains(ALL_COLUMNS);
    }

    private static DatabaseException error(SqlState state, String message) {
        return new DatabaseException(state, message);
    }

    /// The options as they are read, empty where the default holds.
    private static final class Named {
        private CopyFormat format = CopyFormat.TEXT;
        private String delimiter = "";
        private String nullText = "";
        private boolean nullGiven;
        private Header header = Header.NONE;
        private String quote = "";
        private String escape = "";
        private Set<String> forceQuote = Set.of();
        private Set<String> forceNotNull = Set.of();
        private Set<String> forceNull = Set.of();

        private void take(Option option, boolean from) {
            switch (option.name()) {
                case "format" -> format = format(option);
                case "delimiter" -> delimiter = text(option);
                case "null" -> {
                    nullText = text(option);
                    nullGiven = true;
                }
                case "header" -> header = header(option, from);
                case "quote" -> quote = text(option);
                case "escape" -> escape = text(option);
                case "force_quote" -> forceQuote = names(option);
                case "force_not_null" -> forceNotNull = names(option);
                case "force_null" -> forceNull = names(option);
                case "freeze" -> bool(option); // Rows are never rewritten here: nothing to do.
                case "encoding" -> encoding(option);
                default ->
                        throw error(
                                        SqlState.SYNTAX_ERROR,
                                        "option \"" + option.name() + "\" not recognized")
                                .at(option.position());
            }
        }

        private CopyOptions check(boolean from) {
            boolean csv = format == CopyFormat.CSV;
            if (format == CopyFormat.BINARY) {
                require(delimiter.isEmpty(), "cannot specify DELIMITER in BINARY mode");
                require(!nullGiven, "cannot specify NULL in BINARY mode");
                requireSupported(header == Header.NONE, "cannot specify HEADER in BINARY mode");
            }
            String separator = delimiter.isEmpty() ? (csv ? "," : "\t") : delimiter;
            requireSupported(
                    separator.length() == 1 && separator.charAt(0) < 0x80,
                    "COPY delimiter must be a single one-byte character");
            requireValid(
                    separator.charAt(0) != '\n' && separator.charAt(0) != '\r',
                    "COPY delimiter cannot be newline or carriage return");
            requireValid(
                    nullText.indexOf('\n') < 0 && nullText.indexOf('\r') < 0,
                    "COPY null representation cannot use newline or carriage return");
            requireValid(
                    csv || NO_DELIMITERS.indexOf(separator.charAt(0)) < 0,
                    "COPY delimiter cannot be \"" + separator + "\"");
            requireSupported(csv || quote.isEmpty(), "COPY quote available only in CSV mode");
            requireSupported(quote.length() <= 1, "COPY quote must be a single one-byte character");
            requireValid(
                    !csv || !separator.equals(quote.isEmpty() ? "\"" : quote),
                    "COPY delimiter and quote must be different");
            requireSupported(csv || escape.isEmpty(), "COPY escape available only in CSV mode");
            requireSupported(
                    escape.length() <= 1, "COPY escape must be a single one-byte character");
            requireSupported(
                    csv || forceQuote.isEmpty(), "COPY force quote available only in CSV mode");
            requireSupported(
                    !from || forceQuote.isEmpty(), "COPY force quote only available using COPY TO");
            requireSupported(
                    csv || forceNotNull.isEmpty(),
                    "COPY force not null available only in CSV mode");
            requireSupported(
                    from || forceNotNull.isEmpty(),
                    "COPY force not null only available using COPY FROM");
            requireSupported(
                    csv || forceNull.isEmpty(), "COPY force null available only in CSV mode");
            requireSupported(
                    from || forceNull.isEmpty(), "COPY force null only available using COPY FROM");
            String nulls = nullGiven ? nullText : csv ? "" : "\\N";
            requireSupported(
                    nulls.indexOf(separator.charAt(0)) < 0,
                    "COPY delimiter must not appear in the NULL specification");
            String quotes = quote.isEmpty() ? "\"" : quote;
            requireSupported(
                    !csv || nulls.indexOf(quotes.charAt(0)) < 0,
                    "CSV quote character must not appear in the NULL specification");
            return new CopyOptions(
                    format,
                    (byte) separator.charAt(0),
                    nulls,
                    header,
                    (byte) quotes.charAt(0),
                    (byte) (escape.isEmpty() ? quotes : escape).charAt(0),
                    forceQuote,
                    forceNotNull,
                    forceNull);
        }

        private static void require(boolean condition, String message) {
            if (!condition) {
                throw error(SqlState.SYNTAX_ERROR, message);
            }
        }

        private static void requireSupported(boolean condition, String message) {
            if (!condition) {
                throw error(SqlState.FEATURE_NOT_SUPPORTED, message);
            }
        }

        private static void requireValid(boolean condition, String message) {
            if (!condition) {
                throw error(SqlState.INVALID_PARAMETER_VALUE, message);
            }
        }

        private static CopyFormat format(Option option) {
            return switch (text(option)) {
                case "text" -> CopyFormat.TEXT;
                case "csv" -> CopyFormat.CSV;
                case "binary" -> CopyFormat.BINARY;
                default ->
                        throw error(
                                        SqlState.INVALID_PARAMETER_VALUE,
                                        "COPY format \"" + text(option) + "\" not recognized")
                                .at(option.position());
            };
        }

        private static Header header(Option option, boolean from) {
            if (option.value() instanceof Option.Text(String text)
                    && text.equalsIgnoreCase("match")) {
                if (!from) {
                    throw error(
                            SqlState.FEATURE_NOT_SUPPORTED,
                            "cannot use \"match\" with HEADER in COPY TO");
                }
                return Header.MATCH;
            }
            return bool(option) ? Header.NAMES : Header.NONE;
        }

        private static boolean bool(Option option) {
            String word =
                    option.value() instanceof Option.None
                            ? "true"
                            : text(option).toLowerCase(Locale.ROOT);
            return switch (word) {
                case "true", "on", "1" -> true;
                case "false", "off", "0" -> false;
                default ->
                        throw error(
                                        SqlState.SYNTAX_ERROR,
                                        option.name() + " requires a Boolean value")
                                .at(option.position());
            };
        }

        private static void encoding(Option option) {
            String name = text(option).replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
            if (!name.equals("UTF8") && !name.equals("UNICODE") && !name.equals("SQLASCII")) {
                throw DatabaseException.notSupported(
                                "COPY in encoding \"" + text(option) + "\"",
                                "Convert the data to UTF8 first.")
                        .at(option.position());
            }
        }

        private static String text(Option option) {
            return switch (option.value()) {
                case Option.Text(String text) -> text;
                case Option.Number(String number) -> number;
                default ->
                        throw error(SqlState.SYNTAX_ERROR, option.name() + " requires a parameter")
                                .at(option.position());
            };
        }

        private static Set<String> names(Option option) {
            return switch (option.value()) {
                case Option.All() -> Set.of(ALL_COLUMNS);
                case Option.Names(List<String> names) -> Set.copyOf(names);
                default ->
                        throw error(
                                        SqlState.INVALID_PARAMETER_VALUE,
                                        "argument to option \""
                                                + option.name()
                                                + "\" must be a list of column names")
                                .at(option.position());
            };
        }
    }
}

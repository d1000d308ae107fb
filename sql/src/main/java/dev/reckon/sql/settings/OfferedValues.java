package dev.reckon.sql.settings;

import dev.reckon.storage.error.DatabaseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Which values are acted on, of the settings that change what statements mean. The others are
/// refused: a client that asks for them would be given wrong answers if they were only remembered.
final class OfferedValues {
    /// @param values in lower case, and as SHOW prints them
    private record Offer(Set<String> values, String hint) {
        static Offer only(String value, String hint) {
            return new Offer(Set.of(value), hint);
        }
    }

    private static final Offer PLAIN_LOCALE =
            new Offer(
                    Set.of("", "c", "posix", "c.utf8", "c.utf-8"),
                    "Dates, numbers and money are written as in locale \"C\".");

    private static final Offer NO_TABLESPACE =
            new Offer(
                    Set.of("", "pg_default"),
                    "There is one tablespace, which is the data directory.");

    private static final Offer NO_EXTRA_CHECKS =
            new Offer(Set.of("none", ""), "Procedures are checked as PostgreSQL does by default.");

    private static final Offer READS_CHECKED =
            Offer.only("off", "What is read is always checked; restore a backup instead.");

    /// By the setting's name in lower case; all values of other settings are accepted.
    private static final Map<String, Offer> BY_NAME =
            Map.ofEntries(
                    Map.entry(
                            "standard_conforming_strings",
                            Offer.only("on", "Write strings with backslash escapes as E'…'.")),
                    Map.entry(
                            "backslash_quote",
                            new Offer(
                                    Set.of("on", "safe_encoding"),
                                    "Clients speak UTF8, in which \\' is safe.")),
                    Map.entry(
                            "array_nulls",
                            Offer.only("on", "Write the word as \"NULL\", in double quotes.")),
                    Map.entry(
                            "transform_null_equals",
                            Offer.only("off", "Write expression IS NULL.")),
                    Map.entry(
                            "quote_all_identifiers",
                            Offer.only("off", "Names are quoted where they must be.")),
                    Map.entry(
                            "exit_on_error",
                            Offer.only("off", "Close the connection after an error.")),
                    Map.entry(
                            "lo_compat_privileges",
                            Offer.only("off", "Grant privileges on large objects instead.")),
                    Map.entry(
                            "password_encryption",
                            Offer.only(
                                    "scram-sha-256", "Passwords are kept for SCRAM-SHA-256 only.")),
                    Map.entry("ignore_checksum_failure", READS_CHECKED),
                    Map.entry("zero_damaged_pages", READS_CHECKED),
                    Map.entry(
                            "tcp_user_timeout",
                            Offer.only(
                                    "0", "Set tcp_keepalives_idle, or statement_timeout instead.")),
                    Map.entry("lc_monetary", PLAIN_LOCALE),
                    Map.entry("lc_numeric", PLAIN_LOCALE),
                    Map.entry("lc_time", PLAIN_LOCALE),
                    Map.entry(
                            "timezone_abbreviations",
                            Offer.only(
                                    "default",
                                    "Write times with a zone's name or an offset from UTC.")),
                    Map.entry("plpgsql.extra_errors", NO_EXTRA_CHECKS),
                    Map.entry("plpgsql.extra_warnings", NO_EXTRA_CHECKS),
                    Map.entry(
                            "plpgsql.print_strict_params",
                            Offer.only("off", "Name the values in a message of RAISE.")),
                    Map.entry("default_tablespace", NO_TABLESPACE),
                    Map.entry("temp_tablespaces", NO_TABLESPACE),
                    Map.entry(
                            "default_table_access_method",
                            Offer.only("heap", "All tables are stored in the same way.")));

    private OfferedValues() {}

    /// Refuses what would only be remembered.
    ///
    /// @param value as SHOW prints it
    /// @throws DatabaseException 0A000
    static void require(Setting setting, String value) {
        Offer offer = BY_NAME.get(setting.name().toLowerCase(Locale.ROOT));
        if (offer != null && !offer.values.contains(value.toLowerCase(Locale.ROOT))) {
            throw DatabaseException.notSupported(
                    "SET " + setting.name() + " = '" + value + "'", offer.hint);
        }
    }
}

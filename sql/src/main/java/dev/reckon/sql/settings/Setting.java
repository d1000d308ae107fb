package dev.reckon.sql.settings;

import java.util.List;
import java.util.OptionalDouble;

/// One setting, as a row of `pg_settings` describes it.
///
/// @param unit what a number counts in (`kB`, `8kB`, `ms`, …); empty for none
/// @param values the values of an enum
/// @param initial the value before anybody sets it, as SHOW prints it
/// @param reported whether clients are told of changes by ParameterStatus
public record Setting(
        String name,
        Kind kind,
        Context context,
        String unit,
        OptionalDouble minimum,
        OptionalDouble maximum,
        List<String> values,
        String initial,
        String category,
        boolean reported) {
    public Setting {
        values = List.copyOf(values);
    }

    /// Returns a value that SHOW prints, such as `4MB`, as a number of the setting's unit.
    public String inUnit(String shown) {
        if (unit.isEmpty() || (kind != Kind.INTEGER && kind != Kind.REAL)) {
            return shown;
        }
        return Units.parse(shown, this).map(Units::plain).orElse(shown);
    }

    /// What a value looks like.
    public enum Kind {
        BOOL,
        INTEGER,
        REAL,
        STRING,
        ENUM
    }

    /// When a setting can be changed.
    public enum Context {
        /// Never.
        INTERNAL,
        /// Only in a server's configuration, before it starts.
        POSTMASTER,
        /// Only in a server's configuration.
        SIGHUP,
        /// Only when a connection begins.
        BACKEND,
        /// By a superuser.
        SUPERUSER,
        /// By anybody.
        USER
    }
}

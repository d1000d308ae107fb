package dev.reckon.sql;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.sql.catalog.Catalog;
import dev.reckon.sql.catalog.Rights;
import dev.reckon.sql.catalog.Role;
import dev.reckon.sql.format.calendar.Calendar;
import dev.reckon.sql.format.datetime.IntervalParser;
import dev.reckon.sql.format.datetime.IntervalText;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// SET, RESET and SHOW.
record SettingCommands(Session session) {
    private static final BigDecimal MICROS_PER_HOUR = BigDecimal.valueOf(Calendar.MICROS_PER_HOUR);

    Result set(SessionStatement.Set set) {
        if (set.local() && !session.transaction().isExplicit()) {
            session.warn(
                    SqlState.NO_ACTIVE_SQL_TRANSACTION,
                    "SET LOCAL can only be used in transaction blocks");
        }
        switch (set.value()) {
            case SessionStatement.SettingValue.Default _ -> reset(set.name());
            case SessionStatement.SettingValue.Current _ ->
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR, "FROM CURRENT is for functions only")
                            .at(set.position());
            case SessionStatement.SettingValue.Constants(List<Expression> values) ->
                    set(set.name(), values, set.local());
        }
        return new Result.Command("SET");
    }

    private void set(String name, List<Expression> values, boolean local) {
        if (isUser(name)) {
            setUser(name, text(values.getFirst()), local);
            return;
        }
        if (name.equals("transaction_isolation")) {
            session.transaction().choose(SessionTransaction.isolation(text(values.getFirst())));
            return;
        }
        if (name.equals("transaction_read_only")) {
            session.transaction()
                    .setReadOnly(text(values.getFirst()).toLowerCase(Locale.ROOT).equals("on"));
            return;
        }
        boolean list = name.equals("search_path") || name.equals("datestyle") || values.size() > 1;
        var texts = new ArrayList<String>();
        for (Expression value : values) {
            String text = text(value);
            texts.add(name.equals("search_path") ? Identifiers.quote(text) : text);
        }
        session.changeSetting(name, list ? String.join(", ", texts) : texts.getFirst(), local);
    }

    private static boolean isUser(String name) {
        return name.equals("role") || name.equals("session_authorization");
    }

    private void setUser(String setting, String name, boolean local) {
        boolean authorization = setting.equals("session_authorization");
        String former = authorization ? session.loginUser() : session.sessionUser();
        Catalog catalog = session.refreshCatalog();
        Optional<Role> wanted = catalog.role(name);
        boolean none = !authorization && name.equals("none");
        if (!none && wanted.isEmpty() && !name.equals(former)) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE, "role \"" + name + "\" does not exist");
        }
        Optional<Role> from = catalog.role(former);
        boolean allowed =
                none
                        || name.equals(former)
                        || from.isEmpty()
                        || from.get().superuser()
                        || (!authorization
                                && Rights.memberships(catalog, from.get(), false)
                                        .contains(wanted.orElseThrow().oid()));
        if (!allowed) {
            throw new DatabaseException(
                    SqlState.INSUFFICIENT_PRIVILEGE,
                    authorization
                            ? "permission denied to set session authorization"
                            : "permission denied to set role \"" + name + "\"");
        }
        session.changeUser(setting, name, local);
    }

    static String text(Expression value) {
        return switch (value) {
            case Expression.StringConstant constant -> constant.value();
            case Expression.IntegerConstant constant -> String.valueOf(constant.value());
            case Expression.NumericConstant constant -> constant.text();
            case Expression.BooleanConstant constant -> constant.value() ? "true" : "false";
            case Expression.Cast cast -> zoneHours(text(cast.operand()));
            case Expression.ColumnReference reference -> String.join(".", reference.names());
            default ->
                    throw new DatabaseException(SqlState.SYNTAX_ERROR, "a constant is needed here")
                            .at(value.position());
        };
    }

    /// Returns the hours of an interval that is set as a time zone.
    private static String zoneHours(String text) {
        if (text.matches("[-+]?[0-9.]+")) {
            return text;
        }
        Value.Interval interval = IntervalParser.parse(text, -1, "postgres");
        if (interval.months() == 0 && interval.days() == 0) {
            return BigDecimal.valueOf(interval.micros())
                    .divide(MICROS_PER_HOUR, MathContext.DECIMAL64)
                    .toPlainString();
        }
        throw new DatabaseException(
                        SqlState.INVALID_PARAMETER_VALUE,
                        "invalid value for parameter \"TimeZone\": \"INTERVAL '%s'\""
                                .formatted(IntervalText.text(interval, "postgres")))
                .withDetail(
                        "Cannot specify %s in time zone interval."
                                .formatted(interval.months() == 0 ? "days" : "months"));
    }

    private void reset(String name) {
        if (isUser(name)) {
            session.changeUser(name, name.equals("role") ? "none" : session.loginUser(), false);
            return;
        }
        session.settings().reset(name, session.isSuperuser());
        session.settingsChanged();
    }

    Result reset(SessionStatement.Reset reset) {
        if (reset.name().isEmpty()) {
            session.resetSettings();
        } else {
            reset(reset.name().get());
        }
        return new Result.Command("RESET");
    }

    List<ResultColumn> columns(SessionStatement.Show show) {
        Optional<String> name = show.name();
        return name.isPresent()
                ? TextRows.columns(displayName(name.get()))
                : TextRows.columns("name", "setting", "description");
    }

    private static String displayName(String name) {
        return dev.reckon.sql.settings.SettingCatalog.find(name)
                .map(dev.reckon.sql.settings.Setting::name)
                .orElse(name);
    }

    Result show(SessionStatement.Show show) {
        List<ResultColumn> columns = columns(show);
        var rows = new ArrayList<List<String>>();
        if (show.name().isPresent()) {
            rows.add(List.of(value(show.name().get())));
        } else {
            for (Map.Entry<String, String> each : session.settings().all().entrySet()) {
                rows.add(List.of(each.getKey(), each.getValue(), ""));
            }
        }
        return TextRows.of(columns, rows, "SHOW");
    }

    private String value(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "transaction_isolation" ->
                    session.transaction()
                            .isolation()
                            .name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', ' ');
            case "transaction_deferrable" -> session.transaction().isDeferrable() ? "on" : "off";
            case "transaction_read_only" -> session.transaction().isReadOnly() ? "on" : "off";
            default -> session.settings().show(name);
        };
    }
}

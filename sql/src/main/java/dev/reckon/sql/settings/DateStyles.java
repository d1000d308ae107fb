package dev.reckon.sql.settings;

import java.util.Locale;
import java.util.Optional;

/// The values of DateStyle: how dates are printed, and in which order day, month and year are read.
final class DateStyles {
    private static final String LIST_SEPARATOR = ", ";

    private final Setting setting;
    private final String text;
    private Optional<String> style = Optional.empty();
    private Optional<String> order = Optional.empty();

    private DateStyles(Setting setting, String text) {
        this.setting = setting;
        this.text = text;
    }

    /// Reads a list such as `iso, dmy`; what it leaves out stays as it was.
    ///
    /// @param before a value as this method returns it
    /// @throws dev.reckon.storage.error.DatabaseException 22023 for a word that is none, and for
    ///   two styles or orders
    static String read(Setting setting, String text, String before) {
        var list = new DateStyles(setting, text);
        for (String word : text.split(",", -1)) {
            list.add(word.strip().toLowerCase(Locale.ROOT));
        }
        String[] former = before.split(LIST_SEPARATOR, -1);
        boolean german = list.style.filter("German"::equals).isPresent();
        return list.style.orElse(former[0])
                + LIST_SEPARATOR
                + list.order.orElse(german ? "DMY" : former[1]);
    }

    private void add(String word) {
        switch (word) {
            case "iso" -> setStyle("ISO");
            case "sql" -> setStyle("SQL");
            case "german" -> setStyle("German");
            case "postgres", "postgresql" -> setStyle("Postgres");
            case "ymd" -> setOrder("YMD");
            case "default" -> setDefaults();
            default -> {
                // Longer words that begin like these are read as well.
                if (word.equals("dmy") || word.startsWith("euro")) {
                    setOrder("DMY");
                } else if (word.equals("mdy") || word.equals("us") || word.startsWith("noneuro")) {
                    setOrder("MDY");
                } else {
                    throw SettingValues.invalid(setting, text, "")
                            .withDetail("Unrecognized key word: \"" + word + "\".");
                }
            }
        }
    }

    private void setStyle(String name) {
        style = only(style, name);
    }

    private void setOrder(String name) {
        order = only(order, name);
    }

    /// The default fills in what no other word of the list says.
    private void setDefaults() {
        String[] initial = setting.initial().split(LIST_SEPARATOR, -1);
        style = style.or(() -> Optional.of(initial[0]));
        order = order.or(() -> Optional.of(initial[1]));
    }

    private Optional<String> only(Optional<String> before, String name) {
        if (before.isPresent() && !before.get().equals(name)) {
            throw SettingValues.invalid(setting, text, "")
                    .withDetail("Conflicting \"datestyle\" specifications.");
        }
        return Optional.of(name);
    }
}

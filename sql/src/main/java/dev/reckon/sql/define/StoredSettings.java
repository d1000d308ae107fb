package dev.reckon.sql.define;

import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.sql.ast.SessionStatement.SettingValue;
import dev.reckon.sql.settings.SessionSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// The settings with which sessions of a role or a database begin.
record StoredSettings(Definitions definitions) {
    /// Returns such settings after a SET or RESET of ALTER ROLE or ALTER DATABASE.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException as SET does for what can't be set
    Map<String, String> changed(Map<String, String> before, SessionStatement setting) {
        Map<String, String> settings = new LinkedHashMap<>(before);
        switch (setting) {
            case SessionStatement.Set each -> {
                switch (each.value()) {
                    case SettingValue.Constants(var values) -> {
                        var texts = new ArrayList<String>();
                        values.forEach(value -> texts.add(SettingTexts.of(value)));
                        put(settings, each.name(), String.join(", ", texts));
                    }
                    case SettingValue.Current _ ->
                            put(
                                    settings,
                                    each.name(),
                                    definitions.environment().setting(each.name()));
                    case SettingValue.Default _ -> settings.remove(each.name());
                }
            }
            case SessionStatement.Reset each -> {
                if (each.name().isPresent()) {
                    settings.remove(each.name().get());
                } else {
                    settings.clear();
                }
            }
            default -> throw new IllegalStateException("sets nothing");
        }
        return settings;
    }

    private void put(Map<String, String> settings, String name, String text) {
        new SessionSettings().set(name, text, false, definitions.isSuperuser());
        settings.put(name, text);
    }
}

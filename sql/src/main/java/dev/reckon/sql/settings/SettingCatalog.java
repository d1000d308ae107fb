package dev.reckon.sql.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// All settings that exist, by name without regard to case. Immutable; safe for many threads.
public final class SettingCatalog {
    private static final Map<String, Setting> BY_NAME = read();

    private SettingCatalog() {}

    private static Map<String, Setting> read() {
        Map<String, Setting> settings = new TreeMap<>();
        try (InputStream stream = SettingCatalog.class.getResourceAsStream("settings.tsv")) {
            if (stream == null) {
                throw new IllegalStateException("missing resource settings.tsv");
            }
            var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    Setting setting = parse(line.split("\t", -1));
                    settings.put(setting.name().toLowerCase(Locale.ROOT), setting);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(settings);
    }

    private static Setting parse(String[] fields) {
        Setting plain =
                new Setting(
                        fields[0],
                        Setting.Kind.valueOf(fields[1].toUpperCase(Locale.ROOT)),
                        Setting.Context.valueOf(fields[2].toUpperCase(Locale.ROOT)),
                        fields[3],
                        number(fields[4]),
                        number(fields[5]),
                        fields[6].isEmpty() ? List.of() : List.of(fields[6].split(",", -1)),
                        fields[7],
                        fields[8],
                        fields[9].equals("r"));
        return new Setting(
                plain.name(),
                plain.kind(),
                plain.context(),
                plain.unit(),
                plain.minimum(),
                plain.maximum(),
                plain.values(),
                Units.print(plain.initial(), plain),
                plain.category(),
                plain.reported());
    }

    private static OptionalDouble number(String text) {
        return text.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(text));
    }

    /// Returns the setting of a name, in any case.
    public static Optional<Setting> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /// Returns all settings, by name.
    public static Collection<Setting> all() {
        return BY_NAME.values();
    }
}

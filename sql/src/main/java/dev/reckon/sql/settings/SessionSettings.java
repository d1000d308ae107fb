package dev.reckon.sql.settings;

import dev.reckon.sql.format.calendar.Zone;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The settings of one session. SET is undone when its transaction rolls back, SET LOCAL when it
/// ends. For one thread.
public final class SessionSettings {
    /// Names in lower case; only what differs from the catalog's initial values.
    private Map<String, String> current = Map.of();

    /// What [#current] becomes when the transaction commits.
    private Map<String, String> lasting = Map.of();

    /// What RESET returns to: the values from when the session began.
    private Map<String, String> resets = Map.of();

    private final TreeSet<String> changedReported = new TreeSet<>();

    /// What the client was told, since a setting that changed may have changed back.
    private final Map<String, String> lastReported = new TreeMap<>();

    private Zone timeZone = Zone.UTC;

    /// Makes the settings of a session that begins: clients are told of all reported ones.
    public SessionSettings() {
        SettingCatalog.all().stream()
                .filter(Setting::reported)
                .forEach(setting -> changedReported.add(setting.name()));
    }

    /// A state to which [#restore] returns.
    public record Saved(Map<String, String> current, Map<String, String> lasting) {}

    /// Returns the state now: at the begin of a transaction, or at a savepoint. Costs nothing: the
    /// maps are never changed, but replaced.
    public Saved save() {
        return new Saved(current, lasting);
    }

    /// Returns what stands for the values as they are: another object once any has changed.
    public Object state() {
        return current;
    }

    /// Goes back to a saved state, as a rollback does, and returns whether anything was otherwise.
    public boolean restore(Saved saved) {
        return replace(saved.current, saved.lasting);
    }

    /// Ends what SET LOCAL did: at commit, and after a statement outside a transaction. Costs
    /// nothing where there was no SET LOCAL.
    ///
    /// @return whether something has changed
    public boolean endTransaction() {
        if (!hasLocal()) {
            return false;
        }
        return replace(lasting, lasting);
    }

    /// One map, not two that are equal, stands for "no SET LOCAL": asked after each statement.
    @SuppressWarnings("ReferenceEquality")
    private boolean hasLocal() {
        return current != lasting;
    }

    private boolean replace(Map<String, String> newCurrent, Map<String, String> newLasting) {
        if (newCurrent.equals(current) && newLasting.equals(lasting)) {
            return false;
        }
        Map<String, String> before = current;
        current = newCurrent;
        lasting = newLasting;
        var names = new TreeSet<>(before.keySet());
        names.addAll(current.keySet());
        names.forEach(name -> noteChange(name, Optional.ofNullable(before.get(name))));
        return true;
    }

    /// Takes the present values as those that RESET returns to.
    public void markStart() {
        resets = current;
    }

    /// Returns a setting's value as SHOW prints it.
    ///
    /// @throws DatabaseException 42704 when there is no such setting
    public String show(String name) {
        return find(name).orElseThrow(() -> unrecognized(name));
    }

    /// Returns a setting's value; empty when there is no such setting.
    public Optional<String> find(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        String value = current.get(key);
        return value != null ? Optional.of(value) : SettingCatalog.find(key).map(Setting::initial);
    }

    /// Sets a setting.
    ///
    /// @param local until the end of the transaction only
    /// @param superuser whether the session's user may change what only superusers may
    /// @throws DatabaseException 42704, 22023, 55P02, 42501, 0A000 for a value that is not acted on
    public void set(String name, String text, boolean local, boolean superuser) {
        String key = name.toLowerCase(Locale.ROOT);
        Optional<Setting> setting = SettingCatalog.find(key);
        if (setting.isEmpty()) {
            if (key.indexOf('.') < 0) {
                throw unrecognized(name);
            }
            OwnNames.require(name);
        }
        setting.ifPresent(each -> checkChangeable(each, superuser));
        String value =
                setting.map(each -> SettingValues.normalize(each, text, show(key))).orElse(text);
        put(key, value, local);
    }

    /// Sets what ALTER DATABASE says, or ALTER ROLE of a session's role. What can't be set any
    /// longer keeps nobody out.
    ///
    /// @return why some could not be set
    public List<DatabaseException> setOfRole(Map<String, String> values) {
        var refused = new ArrayList<DatabaseException>();
        values.forEach((name, value) -> {
            try {
                set(name, value, false, true);
            } catch (DatabaseException error) {
                refused.add(error);
            }
        });
        return refused;
    }

    /// Sets what a session is told of itself, such as `is_superuser`.
    public void setInternal(String name, String value) {
        put(name.toLowerCase(Locale.ROOT), value, false);
    }

    private void put(String key, String value, boolean local) {
        Optional<String> before = find(key);
        boolean wasLasting = !hasLocal();
        current = with(current, key, Optional.of(value));
        if (!local) {
            lasting = wasLasting ? current : with(lasting, key, Optional.of(value));
        }
        noteChange(key, before);
    }

    /// Returns the values with another one for a name, or none.
    private static Map<String, String> with(
            Map<String, String> values, String key, Optional<String> value) {
        Map<String, String> changed = new HashMap<>(values);
        if (value.isPresent()) {
            changed.put(key, value.get());
        } else {
            changed.remove(key);
        }
        return Collections.unmodifiableMap(changed);
    }

    private void noteChange(String key, Optional<String> before) {
        Optional<Setting> setting = SettingCatalog.find(key);
        if (setting.isPresent() && setting.get().reported() && !before.equals(find(key))) {
            changedReported.add(setting.get().name());
        }
        if (key.equals("timezone")) {
            timeZone = SettingValues.zone(show(key)).orElse(Zone.UTC);
        }
    }

    /// Returns a setting to what it was when the session began.
    public void reset(String name, boolean superuser) {
        String key = name.toLowerCase(Locale.ROOT);
        Optional<Setting> setting = SettingCatalog.find(key);
        if (setting.isEmpty() && !current.containsKey(key)) {
            throw unrecognized(name);
        }
        setting.ifPresent(each -> checkChangeable(each, superuser));
        Optional<String> before = find(key);
        Optional<String> start =
                Optional.ofNullable(resets.get(key))
                        .or(() -> setting.isEmpty() ? Optional.of("") : Optional.empty());
        current = with(current, key, start);
        lasting = with(lasting, key, start);
        noteChange(key, before);
    }

    /// Returns all settings to what they were when the session began.
    public void resetAll() {
        replace(resets, resets);
    }

    /// Returns the values of all settings by name, those made up by this session included.
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        SettingCatalog.all().forEach(setting -> all.put(setting.name(), setting.initial()));
        current.forEach((key, value) ->
                all.put(SettingCatalog.find(key).map(Setting::name).orElse(key), value));
        return Collections.unmodifiableMap(all);
    }

    /// Returns and forgets the reported settings that changed since the last call, with their
    /// values.
    public Map<String, String> takeChanged() {
        if (changedReported.isEmpty()) {
            return Map.of();
        }
        Map<String, String> changed = new TreeMap<>();
        for (String name : changedReported) {
            String value = show(name);
            if (!value.equals(lastReported.put(name, value))) {
                changed.put(name, value);
            }
        }
        changedReported.clear();
        return changed;
    }

    /// Returns whether a boolean setting is on.
    public boolean isOn(String name) {
        return show(name).equals("on");
    }

    /// Returns a setting that is a time, in milliseconds.
    public long millis(String name) {
        Setting setting = SettingCatalog.find(name).orElseThrow(() -> unrecognized(name));
        return Units.parse(show(name), setting).orElse(0.0).longValue();
    }

    public Zone timeZone() {
        return timeZone;
    }

    private static void checkChangeable(Setting setting, boolean superuser) {
        String name = "parameter \"" + setting.name() + "\" ";
        switch (setting.context()) {
            case USER -> {}
            case SUPERUSER -> {
                if (!superuser) {
                    throw new DatabaseException(
                            SqlState.INSUFFICIENT_PRIVILEGE,
                            "permission denied to set parameter \"" + setting.name() + "\"");
                }
            }
            case BACKEND -> throw unchangeable(name + "cannot be set after connection start");
            case INTERNAL -> throw unchangeable(name + "cannot be changed");
            case POSTMASTER ->
                    throw unchangeable(name + "cannot be changed without restarting the server");
            case SIGHUP -> throw unchangeable(name + "cannot be changed now");
        }
    }

    private static DatabaseException unchangeable(String message) {
        return new DatabaseException(SqlState.CANT_CHANGE_RUNTIME_PARAM, message);
    }

    private static DatabaseException unrecognized(String name) {
        return new DatabaseException(
                SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
    }
}

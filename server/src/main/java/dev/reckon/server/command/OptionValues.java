package dev.reckon.server.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The options of a command line, by name. `--port 5432` and `--port=5432` are the same.
final class OptionValues {
    private static final int PORT_MAX = 65_535;

    private final Map<String, List<String>> values = new HashMap<>();

    /// Takes a command line apart.
    ///
    /// @throws UsageException for an option that is not allowed, or has no value
    static OptionValues parse(List<String> arguments, List<CommandOption> allowed) {
        var parsed = new OptionValues();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (allowed.stream().noneMatch(option -> option.name().equals(name))) {
                throw new UsageException("unknown option: " + argument);
            }
            if (equals < 0 && i + 1 == arguments.size()) {
                throw new UsageException("the option " + name + " needs a value");
            }
            String value = equals < 0 ? arguments.get(++i) : argument.substring(equals + 1);
            parsed.values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
        return parsed;
    }

    /// Returns an option's value.
    ///
    /// @throws UsageException when it was given twice
    Optional<String> value(String name) {
        List<String> given = values(name);
        if (given.size() > 1) {
            throw new UsageException("the option " + name + " was given twice");
        }
        return given.stream().findFirst();
    }

    /// Returns the values of an option that may be given several times.
    List<String> values(String name) {
        return values.getOrDefault(name, List.of());
    }

    /// Returns whether an option says `on`, not `off`.
    ///
    /// @param isDefault what holds when it was not given
    /// @throws UsageException when it says something else
    boolean isOn(String name, boolean isDefault) {
        String text = value(name).orElse(isDefault ? "on" : "off");
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default ->
                    throw new UsageException(name + " must be on or off, but is \"" + text + "\"");
        };
    }

    /// Returns the port that an option says.
    ///
    /// @throws UsageException when it is none
    int port(String name, int defaultPort) {
        Optional<String> text = value(name);
        if (text.isEmpty()) {
            return defaultPort;
        }
        try {
            int port = Integer.parseInt(text.get());
            if (port >= 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new UsageException(
                "%s must be a port from 0 to %d, but is \"%s\""
                        .formatted(name, PORT_MAX, text.get()));
    }
}

package dev.reckon.sql.define;

import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.SessionStatement;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.parse.Parser;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What CREATE and ALTER FUNCTION say of a routine beside its parameters and its body.
final class RoutineAttributes {
    /// What a procedure cannot have.
    private static final Set<String> OF_FUNCTIONS =
            Set.of("volatility", "strict", "leakproof", "parallel", "cost", "rows", "window");

    private RoutineAttributes() {}

    /// Returns a routine with the attributes that options give it.
    ///
    /// @throws DatabaseException 42601 for options that are said twice, 42P13 for those that make
    ///   no sense
    static Routine applied(Routine routine, List<Option> options, Definitions definitions) {
        Set<String> seen = new HashSet<>();
        Routine changed = routine;
        for (Option option : options) {
            String name = option.name();
            if (!name.equals("set") && !seen.add(name)) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR, "conflicting or redundant options")
                        .at(option.position());
            }
            if (routine.procedure() && OF_FUNCTIONS.contains(name)) {
                throw new DatabaseException(
                                SqlState.INVALID_FUNCTION_DEFINITION,
                                "invalid attribute in procedure definition")
                        .at(option.position());
            }
            changed = applied(changed, option, definitions);
        }
        return changed;
    }

    private static Routine applied(Routine routine, Option option, Definitions definitions) {
        Routine.Traits traits = routine.traits();
        String text = option.value() instanceof Option.Text(String given) ? given : "";
        boolean on = text.equals("true");
        return switch (option.name()) {
            case "volatility" ->
                    with(
                            routine,
                            Volatility.valueOf(text.toUpperCase(Locale.ROOT)),
                            routine.strict(),
                            routine.securityDefiner());
            case "strict" -> with(routine, routine.volatility(), on, routine.securityDefiner());
            case "security" ->
                    with(
                            routine,
                            routine.volatility(),
                            routine.strict(),
                            text.equalsIgnoreCase("definer"));
            case "leakproof" -> {
                if (on && !definitions.isSuperuser()) {
                    throw new DatabaseException(
                            SqlState.INSUFFICIENT_PRIVILEGE,
                            "only superuser can define a leakproof function");
                }
                yield routine.withTraits(
                        new Routine.Traits(
                                on,
                                traits.parallel(),
                                traits.cost(),
                                traits.rows(),
                                traits.window(),
                                traits.standardBody()));
            }
            case "parallel" ->
                    routine.withTraits(
                            new Routine.Traits(
                                    traits.leakproof(),
                                    parallel(text),
                                    traits.cost(),
                                    traits.rows(),
                                    traits.window(),
                                    traits.standardBody()));
            case "window" ->
                    routine.withTraits(
                            new Routine.Traits(
                                    traits.leakproof(),
                                    traits.parallel(),
                                    traits.cost(),
                                    traits.rows(),
                                    true,
                                    traits.standardBody()));
            case "cost", "rows" -> estimated(routine, option);
            case "set" ->
                    routine.withHeader(
                            routine.header()
                                    .withOptions(settings(routine.header().options(), text)));
            case "support", "transform" ->
                    throw DatabaseException.notSupported(
                                    option.name().toUpperCase(Locale.ROOT) + " of a function",
                                    "Leave it out.")
                            .at(option.position());
            default -> routine;
        };
    }

    private static Routine with(
            Routine routine, Volatility volatility, boolean strict, boolean securityDefiner) {
        return new Routine(
                routine.header(),
                routine.procedure(),
                routine.parameters(),
                routine.result(),
                routine.returnsSet(),
                routine.language(),
                routine.body(),
                volatility,
                strict,
                securityDefiner,
                routine.searchPath(),
                routine.traits());
    }

    private static char parallel(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "safe" -> 's';
            case "restricted" -> 'r';
            case "unsafe" -> 'u';
            default ->
                    throw new DatabaseException(
                            SqlState.SYNTAX_ERROR,
                            "parameter \"parallel\" must be SAFE, RESTRICTED, or UNSAFE");
        };
    }

    private static Routine estimated(Routine routine, Option option) {
        Routine.Traits traits = routine.traits();
        float number =
                option.value() instanceof Option.Number(String text)
                        ? Float.parseFloat(text)
                        : traits.cost();
        boolean cost = option.name().equals("cost");
        if (number <= 0) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    option.name().toUpperCase(Locale.ROOT) + " must be positive");
        }
        if (!cost && !routine.returnsSet()) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "ROWS is not applicable when function does not return a set");
        }
        return routine.withTraits(
                new Routine.Traits(
                        traits.leakproof(),
                        traits.parallel(),
                        cost ? number : traits.cost(),
                        cost ? traits.rows() : number,
                        traits.window(),
                        traits.standardBody()));
    }

    /// Returns the settings of a routine after `SET name = value` or `RESET name`.
    ///
    /// @throws DatabaseException 0A000 for any setting but those by which names are looked up
    private static List<String> settings(List<String> before, String text) {
        List<String> settings = new ArrayList<>(before);
        switch (Parser.parse(text).getFirst().statement()) {
            case SessionStatement.Set set -> {
                settings.removeIf(each -> each.startsWith(set.name() + "="));
                if (!set.name().equals("search_path")) {
                    throw DatabaseException.notSupported(
                            "SET " + set.name() + " of a function",
                            "Set it before the function is called.");
                }
                if (set.value() instanceof SessionStatement.SettingValue.Constants(var values)) {
                    settings.add(
                            set.name()
                                    + "="
                                    + String.join(
                                            ", ", values.stream().map(SettingTexts::of).toList()));
                }
            }
            case SessionStatement.Reset reset -> {
                Optional<String> name = reset.name();
                settings.removeIf(each -> name.isEmpty() || each.startsWith(name.get() + "="));
            }
            default -> throw new IllegalStateException("sets nothing: " + text);
        }
        return settings;
    }
}

package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.Names;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.function.catalog.ResolvedFunction.Source;
import dev.reckon.sql.function.catalog.ResolvedFunction.Target;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds functions: PostgreSQL's section "Functions" of the chapter "Type Conversion".
record FunctionResolution(Names names, Function<String, List<FunctionEntry>> own) {

    /// A function that takes the call's number and names of arguments.
    ///
    /// @param sources one for each argument that the function gets
    /// @param declared the declared type of each
    private record Match(
            FunctionEntry entry,
            boolean isOwn,
            List<Source> sources,
            List<DataType> declared,
            boolean expanded) {
        /// Returns the declared types in the order of the call's arguments.
        List<DataType> inCallOrder(int argumentCount) {
            List<DataType> types =
                    new ArrayList<>(Collections.nCopies(argumentCount, DataType.ANY));
            for (int i = 0; i < sources.size(); i++) {
                if (sources.get(i) instanceof Source.Given(int index)) {
                    types.set(index, declared.get(i));
                }
            }
            return types;
        }

        int defaultCount() {
            return (int) sources.stream().filter(Source.Default.class::isInstance).count();
        }
    }

    ResolvedFunction resolve(FunctionCall call) {
        List<DataType> actual = call.argumentTypes();
        List<Overloads.Candidate<Match>> candidates = candidates(call);
        List<Overloads.Candidate<Match>> exact =
                candidates.stream().filter(candidate -> candidate.types().equals(actual)).toList();
        if (!exact.isEmpty()) {
            return resolved(exact.getFirst().target(), actual);
        }
        Optional<ResolvedFunction> cast = castByName(call);
        if (cast.isPresent()) {
            return cast.get();
        }
        var chosen = new Overloads<>(candidates, actual, names).choose();
        if (chosen.size() == 1) {
            return resolved(chosen.getFirst().target(), actual);
        }
        if (!chosen.isEmpty()) {
            throw new DatabaseException(
                            SqlState.AMBIGUOUS_FUNCTION, "function " + call + " is not unique")
                    .withHint(
                            "Could not choose a best candidate function. You might need to add"
                                    + " explicit type casts.");
        }
        throw new DatabaseException(
                        SqlState.UNDEFINED_FUNCTION, "function " + call + " does not exist")
                .withHint(
                        "No function matches the given name and argument types. You might need to"
                                + " add explicit type casts.");
    }

    private List<Overloads.Candidate<Match>> candidates(FunctionCall call) {
        List<Match> matches = new ArrayList<>();
        for (FunctionEntry entry : own.apply(call.name())) {
            match(entry, true, call).ifPresent(matches::add);
        }
        for (FunctionEntry entry : CatalogTables.BUILT_IN.functions(call.name())) {
            match(entry, false, call).ifPresent(matches::add);
        }
        for (FunctionEntry entry : constructors(call.name())) {
            match(entry, false, call).ifPresent(matches::add);
        }
        List<Overloads.Candidate<Match>> candidates = new ArrayList<>();
        int count = call.argumentTypes().size();
        for (Match match : matches) {
            List<DataType> types = match.inCallOrder(count);
            if (isHidden(match, types, matches, count)) {
                continue;
            }
            candidates.add(new Overloads.Candidate<>(match, types));
        }
        return candidates;
    }

    /// Returns the functions that a range type made by a statement brings: they make a range or a
    /// multirange.
    private List<FunctionEntry> constructors(String name) {
        Optional<DataType> type =
                DataType.builtIn(name).isPresent() ? Optional.empty() : names.type(List.of(name));
        if (type.isEmpty()) {
            return List.of();
        }
        DataType made = type.get();
        return switch (made.category()) {
            case RANGE -> {
                DataType bound = TypeRules.element(made, names).orElseThrow();
                yield List.of(
                        constructor(made, false, bound, bound),
                        constructor(made, false, bound, bound, DataType.TEXT));
            }
            case MULTIRANGE -> {
                DataType range = TypeRules.element(made, names).orElseThrow();
                yield List.of(
                        constructor(made, false),
                        constructor(made, false, range),
                        constructor(made, true, range.newArray()));
            }
            default -> List.of();
        };
    }

    private static FunctionEntry constructor(
            DataType made, boolean variadic, DataType... parameters) {
        return new FunctionEntry(
                0,
                made.name(),
                FunctionEntry.Kind.FUNCTION,
                List.of(parameters).stream()
                        .map(type -> new FunctionEntry.Parameter("", type))
                        .toList(),
                variadic,
                List.of(),
                made,
                false,
                made.category() == TypeCategory.MULTIRANGE,
                Volatility.IMMUTABLE,
                List.of());
    }

    /// Of two functions with the same parameters for this call, the one that is not expanded or
    /// needs fewer defaults counts; the caller's own comes before a built-in one.
    private static boolean isHidden(Match match, List<DataType> types, List<Match> all, int count) {
        for (Match other : all) {
            if (other.equals(match) || !other.inCallOrder(count).equals(types)) {
                continue;
            }
            if (match.expanded() != other.expanded()) {
                return match.expanded();
            }
            if (match.defaultCount() != other.defaultCount()) {
                return match.defaultCount() > other.defaultCount();
            }
            if (match.isOwn() != other.isOwn()) {
                return !match.isOwn();
            }
        }
        return false;
    }

    private Optional<Match> match(FunctionEntry entry, boolean isOwn, FunctionCall call) {
        int given = call.argumentTypes().size();
        int parameters = entry.parameters().size();
        if (!call.argumentNames().isEmpty()) {
            return matchByName(entry, isOwn, call);
        }
        boolean any = entry.variadic() && entry.parameters().getLast().type().equals(DataType.ANY);
        boolean expand = entry.variadic() && !call.variadicArray();
        if (call.variadicArray() && (!entry.variadic() || given != parameters)) {
            return Optional.empty();
        }
        if (expand && given >= parameters) {
            List<DataType> declared = new ArrayList<>(entry.argumentTypes());
            DataType element = any ? DataType.ANY : variadicElement(declared.removeLast());
            if (any) {
                declared.removeLast();
            }
            while (declared.size() < given) {
                declared.add(element);
            }
            return Optional.of(new Match(entry, isOwn, givenInOrder(given), declared, true));
        }
        if (entry.variadic()
                && !call.variadicArray()
                && given == parameters - 1
                && any
                && entry.kind() == FunctionEntry.Kind.AGGREGATE) {
            return Optional.empty();
        }
        if (given > parameters || parameters - given > entry.defaults().size()) {
            return Optional.empty();
        }
        List<Source> sources = givenInOrder(given);
        for (int i = given; i < parameters; i++) {
            sources.add(defaultOf(entry, i));
        }
        return Optional.of(new Match(entry, isOwn, sources, entry.argumentTypes(), false));
    }

    private static List<Source> givenInOrder(int count) {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(new Source.Given(i));
        }
        return sources;
    }

    private static Source defaultOf(FunctionEntry entry, int parameter) {
        int first = entry.parameters().size() - entry.defaults().size();
        return new Source.Default(entry.defaults().get(parameter - first));
    }

    private static Optional<Match> matchByName(
            FunctionEntry entry, boolean isOwn, FunctionCall call) {
        int given = call.argumentTypes().size();
        int firstNamed = given - call.argumentNames().size();
        int parameters = entry.parameters().size();
        if (given > parameters || (entry.variadic() && !call.variadicArray())) {
            return Optional.empty();
        }
        List<Source> sources = new ArrayList<>(givenInOrder(firstNamed));
        int used = firstNamed;
        for (int i = firstNamed; i < parameters; i++) {
            int named = call.argumentNames().indexOf(entry.parameters().get(i).name());
            if (named >= 0) {
                sources.add(new Source.Given(firstNamed + named));
                used++;
            } else if (i >= parameters - entry.defaults().size()) {
                sources.add(defaultOf(entry, i));
            } else {
                return Optional.empty();
            }
        }
        return used == given
                ? Optional.of(new Match(entry, isOwn, sources, entry.argumentTypes(), false))
                : Optional.empty();
    }

    private DataType variadicElement(DataType array) {
        if (array.equals(DataType.ANYARRAY)) {
            return DataType.ANYELEMENT;
        }
        if (array.equals(DataType.ANYCOMPATIBLEARRAY)) {
            return DataType.ANYCOMPATIBLE;
        }
        return TypeRules.element(array, names).orElseThrow();
    }

    /// `type_name(x)` is a cast when it only relabels, or goes through text to or from a string.
    private Optional<ResolvedFunction> castByName(FunctionCall call) {
        if (!call.allowTypeName()
                || call.argumentTypes().size() != 1
                || !call.argumentNames().isEmpty()
                || call.variadicArray()) {
            return Optional.empty();
        }
        Optional<DataType> named =
                DataType.builtIn(call.name()).or(() -> names.type(List.of(call.name())));
        if (named.isEmpty() || named.get().category() == TypeCategory.PSEUDO) {
            return Optional.empty();
        }
        DataType source = call.argumentTypes().getFirst();
        DataType target = named.get();
        boolean isRow =
                source.category() == TypeCategory.COMPOSITE || source.equals(DataType.RECORD);
        if (!isCast(source, target) || (isRow && target.category() == TypeCategory.STRING)) {
            return Optional.empty();
        }
        var entry =
                new FunctionEntry(
                        0,
                        call.name(),
                        FunctionEntry.Kind.FUNCTION,
                        List.of(new FunctionEntry.Parameter("", source)),
                        false,
                        List.of(),
                        target,
                        false,
                        true,
                        Volatility.IMMUTABLE,
                        List.of());
        return Optional.of(
                new ResolvedFunction(
                        entry,
                        List.of(new Source.Given(0)),
                        List.of(source),
                        target,
                        false,
                        new Target.Cast()));
    }

    private boolean isCast(DataType source, DataType target) {
        if (source.equals(DataType.UNKNOWN)) {
            return true;
        }
        return TypeRules.path(source, target, CastContext.EXPLICIT, names)
                .filter(path ->
                        path instanceof TypeRules.Path.Relabel
                                || (path instanceof TypeRules.Path.Text
                                        && !(source.equals(DataType.RECORD)
                                                && target.category() == TypeCategory.STRING)))
                .isPresent();
    }

    private ResolvedFunction resolved(Match match, List<DataType> callTypes) {
        FunctionEntry entry = match.entry();
        List<DataType> actual = new ArrayList<>();
        for (int i = 0; i < match.sources().size(); i++) {
            actual.add(
                    match.sources().get(i) instanceof Source.Given(int index)
                            ? callTypes.get(index)
                            : match.declared().get(i));
        }
        if (entry.kind() == FunctionEntry.Kind.AGGREGATE) {
            actual = AggregateArguments.align(entry, actual, names);
        }
        var types =
                PolymorphicTypes.resolve(
                        actual, match.declared(), Optional.of(entry.resultType()), names);
        Target target =
                match.isOwn()
                        ? new Target.Own(
                                entry.columns().stream()
                                        .map(column -> types.actual(column.type()))
                                        .toList())
                        : KernelLibrary.target(entry, types, match.expanded(), names);
        return new ResolvedFunction(
                entry,
                match.sources(),
                types.argumentTypes(),
                types.resultType(),
                match.expanded(),
                target);
    }
}

package dev.reckon.tests.differential.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A function, an operator or a cast as PostgreSQL's catalogs know it.
///
/// @param name its name as it is written
/// @param arguments `pg_type` names, pseudo types among them
/// @param result the same of its result
record Signature(String name, List<String> arguments, String result) {
    /// What its types are in one call.
    record Use(Signature signature, List<Kind> arguments) {}

    /// Returns whether a call of it can give a kind, whatever its pseudo types become.
    boolean canGive(Kind kind) {
        return switch (result) {
            case "anyelement", "anycompatible", "anynonarray", "anycompatiblenonarray" -> true;
            case "anyarray", "anycompatiblearray" ->
                    Kind.elements().stream().anyMatch(e -> e.array().equals(Optional.of(kind)));
            case "anyrange", "anycompatiblerange" -> boundOf(kind).isPresent();
            case "anymultirange", "anycompatiblemultirange" -> rangeOf(kind).isPresent();
            default -> Kind.ofCatalogName(result).equals(Optional.of(kind));
        };
    }

    /// Returns kinds for its arguments so that the result is a kind; empty when there are none.
    Optional<Use> use(Kind wanted, Dice dice) {
        Kind element =
                switch (result) {
                    case "anyelement", "anycompatible", "anynonarray", "anycompatiblenonarray" ->
                            wanted;
                    case "anyarray", "anycompatiblearray" ->
                            Kind.elements().stream()
                                    .filter(e -> e.array().equals(Optional.of(wanted)))
                                    .findFirst()
                                    .orElse(Kind.INT4);
                    case "anyrange", "anycompatiblerange" -> boundOf(wanted).orElse(Kind.INT4);
                    case "anymultirange", "anycompatiblemultirange" ->
                            rangeOf(wanted).flatMap(Signature::boundOf).orElse(Kind.INT4);
                    default -> dice.of(Kind.elements());
                };
        List<Kind> kinds = new ArrayList<>();
        for (String argument : arguments) {
            Optional<Kind> kind =
                    switch (argument) {
                        case "anyelement",
                                "anycompatible",
                                "anynonarray",
                                "anycompatiblenonarray" ->
                                Optional.of(element);
                        case "any" -> Optional.of(dice.of(List.of(Kind.values())));
                        case "anyarray", "anycompatiblearray" -> element.array();
                        case "anyrange", "anycompatiblerange" -> element.range();
                        case "anymultirange", "anycompatiblemultirange" ->
                                element.range().flatMap(Kind::multirange);
                        default -> Kind.ofCatalogName(argument);
                    };
            if (kind.isEmpty()) {
                return Optional.empty();
            }
            kinds.add(kind.get());
        }
        return Optional.of(new Use(this, kinds));
    }

    private static Optional<Kind> rangeOf(Kind multirange) {
        for (Kind kind : Kind.values()) {
            if (kind.multirange().equals(Optional.of(multirange))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static Optional<Kind> boundOf(Kind range) {
        for (Kind kind : Kind.values()) {
            if (kind.range().equals(Optional.of(range))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}

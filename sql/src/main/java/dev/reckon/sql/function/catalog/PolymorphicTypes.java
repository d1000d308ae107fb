package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.Names;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the actual types behind anyelement, anycompatible and their relatives, as PostgreSQL's
/// page "Polymorphic Types" says.
final class PolymorphicTypes {
    private PolymorphicTypes() {}

    static boolean isPolymorphic(DataType type) {
        return isSimple(type) || isCompatible(type);
    }

    private static boolean isSimple(DataType type) {
        return type.equals(DataType.ANYELEMENT)
                || type.equals(DataType.ANYARRAY)
                || type.equals(DataType.ANYNONARRAY)
                || type.equals(DataType.ANYENUM)
                || type.equals(DataType.ANYRANGE)
                || type.equals(DataType.ANYMULTIRANGE);
    }

    private static boolean isCompatible(DataType type) {
        return type.equals(DataType.ANYCOMPATIBLE)
                || type.equals(DataType.ANYCOMPATIBLEARRAY)
                || type.equals(DataType.ANYCOMPATIBLENONARRAY)
                || type.equals(DataType.ANYCOMPATIBLERANGE)
                || type.equals(DataType.ANYCOMPATIBLEMULTIRANGE);
    }

    /// Checks that a result's actual type follows from the arguments.
    ///
    /// @throws DatabaseException 42P13
    static void requireDeterminable(List<DataType> inputs, DataType output) {
        if (!isPolymorphic(output)) {
            return;
        }
        boolean simple = isSimple(output);
        List<DataType> sources =
                inputs.stream()
                        .filter(input -> simple ? isSimple(input) : isCompatible(input))
                        .filter(input -> !isAnyRange(output) || isAnyRange(input))
                        .toList();
        if (sources.isEmpty()) {
            String needed =
                    switch (output.name()) {
                        case "anyrange", "anymultirange" -> "anyrange or anymultirange";
                        case "anycompatiblerange", "anycompatiblemultirange" ->
                                "anycompatiblerange or anycompatiblemultirange";
                        default ->
                                simple
                                        ? "anyelement, anyarray, anynonarray, anyenum, anyrange, or"
                                                + " anymultirange"
                                        : "anycompatible, anycompatiblearray,"
                                                + " anycompatiblenonarray, anycompatiblerange, or"
                                                + " anycompatiblemultirange";
                    };
            throw new DatabaseException(
                            SqlState.INVALID_FUNCTION_DEFINITION,
                            "cannot determine result data type")
                    .withDetail(
                            "A result of type "
                                    + output
                                    + " requires at least one input of type "
                                    + needed
                                    + ".");
        }
    }

    /// Returns whether actual types fit the declared ones together.
    static boolean areConsistent(List<DataType> actual, List<DataType> declared, Names names) {
        try {
            resolve(actual, declared, Optional.empty(), names);
            return true;
        } catch (DatabaseException mismatch) {
            return String.valueOf(mismatch.getMessage()).startsWith("could not determine");
        }
    }

    /// The outcome of [#resolve].
    ///
    /// @param argumentTypes the types to convert the arguments to
    /// @param resultType the actual result type
    record Resolution(
            List<DataType> argumentTypes,
            DataType resultType,
            Optional<DataType> element,
            Optional<DataType> compatible,
            Ranges ranges) {
        /// Returns the actual type of one more declared type: an output column.
        DataType actual(DataType declared) {
            return substitute(declared, element, compatible, ranges);
        }
    }

    /// The actual types behind anyrange and anymultirange and their compatible relatives, as far as
    /// they are known.
    private record Ranges(
            Optional<DataType> range,
            Optional<DataType> multirange,
            Optional<DataType> compatibleRange,
            Optional<DataType> compatibleMultirange) {
        Optional<DataType> of(DataType declared) {
            return switch (declared.name()) {
                case "anyrange" -> range;
                case "anymultirange" -> multirange;
                case "anycompatiblerange" -> compatibleRange;
                default -> compatibleMultirange;
            };
        }
    }

    private static boolean isAnyRange(DataType type) {
        return type.equals(DataType.ANYRANGE)
                || type.equals(DataType.ANYMULTIRANGE)
                || type.equals(DataType.ANYCOMPATIBLERANGE)
                || type.equals(DataType.ANYCOMPATIBLEMULTIRANGE);
    }

    /// Replaces polymorphic types by actual ones.
    ///
    /// @param result the declared result type, when that is to be found too
    /// @throws DatabaseException 42804 when the types don't fit together or say too little
    static Resolution resolve(
            List<DataType> actual,
            List<DataType> declared,
            Optional<DataType> result,
            Names names) {
        Optional<DataType> element = Optional.empty();
        Optional<DataType> array = Optional.empty();
        Optional<DataType> range = Optional.empty();
        Optional<DataType> multirange = Optional.empty();
        List<DataType> compatibleTypes = new ArrayList<>();
        Optional<DataType> compatibleRange = Optional.empty();
        Optional<DataType> compatibleMultirange = Optional.empty();
        boolean simple = false;
        boolean nonArray = false;
        boolean onlyEnum = false;
        boolean compatible = false;
        boolean compatibleNonArray = false;
        for (int i = 0; i < actual.size(); i++) {
            DataType to = declared.get(i);
            DataType from = actual.get(i);
            boolean known = !from.equals(DataType.UNKNOWN);
            nonArray |= to.equals(DataType.ANYNONARRAY);
            onlyEnum |= to.equals(DataType.ANYENUM);
            compatibleNonArray |= to.equals(DataType.ANYCOMPATIBLENONARRAY);
            if (isSimple(to)) {
                simple = true;
                if (!known) {
                    continue;
                }
                if (to.equals(DataType.ANYARRAY)) {
                    array = same(array, from, "anyarray");
                } else if (to.equals(DataType.ANYRANGE)) {
                    range = same(range, from, "anyrange");
                } else if (to.equals(DataType.ANYMULTIRANGE)) {
                    multirange = same(multirange, from, "anymultirange");
                } else {
                    element = same(element, from, "anyelement");
                }
            } else if (isCompatible(to)) {
                compatible = true;
                if (!known) {
                    continue;
                }
                if (to.equals(DataType.ANYCOMPATIBLEARRAY)) {
                    compatibleTypes.add(elementOf(from, "anycompatiblearray", names));
                } else if (to.equals(DataType.ANYCOMPATIBLERANGE)) {
                    compatibleRange = same(compatibleRange, from, "anycompatiblerange");
                } else if (to.equals(DataType.ANYCOMPATIBLEMULTIRANGE)) {
                    compatibleMultirange =
                            same(compatibleMultirange, from, "anycompatiblemultirange");
                } else {
                    compatibleTypes.add(from);
                }
            }
        }
        if (array.isPresent()) {
            DataType of = elementOf(array.get(), "anyarray", names);
            if (element.isPresent() && !element.get().equals(of)) {
                throw mismatch(
                        "argument declared anyarray is not consistent with argument declared anyelement",
                        array.get() + " versus " + element.get());
            }
            element = Optional.of(of);
        }
        if (multirange.isPresent()) {
            DataType of = rangeOf(multirange.get(), "anymultirange", names);
            if (range.isPresent() && !range.get().equals(of)) {
                throw mismatch(
                        "argument declared anymultirange is not consistent with argument declared anyrange",
                        multirange.get() + " versus " + range.get());
            }
            range = Optional.of(of);
        }
        if (range.isPresent()) {
            DataType of = subtypeOf(range.get(), "anyrange", names);
            if (element.isPresent() && !element.get().equals(of)) {
                throw mismatch(
                        "argument declared anyrange is not consistent with argument declared anyelement",
                        range.get() + " versus " + element.get());
            }
            element = Optional.of(of);
        }
        if (compatibleMultirange.isPresent()) {
            DataType of = rangeOf(compatibleMultirange.get(), "anycompatiblemultirange", names);
            if (compatibleRange.isPresent() && !compatibleRange.get().equals(of)) {
                throw mismatch(
                        "argument declared anycompatiblemultirange is not consistent with argument declared anycompatiblerange",
                        compatibleMultirange.get() + " versus " + compatibleRange.get());
            }
            compatibleRange = Optional.of(of);
        }
        if (nonArray && element.filter(DataType::isArray).isPresent()) {
            throw mismatch("type matched to anynonarray is an array type: " + element.get(), "");
        }
        if (onlyEnum && element.filter(type -> type.category() != TypeCategory.ENUM).isPresent()) {
            throw mismatch("type matched to anyenum is not an enum type: " + element.get(), "");
        }
        Optional<DataType> common = Optional.empty();
        if (compatible) {
            if (compatibleRange.isPresent()) {
                common = Optional.of(subtypeOf(compatibleRange.get(), "anycompatiblerange", names));
            } else if (!compatibleTypes.isEmpty()) {
                common = CommonType.find(compatibleTypes, names);
                if (common.isEmpty()) {
                    throw mismatch(
                            "arguments of anycompatible family cannot be cast to a common type",
                            "");
                }
            } else {
                common = Optional.of(DataType.TEXT);
            }
            if (compatibleNonArray && common.filter(DataType::isArray).isPresent()) {
                throw mismatch(
                        "type matched to anycompatiblenonarray is an array type: " + common.get(),
                        "");
            }
            for (DataType type : compatibleTypes) {
                if (!TypeRules.canConvert(type, common.get(), CastContext.IMPLICIT, names)) {
                    throw mismatch(
                            "arguments of anycompatible family cannot be cast to a common type",
                            "");
                }
            }
        }
        if (simple && element.isEmpty()) {
            throw mismatch(
                    "could not determine polymorphic type because input has type unknown", "");
        }
        var ranges =
                new Ranges(
                        range,
                        multirange.isPresent() ? multirange : range.flatMap(names::multirange),
                        compatibleRange,
                        compatibleMultirange.isPresent()
                                ? compatibleMultirange
                                : compatibleRange.flatMap(names::multirange));
        List<DataType> types = new ArrayList<>(actual.size());
        for (int i = 0; i < actual.size(); i++) {
            DataType to = declared.get(i);
            types.add(
                    to.equals(DataType.ANY)
                            ? actual.get(i)
                            : substitute(to, element, common, ranges));
        }
        DataType resultType =
                result.isPresent()
                        ? substitute(result.get(), element, common, ranges)
                        : DataType.VOID;
        return new Resolution(types, resultType, element, common, ranges);
    }

    private static DataType substitute(
            DataType type, Optional<DataType> element, Optional<DataType> common, Ranges ranges) {
        if (!isPolymorphic(type)) {
            return type;
        }
        Optional<DataType> of = isSimple(type) ? element : common;
        Optional<DataType> actual =
                type.equals(DataType.ANYARRAY) || type.equals(DataType.ANYCOMPATIBLEARRAY)
                        ? of.flatMap(TypeRules::arrayOf)
                        : isAnyRange(type) ? ranges.of(type) : of;
        return actual.orElseThrow(() ->
                of.isPresent() && !isAnyRange(type)
                        ? new DatabaseException(
                                SqlState.UNDEFINED_OBJECT,
                                "could not find array type for data type " + of.get())
                        : mismatch(
                                "could not determine polymorphic type because input has type unknown",
                                ""));
    }

    private static DataType rangeOf(DataType multirange, String declared, Names names) {
        if (multirange.category() != TypeCategory.MULTIRANGE) {
            throw mismatch(
                    "argument declared "
                            + declared
                            + " is not a multirange type but type "
                            + multirange,
                    "");
        }
        return TypeRules.element(multirange, names).orElseThrow();
    }

    private static DataType subtypeOf(DataType range, String declared, Names names) {
        if (range.category() != TypeCategory.RANGE) {
            throw mismatch(
                    "argument declared " + declared + " is not a range type but type " + range, "");
        }
        return TypeRules.element(range, names).orElseThrow();
    }

    private static DataType elementOf(DataType array, String declared, Names names) {
        if (!array.isArray()) {
            throw mismatch(
                    "argument declared " + declared + " is not an array but type " + array, "");
        }
        return TypeRules.element(array, names).orElseThrow();
    }

    private static Optional<DataType> same(
            Optional<DataType> before, DataType type, String declared) {
        if (before.isPresent() && !before.get().equals(type)) {
            throw mismatch(
                    "arguments declared \"" + declared + "\" are not all alike",
                    before.get() + " versus " + type);
        }
        return Optional.of(type);
    }

    private static DatabaseException mismatch(String message, String detail) {
        var error = new DatabaseException(SqlState.DATATYPE_MISMATCH, message);
        return detail.isEmpty() ? error : error.withDetail(detail);
    }
}

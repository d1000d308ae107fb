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
                || type.equals(DataType.ANYRANGE);
    }

    private static boolean isCompatible(DataType type) {
        return type.equals(DataType.ANYCOMPATIBLE)
                || type.equals(DataType.ANYCOMPATIBLEARRAY)
                || type.equals(DataType.ANYCOMPATIBLENONARRAY)
                || type.equals(DataType.ANYCOMPATIBLERANGE);
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
            Optional<DataType> range) {
        /// Returns the actual type of one more declared type: an output column.
        DataType actual(DataType declared) {
            return substitute(declared, element, compatible, range);
        }
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
        List<DataType> compatibleTypes = new ArrayList<>();
        Optional<DataType> compatibleRange = Optional.empty();
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
        if (range.isPresent()) {
            if (range.get().category() != TypeCategory.RANGE) {
                throw mismatch(
                        "argument declared anyrange is not a range type but type " + range.get(),
                        "");
            }
            DataType of = TypeRules.element(range.get(), names).orElseThrow();
            if (element.isPresent() && !element.get().equals(of)) {
                throw mismatch(
                        "argument declared anyrange is not consistent with argument declared anyelement",
                        range.get() + " versus " + element.get());
            }
            element = Optional.of(of);
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
                common = TypeRules.element(compatibleRange.get(), names);
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
        Optional<DataType> finalRange = range.isPresent() ? range : compatibleRange;
        List<DataType> types = new ArrayList<>(actual.size());
        for (int i = 0; i < actual.size(); i++) {
            DataType to = declared.get(i);
            types.add(
                    to.equals(DataType.ANY)
                            ? actual.get(i)
                            : substitute(to, element, common, finalRange));
        }
        DataType resultType =
                result.isPresent()
                        ? substitute(result.get(), element, common, finalRange)
                        : DataType.VOID;
        return new Resolution(types, resultType, element, common, finalRange);
    }

    private static DataType substitute(
            DataType type,
            Optional<DataType> element,
            Optional<DataType> common,
            Optional<DataType> range) {
        if (!isPolymorphic(type)) {
            return type;
        }
        Optional<DataType> of = isSimple(type) ? element : common;
        Optional<DataType> actual =
                type.equals(DataType.ANYARRAY) || type.equals(DataType.ANYCOMPATIBLEARRAY)
                        ? of.flatMap(TypeRules::arrayOf)
                        : type.equals(DataType.ANYRANGE) || type.equals(DataType.ANYCOMPATIBLERANGE)
                                ? range
                                : of;
        return actual.orElseThrow(() ->
                of.isPresent()
                        ? new DatabaseException(
                                SqlState.UNDEFINED_OBJECT,
                                "could not find array type for data type " + of.get())
                        : mismatch(
                                "could not determine polymorphic type because input has type unknown",
                                ""));
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

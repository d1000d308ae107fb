package dev.reckon.sql.function.catalog;

import dev.reckon.sql.function.Names;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;

/// The one type of UNION, CASE, VALUES, ARRAY and their relatives: PostgreSQL's section "UNION,
/// CASE, and Related Constructs".
final class CommonType {
    private CommonType() {}

    /// Returns the type that all can become; text when all are unknown.
    ///
    /// @param construct names the place in the error: `UNION`, `CASE`, `VALUES`, `ARRAY`, …
    /// @throws DatabaseException 42804 when the types don't go together
    static DataType select(List<DataType> types, String construct, Names names) {
        DataType candidate = candidate(types, construct, names);
        for (DataType type : types) {
            if (!TypeRules.canConvert(type, candidate, CastContext.IMPLICIT, names)) {
                throw new DatabaseException(
                        SqlState.CANNOT_COERCE,
                        construct + " could not convert type " + type + " to " + candidate);
            }
        }
        return candidate;
    }

    /// Returns the common type without an error when there is none.
    static Optional<DataType> find(List<DataType> types, Names names) {
        try {
            return Optional.of(select(types, "", names));
        } catch (DatabaseException none) {
            return Optional.empty();
        }
    }

    private static DataType candidate(List<DataType> types, String construct, Names names) {
        DataType first = types.getFirst();
        if (!first.equals(DataType.UNKNOWN) && types.stream().allMatch(first::equals)) {
            return first;
        }
        DataType candidate = DataType.UNKNOWN;
        for (DataType type : types) {
            if (type.equals(DataType.UNKNOWN) || type.equals(candidate)) {
                continue;
            }
            if (candidate.equals(DataType.UNKNOWN)) {
                candidate = type;
            } else if (type.category() != candidate.category()) {
                throw new DatabaseException(
                        SqlState.DATATYPE_MISMATCH,
                        construct + " types " + candidate + " and " + type + " cannot be matched");
            } else if (!candidate.preferred()
                    && TypeRules.canConvert(candidate, type, CastContext.IMPLICIT, names)
                    && !TypeRules.canConvert(type, candidate, CastContext.IMPLICIT, names)) {
                candidate = type;
            }
        }
        return candidate.equals(DataType.UNKNOWN) ? DataType.TEXT : candidate;
    }
}

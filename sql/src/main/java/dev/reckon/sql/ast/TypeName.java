package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// A type as written. SQL's own names arrive as PostgreSQL's: `int` is `pg_catalog.int4`,
/// `character varying(3)` is `pg_catalog.varchar` with the modifier 3, `char` is `bpchar(1)`.
///
/// @param name the type, or `table.column` when `columnType`
/// @param modifiers what stands in parentheses, usually integer constants; empty when none
/// @param arrayBounds one entry for each `[]`, [#UNBOUNDED] where no size was written (sizes mean
///   nothing)
/// @param interval the fields of an `interval year to month`; empty for all, and for other types
/// @param setOf `SETOF type`, in the result of a function
/// @param columnType `table.column%TYPE`
/// @param position where the type begins
public record TypeName(
        QualifiedName name,
        List<Expression> modifiers,
        List<Integer> arrayBounds,
        Optional<IntervalFields> interval,
        boolean setOf,
        boolean columnType,
        int position) {
    /// The bound of `[]`.
    public static final int UNBOUNDED = -1;

    /// A type without modifiers that is no array.
    public static TypeName of(QualifiedName name, int position) {
        return new TypeName(name, List.of(), List.of(), Optional.empty(), false, false, position);
    }

    /// The fields that an interval type keeps.
    public enum IntervalFields {
        YEAR("year", 1 << 2),
        MONTH("month", 1 << 1),
        DAY("day", 1 << 3),
        HOUR("hour", 1 << 10),
        MINUTE("minute", 1 << 11),
        SECOND("second", 1 << 12),
        YEAR_TO_MONTH("year to month", YEAR.mask | MONTH.mask),
        DAY_TO_HOUR("day to hour", DAY.mask | HOUR.mask),
        DAY_TO_MINUTE("day to minute", DAY_TO_HOUR.mask | MINUTE.mask),
        DAY_TO_SECOND("day to second", DAY_TO_MINUTE.mask | SECOND.mask),
        HOUR_TO_MINUTE("hour to minute", HOUR.mask | MINUTE.mask),
        HOUR_TO_SECOND("hour to second", HOUR_TO_MINUTE.mask | SECOND.mask),
        MINUTE_TO_SECOND("minute to second", MINUTE.mask | SECOND.mask);

        private final String sql;
        private final int mask;

        IntervalFields(String sql, int mask) {
            this.sql = sql;
            this.mask = mask;
        }

        /// As written in SQL, in lower case.
        public String sql() {
            return sql;
        }

        /// PostgreSQL's bits for these fields, the upper half of an interval's type modifier.
        public int mask() {
            return mask;
        }
    }
}

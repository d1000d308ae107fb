package dev.reckon.sql.catalog;

import java.util.List;

/// A constraint of a table; NOT NULL is a property of the column instead.
///
/// @param oid for `pg_constraint`
/// @param columns numbers of the columns, in the order written
/// @param deferrable whether SET CONSTRAINTS can put its check off
/// @param validated false after NOT VALID
public record Constraint(
        long oid,
        String name,
        List<Integer> columns,
        Rule rule,
        boolean deferrable,
        boolean initiallyDeferred,
        boolean validated) {
    public Constraint {
        columns = List.copyOf(columns);
    }

    /// What must hold.
    public sealed interface Rule {}

    /// PRIMARY KEY or UNIQUE, kept by an index of the same name.
    public record Unique(boolean primaryKey, long indexOid) implements Rule {}

    /// CHECK, as SQL over the table's columns.
    public record Check(String text, boolean noInherit) implements Rule {}

    /// FOREIGN KEY.
    ///
    /// @param referencedOid the table referred to
    /// @param referencedColumns numbers of its columns, one for each of the constraint's
    /// @param indexOid the unique index that the reference rests on
    /// @param deleteColumns what ON DELETE SET NULL or SET DEFAULT changes; empty for all
    public record ForeignKey(
            long referencedOid,
            List<Integer> referencedColumns,
            long indexOid,
            boolean matchFull,
            Action onDelete,
            List<Integer> deleteColumns,
            Action onUpdate)
            implements Rule {
        public ForeignKey {
            referencedColumns = List.copyOf(referencedColumns);
            deleteColumns = List.copyOf(deleteColumns);
        }
    }

    /// What a foreign key does when the row it refers to goes.
    public enum Action {
        NO_ACTION('a'),
        RESTRICT('r'),
        CASCADE('c'),
        SET_NULL('n'),
        SET_DEFAULT('d');

        private final char letter;

        Action(char letter) {
            this.letter = letter;
        }

        /// Returns the letter in `pg_constraint.confdeltype`.
        public char letter() {
            return letter;
        }
    }

    public Constraint withName(String newName) {
        return new Constraint(
                oid, newName, columns, rule, deferrable, initiallyDeferred, validated);
    }

    public Constraint withRule(Rule newRule) {
        return new Constraint(
                oid, name, columns, newRule, deferrable, initiallyDeferred, validated);
    }
}

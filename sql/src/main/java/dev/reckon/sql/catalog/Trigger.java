package dev.reckon.sql.catalog;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.ast.TriggerTiming;
import java.util.List;
import java.util.Optional;

/// A trigger of a table or view. Belongs to it: it has no schema and no owner of its own.
///
/// @param relationOid the table or view
/// @param routineOid the function that is called: a [Routine], or one that is built in
/// @param operations what it fires for, in the order of the enum
/// @param columns numbers of the columns of `UPDATE OF`; empty for all
/// @param arguments for the function
/// @param condition of WHEN, as SQL in its resolved form over the rows `old` and `new`
/// @param oldTable the name by which the function reads the rows before the change
/// @param newTable the name by which the function reads the rows after it
/// @param constraint what a constraint trigger has besides
public record Trigger(
        Header header,
        long relationOid,
        long routineOid,
        TriggerTiming timing,
        boolean forEachRow,
        List<TriggerOperation> operations,
        List<Integer> columns,
        List<String> arguments,
        Optional<String> condition,
        Optional<String> oldTable,
        Optional<String> newTable,
        Enabling enabling,
        Optional<Deferral> constraint)
        implements CatalogObject {
    /// The names of the rows in WHEN.
    public static final String OLD = "old";

    public static final String NEW = "new";

    public Trigger {
        operations = operations.stream().sorted().toList();
        columns = List.copyOf(columns);
        arguments = List.copyOf(arguments);
    }

    /// When a trigger fires, as ALTER TABLE says it: by `session_replication_role`.
    public enum Enabling {
        /// Unless the session is a replica.
        ORIGIN('O'),
        NEVER('D'),
        /// In a replica only.
        REPLICA('R'),
        ALWAYS('A');

        private final char letter;

        Enabling(char letter) {
            this.letter = letter;
        }

        /// Returns the letter in `pg_trigger.tgenabled`.
        public char letter() {
            return letter;
        }

        /// Returns whether it fires in a session.
        ///
        /// @param isReplica whether `session_replication_role` is `replica`
        public boolean fires(boolean isReplica) {
            return this == ALWAYS || this == (isReplica ? REPLICA : ORIGIN);
        }
    }

    /// What a constraint trigger has besides.
    ///
    /// @param oid for `pg_constraint`
    /// @param fromOid the table of `FROM`, 0 without
    public record Deferral(long oid, boolean deferrable, boolean initiallyDeferred, long fromOid) {}

    public boolean firesFor(TriggerOperation operation) {
        return operations.contains(operation);
    }

    /// Returns the oid of its constraint; its own when it is no constraint trigger.
    public long constraintOid() {
        return constraint.map(Deferral::oid).orElse(header.oid());
    }

    public boolean isDeferrable() {
        return constraint.filter(Deferral::deferrable).isPresent();
    }

    public boolean isInitiallyDeferred() {
        return constraint.filter(Deferral::initiallyDeferred).isPresent();
    }

    /// Returns `pg_trigger.tgtype`: a bit for each property.
    public int typeBits() {
        int bits = forEachRow ? 1 : 0;
        bits |=
                switch (timing) {
                    case BEFORE -> 1 << 1;
                    case AFTER -> 0;
                    case INSTEAD_OF -> 1 << 6;
                };
        for (TriggerOperation operation : operations) {
            bits |=
                    switch (operation) {
                        case INSERT -> 1 << 2;
                        case DELETE -> 1 << 3;
                        case UPDATE -> 1 << 4;
                        case TRUNCATE -> 1 << 5;
                    };
        }
        return bits;
    }

    public Trigger withName(String name) {
        return new Trigger(
                header.withName(name),
                relationOid,
                routineOid,
                timing,
                forEachRow,
                operations,
                columns,
                arguments,
                condition,
                oldTable,
                newTable,
                enabling,
                constraint);
    }

    public Trigger withCondition(Optional<String> newCondition) {
        return new Trigger(
                header,
                relationOid,
                routineOid,
                timing,
                forEachRow,
                operations,
                columns,
                arguments,
                newCondition,
                oldTable,
                newTable,
                enabling,
                constraint);
    }

    public Trigger withEnabling(Enabling newEnabling) {
        return new Trigger(
                header,
                relationOid,
                routineOid,
                timing,
                forEachRow,
                operations,
                columns,
                arguments,
                condition,
                oldTable,
                newTable,
                newEnabling,
                constraint);
    }
}

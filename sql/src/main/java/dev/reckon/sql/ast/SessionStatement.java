package dev.reckon.sql.ast;

import java.util.List;
import java.util.Optional;

/// Statements about a session: its settings, prepared statements, cursors and messages.
public sealed interface SessionStatement extends Statement {
    /// `SET [LOCAL] name TO …`. `SET TIME ZONE`, `NAMES`, `SCHEMA`, `ROLE`, `SESSION AUTHORIZATION`
    /// and `XML OPTION` arrive under the names of their settings.
    record Set(String name, boolean local, SettingValue value, int position)
            implements SessionStatement {}

    /// What a setting is set to.
    sealed interface SettingValue {
        /// `DEFAULT`, also for `SET TIME ZONE LOCAL`.
        record Default() implements SettingValue {}

        /// `FROM CURRENT`, in the definition of a function.
        record Current() implements SettingValue {}

        /// Constants between commas: [Expression.StringConstant] for words and strings, numbers,
        /// and an interval as a [Expression.Cast].
        record Constants(List<Expression> values) implements SettingValue {}
    }

    /// `RESET name`.
    ///
    /// @param name absent for `ALL`
    record Reset(Optional<String> name, int position) implements SessionStatement {}

    /// `SHOW name`.
    ///
    /// @param name absent for `ALL`
    record Show(Optional<String> name, int position) implements SessionStatement {}

    /// `DISCARD ALL|PLANS|SEQUENCES|TEMP`.
    record Discard(DiscardTarget target, int position) implements SessionStatement {}

    /// What to discard.
    enum DiscardTarget {
        ALL,
        PLANS,
        SEQUENCES,
        TEMPORARY
    }

    /// `PREPARE name [(types)] AS statement`.
    record Prepare(String name, List<TypeName> types, Preparable statement, int position)
            implements SessionStatement {}

    /// `EXECUTE name [(arguments)]`.
    record Execute(String name, List<Expression> arguments, int position)
            implements SessionStatement {}

    /// `DEALLOCATE name`.
    ///
    /// @param name absent for `ALL`
    record Deallocate(Optional<String> name, int position) implements SessionStatement {}

    /// `DECLARE name … CURSOR … FOR query`.
    ///
    /// @param scroll absent when not said
    /// @param hold `WITH HOLD`
    record DeclareCursor(
            String name,
            boolean binary,
            CursorSensitivity sensitivity,
            Optional<Boolean> scroll,
            boolean hold,
            Query query,
            int position)
            implements SessionStatement {}

    /// Whether a cursor sees later changes; ours never does.
    enum CursorSensitivity {
        DEFAULT,
        ASENSITIVE,
        INSENSITIVE
    }

    /// `FETCH` or `MOVE`.
    ///
    /// @param count rows to go, or the position for `ABSOLUTE` and `RELATIVE`; [#ALL] for all
    /// @param move `MOVE`: go, and return nothing
    record Fetch(FetchDirection direction, long count, String cursor, boolean move, int position)
            implements SessionStatement {
        /// The count of `ALL`.
        public static final long ALL = Long.MAX_VALUE;
    }

    /// Which way a [Fetch] goes. `FIRST` is absolute 1, `LAST` absolute -1.
    enum FetchDirection {
        FORWARD,
        BACKWARD,
        ABSOLUTE,
        RELATIVE
    }

    /// `CLOSE cursor`.
    ///
    /// @param cursor absent for `ALL`
    record Close(Optional<String> cursor, int position) implements SessionStatement {}

    /// `LISTEN channel`.
    record Listen(String channel, int position) implements SessionStatement {}

    /// `UNLISTEN channel`.
    ///
    /// @param channel absent for `*`
    record Unlisten(Optional<String> channel, int position) implements SessionStatement {}

    /// `NOTIFY channel [, payload]`.
    record Notify(String channel, Optional<String> payload, int position)
            implements SessionStatement {}
}

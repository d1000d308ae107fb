package dev.reckon.sql.function.pattern;

/// What is known of a part of a pattern before it is matched.
///
/// @param preference what counts when it can match strings of several lengths
/// @param mixed whether parts inside it have other preferences than it
/// @param captures whether there are groups in it that are remembered
/// @param refers whether there are back references in it
record Traits(Preference preference, boolean mixed, boolean captures, boolean refers) {
    static final Traits NONE = new Traits(Preference.NONE, false, false, false);

    /// PostgreSQL's manual, 9.7.3.5: greedy, non-greedy, or nothing that could be preferred.
    enum Preference {
        NONE,
        LONGER,
        SHORTER
    }

    static Traits of(Preference preference) {
        return new Traits(preference, false, false, false);
    }

    /// Returns the traits of what is made of two parts: the preference is the first's when it has
    /// one.
    Traits and(Traits second) {
        boolean clash =
                preference != second.preference
                        && preference != Preference.NONE
                        && second.preference != Preference.NONE;
        return new Traits(
                preference == Preference.NONE ? second.preference : preference,
                mixed || second.mixed || clash,
                captures || second.captures,
                refers || second.refers);
    }

    Traits capturing() {
        return new Traits(preference, mixed, true, refers);
    }

    Traits referring() {
        return new Traits(preference, mixed, captures, true);
    }

    /// Returns whether it matters where parts inside it begin and end.
    boolean mattersInside() {
        return mixed || captures || refers;
    }

    boolean prefersShorter() {
        return preference == Preference.SHORTER;
    }
}

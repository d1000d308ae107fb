package dev.reckon.tests.regression;

/// How one file went.
///
/// @param all statements that were compared
/// @param agreed those answered alike
/// @param notOffered those that differ and are about something that Reckon says it does not offer
record Tally(String file, int all, int agreed, int notOffered) {
    double share() {
        return percent(agreed, all);
    }

    /// Returns the share of what is offered, in percent.
    double offeredShare() {
        return percent(agreed, all - notOffered);
    }

    private static double percent(int part, int whole) {
        return whole == 0 ? 100 : 100.0 * part / whole;
    }

    @Override
    public String toString() {
        return "%-20s %5d / %5d %6.1f%%   of what is offered %6.1f%% (%d not offered)"
                .formatted(file, agreed, all, share(), offeredShare(), notOffered);
    }
}

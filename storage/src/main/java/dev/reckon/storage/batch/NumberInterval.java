package dev.reckon.storage.batch;

/// The whole numbers from `least` to `greatest`, none when that is less; or all others.
///
/// @param inside whether the numbers between are meant, and not the others
public record NumberInterval(long least, long greatest, boolean inside) {
    /// Returns whether no number is between the ends.
    public boolean isEmpty() {
        return least > greatest;
    }
}

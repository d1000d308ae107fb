package dev.reckon.index;

/// How one lookup went.
///
/// @param predicted the position that the model guessed
/// @param actual the lower bound that was found
/// @param window the positions that were promised to contain it
/// @param comparisons how many keys of the column were compared with the code, each SIMD lane
///   counted
public record LookupTrace(int predicted, int actual, RowRange window, int comparisons) {
    /// Returns the distance between the guess and the truth, in positions.
    public int error() {
        return Math.abs(predicted - actual);
    }
}

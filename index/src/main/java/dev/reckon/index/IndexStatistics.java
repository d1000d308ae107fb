package dev.reckon.index;

/// What was measured when an index was built.
///
/// @param structure the structure that was chosen
/// @param reason why, for people
/// @param pieces how many linear pieces or fences it has; 0 for binary search
/// @param errorMax the promised bound: how far a lower bound can be from its prediction, in
///   positions
/// @param errorMean the mean distance between prediction and position over the keys measured
/// @param errorMeasuredMax the largest distance among them; at most `errorMax`
/// @param byteCount the size of the stored index in bytes, header and all
/// @param keyCount the number of keys indexed
public record IndexStatistics(
        StructureKind structure,
        String reason,
        int pieces,
        int errorMax,
        double errorMean,
        int errorMeasuredMax,
        long byteCount,
        int keyCount) {

    /// Returns the bytes of index for each key; 0 if there is no key.
    public double bytesPerKey() {
        return keyCount == 0 ? 0 : (double) byteCount / keyCount;
    }
}

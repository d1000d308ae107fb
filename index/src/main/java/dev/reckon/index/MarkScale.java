package dev.reckon.index;

/// How the keys of one block of a [FenceIndex] are shrunk to marks of eight bits that keep their
/// order.
///
/// A mark has two fields. The upper one is the key without its low `shift` bits, less that of the
/// block's fence; the lower one, `fieldBits` wide, is what those low bits hold above bit
/// `fieldShift`, cut off at the largest value that fits. With no lower field it is a plain shift,
/// which suits keys that are spread evenly. The lower field suits composite keys and clusters: a
/// step in the upper part is a jump, within it keys are dense. A mark of a larger key is never
/// smaller, whatever the scale.
final class MarkScale {
    static final int MARK_MAX = 255;
    static final int MARK_BITS = 8;
    static final int PLAIN_COUNT = 64;

    /// How many shifts there are of scales with two fields.
    static final int GROUP_COUNT = 7;

    static final int SCALE_COUNT = PLAIN_COUNT + GROUP_COUNT * 4 * 6;
    private static final int GROUP_SHIFT = 8;

    private static final int[] FIELD_BITS = {3, 4, 5, 6};
    private static final int[] FIELD_SHIFTS = {0, 2, 4, 6, 8, 12};
    private static final long[] SCALES = scales();

    private MarkScale() {}

    /// Scale `s` below 64 is a plain shift by `s` (0 is not used); the others combine a shift by 8
    /// to 56 with a width and a shift of the lower field.
    private static long[] scales() {
        long[] scales = new long[SCALE_COUNT];
        for (int scale = 1; scale < PLAIN_COUNT; scale++) {
            scales[scale] = scale(scale, 0, 0);
        }
        int scale = PLAIN_COUNT;
        for (int shift = GROUP_SHIFT; shift <= GROUP_COUNT * GROUP_SHIFT; shift += GROUP_SHIFT) {
            for (int fieldBits : FIELD_BITS) {
                for (int fieldShift : FIELD_SHIFTS) {
                    // The last means: the uppermost of the low bits.
                    int from = fieldShift == 12 ? shift - fieldBits : fieldShift;
                    scales[scale++] = scale(shift, fieldBits, from);
                }
            }
        }
        return scales;
    }

    /// Returns the counts by which [#mark] shifts, one in the low six bits of each byte, and from
    /// bit 32 the largest value of the lower field.
    private static long scale(int shift, int fieldBits, int fieldShift) {
        int left = Long.SIZE - shift;
        // A field above all of the low bits is empty.
        boolean empty = fieldShift >= shift;
        int right = empty ? Long.SIZE - 1 : left + fieldShift;
        long fieldMax = empty ? 0 : (1L << fieldBits) - 1;
        return fieldMax << 32 | right << 24 | left << 16 | fieldBits << 8 | shift;
    }

    /// Returns the mark of `key`, which is not below `fence`.
    static int mark(long key, long fence, int scale) {
        long parts = SCALES[scale];
        long upper = (key >>> parts) - (fence >>> parts);
        long field = Math.min(key << (parts >>> 16) >>> (parts >>> 24), parts >>> 32);
        return (int) Math.min((upper << (parts >>> 8)) + field, MARK_MAX);
    }

    /// Returns the first of the [#groupSize] finest scales of a shift whose upper field holds the
    /// keys from `fence` to `last`, or [#SCALE_COUNT] if it holds them on none.
    static int finest(int group, long last, long fence) {
        int shift = GROUP_SHIFT * (group + 1);
        long upper = (last >>> shift) - (fence >>> shift);
        for (int width = FIELD_BITS.length - 1; width >= 0; width--) {
            if (upper <= MARK_MAX >>> FIELD_BITS[width]) {
                return PLAIN_COUNT + (group * FIELD_BITS.length + width) * FIELD_SHIFTS.length;
            }
        }
        return SCALE_COUNT;
    }

    /// Returns how many scales from `first` on differ in the shift of the lower field only.
    static int groupSize(int first) {
        return first == SCALE_COUNT ? 0 : FIELD_SHIFTS.length;
    }
}

package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The parts of a [GridIndex], how a prediction comes from them, and how they are laid out in
/// bytes.
///
/// Immutable; a lookup needs no other object.
final class GridModel {
    /// How far before the predicted position the keys to compare begin. Corrections lead there, and
    /// not to the position itself.
    static final int LEAD = 4;

    /// Predictions leave room for this many keys behind the first to compare.
    static final int ROOM = 12;

    static final int SPAN_MAX = 1 << 22;

    /// Knots that begin in a word of [#knotWords].
    static final int WORD_KNOTS = 7;

    /// Numbers after the last start, so that eight may be loaded after any.
    static final int PADDING = KeyScan.LINE_KEYS + 1;

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble NUMBER =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int PREFIX_BYTES = 64;

    final GridScale scale;
    final long origin;
    final double lift;
    final double least;
    final double most;

    final TieFilter ties;

    private final int shift;
    private final int cellBias;

    /// The distance between two knots, in positions of the lines.
    private final int span;

    private final double knotShare;

    /// Two numbers for each cell, of its line from place to position: by how much it rises, and
    /// where it is at place 0. Empty if lines start anywhere.
    private final double[] lines;

    /// If lines start anywhere, for each cell the last line that starts at or before it; more may
    /// start inside of it.
    private final int[] roots;

    /// The places where lines start, as the bits of a double, then [#PADDING] of the largest
    /// number.
    private final long[] starts;

    /// A word for each line: its first position in the low half, and as a float from bit 32 by how
    /// much it rises from place to place.
    private final long[] slopes;

    /// A byte for each knot, in positions.
    private final byte[] corrections;

    /// Lines that start with the cells.
    GridModel(GridScale scale, int span, TieFilter ties, double[] lines, byte[] corrections) {
        this(scale, span, ties, lines, new int[0], new long[0], new long[0], corrections);
    }

    /// Lines that start anywhere.
    GridModel(
            GridScale scale,
            int span,
            TieFilter ties,
            int[] roots,
            long[] starts,
            long[] slopes,
            byte[] corrections) {
        this(scale, span, ties, new double[0], roots, starts, slopes, corrections);
    }

    private GridModel(
            GridScale scale,
            int span,
            TieFilter ties,
            double[] lines,
            int[] roots,
            long[] starts,
            long[] slopes,
            byte[] corrections) {
        this.scale = scale;
        this.origin = scale.origin;
        this.lift = scale.lift;
        this.least = scale.least;
        this.most = scale.most;
        this.shift = scale.shift;
        this.cellBias = scale.cellBias;
        this.span = span;
        this.knotShare = 1.0 / span;
        this.ties = ties;
        this.lines = lines;
        this.roots = roots;
        this.starts = starts;
        this.slopes = slopes;
        this.corrections = corrections;
    }

    /// Returns the first position to compare for the code at `place`: [#LEAD] before the predicted
    /// one, between 0 and [#ROOM] before the end of the column.
    ///
    /// Floating-point numbers because a processor has some 200 registers for the whole-number
    /// results of all that it has under way, and more for these: that decides how many lookups
    /// overlap (measured: every whole-number step takes half a nanosecond of a lookup).
    int start(double place) {
        return corrected(line(place));
    }

    /// Returns what [#start] does, from what the lines alone give.
    int corrected(double line) {
        double steps = line * knotShare;
        int knot = (int) steps;
        double from = corrections[knot];
        double to = corrections[knot + 1];
        return (int) (line + (from + (to - from) * (steps - knot)));
    }

    /// Returns the position that the lines alone give.
    double line(double place) {
        int cell = (int) (Double.doubleToRawLongBits(place) >>> shift) - cellBias;
        if (lines.length == 0) {
            return onLine(number(cell, place), place);
        }
        return place * lines[2 * cell] + lines[2 * cell + 1];
    }

    /// Returns the position that one of the lines gives.
    double line(int number, double place) {
        return lines.length == 0
                ? onLine(number, place)
                : place * lines[2 * number] + lines[2 * number + 1];
    }

    int lineCount() {
        return lines.length == 0 ? slopes.length : lines.length / 2;
    }

    /// Returns the number of the line that serves a place.
    int number(double place) {
        return number((int) (Double.doubleToRawLongBits(place) >>> shift) - cellBias, place);
    }

    private int number(int cell, double place) {
        long bits = Double.doubleToRawLongBits(place);
        int number = roots[cell];
        int more = KeyScan.countAtMost(starts, number + 1, bits);
        number += more;
        while (more == KeyScan.LINE_KEYS) {
            more = KeyScan.countAtMost(starts, number + 1, bits);
            number += more;
        }
        return number;
    }

    private double onLine(int number, double place) {
        long word = slopes[number];
        double slope = Float.intBitsToFloat((int) (word >>> 32));
        return (int) word + slope * (place - Double.longBitsToDouble(starts[number]));
    }

    /// Returns where a line starts.
    double startOf(int number) {
        return lines.length == 0
                ? Double.longBitsToDouble(starts[number])
                : scale.cellPlace(number);
    }

    int shift() {
        return shift;
    }

    int cellBias() {
        return cellBias;
    }

    double knotShare() {
        return knotShare;
    }

    double[] lines() {
        return lines;
    }

    long[] starts() {
        return starts;
    }

    long[] slopes() {
        return slopes;
    }

    /// Returns the corrections such that one load gives both that a prediction needs: each word has
    /// [#WORD_KNOTS] of them and the next.
    long[] knotWords() {
        long[] words = new long[(corrections.length + WORD_KNOTS - 1) / WORD_KNOTS];
        for (int word = 0; word < words.length; word++) {
            for (int knot = 0; knot <= WORD_KNOTS; knot++) {
                int at = Math.min(word * WORD_KNOTS + knot, corrections.length - 1);
                words[word] |= (corrections[at] & 0xFFL) << (8 * knot);
            }
        }
        return words;
    }

    /// Returns the number of intervals between knots.
    int intervals() {
        return corrections.length - 1;
    }

    MemorySegment bytes() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[Math.toIntExact(byteCount())]);
        bytes.set(KeyScan.KEY, 0, scale.firstKey);
        bytes.set(KeyScan.KEY, 8, scale.lastKey);
        bytes.set(INT, 16, scale.shift);
        bytes.set(INT, 20, scale.liftBits);
        bytes.set(INT, 24, span);
        bytes.set(INT, 28, ties.wordCount());
        bytes.set(INT, 32, lines.length);
        bytes.set(INT, 36, starts.length);
        bytes.set(INT, 40, roots.length);
        bytes.set(INT, 44, corrections.length);
        long offset = PREFIX_BYTES;
        MemorySegment.copy(lines, 0, bytes, NUMBER, offset, lines.length);
        offset += 8L * lines.length;
        MemorySegment.copy(starts, 0, bytes, KeyScan.KEY, offset, starts.length);
        offset += 8L * starts.length;
        MemorySegment.copy(slopes, 0, bytes, KeyScan.KEY, offset, slopes.length);
        offset += 8L * slopes.length;
        MemorySegment.copy(roots, 0, bytes, INT, offset, roots.length);
        offset += 4L * roots.length;
        ties.write(bytes, offset);
        offset += 8L * ties.wordCount();
        MemorySegment.copy(
                corrections, 0, bytes, ValueLayout.JAVA_BYTE, offset, corrections.length);
        return bytes;
    }

    static GridModel read(MemorySegment bytes) {
        if (bytes.byteSize() < PREFIX_BYTES) {
            throw new CorruptIndexException("grid of %d bytes".formatted(bytes.byteSize()));
        }
        int shift = bytes.get(INT, 16);
        int liftBits = bytes.get(INT, 20);
        int span = bytes.get(INT, 24);
        int wordCount = bytes.get(INT, 28);
        if (shift < GridScale.SHIFT_MIN
                || shift > GridScale.SHIFT_MAX
                || liftBits < 0
                || liftBits > GridScale.LIFT_BITS_MAX
                || span <= 0
                || span > SPAN_MAX
                || !TieFilter.isWordCount(wordCount)) {
            throw new CorruptIndexException(
                    "grid with shift %d, span %d, %d words".formatted(shift, span, wordCount));
        }
        GridScale scale =
                new GridScale(
                        bytes.get(KeyScan.KEY, 0), bytes.get(KeyScan.KEY, 8), liftBits, shift);
        int startCount = length(bytes, 36);
        double[] lines = new double[length(bytes, 32)];
        long[] starts = new long[startCount];
        long[] slopes = new long[Math.max(startCount - PADDING, 0)];
        int[] roots = new int[length(bytes, 40)];
        byte[] corrections = new byte[length(bytes, 44)];
        long tieOffset =
                PREFIX_BYTES + 8L * (lines.length + startCount + slopes.length) + 4L * roots.length;
        if (tieOffset + 8L * wordCount > bytes.byteSize()) {
            throw new CorruptIndexException("grid of %d bytes".formatted(bytes.byteSize()));
        }
        TieFilter ties = TieFilter.read(bytes, tieOffset, wordCount);
        GridModel model =
                new GridModel(scale, span, ties, lines, roots, starts, slopes, corrections);
        int cells = scale.cellCount();
        if (model.byteCount() != bytes.byteSize()
                || (lines.length == 0 ? roots.length != cells : lines.length != 2L * cells)) {
            throw new CorruptIndexException("grid of %d bytes".formatted(bytes.byteSize()));
        }
        long offset = PREFIX_BYTES;
        MemorySegment.copy(bytes, NUMBER, offset, lines, 0, lines.length);
        offset += 8L * lines.length;
        MemorySegment.copy(bytes, KeyScan.KEY, offset, starts, 0, starts.length);
        offset += 8L * starts.length;
        MemorySegment.copy(bytes, KeyScan.KEY, offset, slopes, 0, slopes.length);
        offset += 8L * slopes.length;
        MemorySegment.copy(bytes, INT, offset, roots, 0, roots.length);
        offset += 4L * roots.length + 8L * wordCount;
        MemorySegment.copy(
                bytes, ValueLayout.JAVA_BYTE, offset, corrections, 0, corrections.length);
        return model;
    }

    private static int length(MemorySegment bytes, long offset) {
        int length = bytes.get(INT, offset);
        if (length < 0 || length > bytes.byteSize()) {
            throw new CorruptIndexException("grid part of length " + length);
        }
        return length;
    }

    long byteCount() {
        return PREFIX_BYTES
                + 8L * lines.length
                + 8L * starts.length
                + 8L * slopes.length
                + 4L * roots.length
                + 8L * ties.wordCount()
                + corrections.length;
    }
}

package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/// Builds the [GridModel] of a column: a line for each cell of the grid, pieces of lines where it
/// bends, then corrections fitted to all keys, then the error of every key.
///
/// Reads the keys twice, in order. Memory beside the model is constant. For one thread.
final class GridBuilder {
    /// How fine a grid is. Each step costs bytes and buys accuracy.
    ///
    /// @param keysPerCell how many keys a cell should have
    /// @param spanMin how many positions there are between two knots, at least
    /// @param spanMax and at most
    /// @param deviationMax a cell is bent if some key is so far from its line, in positions
    /// @param deviation how far a key of a bent cell may be from the line of its piece: corrections
    ///   do the rest
    record Fineness(int keysPerCell, int spanMin, int spanMax, int deviationMax, int deviation) {
        /// One line.
        static final Fineness LINE =
                new Fineness(Integer.MAX_VALUE, GridModel.SPAN_MAX, GridModel.SPAN_MAX, 0, 0);

        /// For keys that are nearly on lines: about 0.02 bytes a key.
        static final Fineness COARSE = new Fineness(4096, 64, 64, 110, 60);

        /// For random keys of a smooth density: 0.05 bytes a key or less.
        static final Fineness FINE = new Fineness(3072, 20, 32, 110, 60);
    }

    /// A cell is also bent if it has [#DENSE_RUNS] runs of [#STRIDE] keys that rise so little on
    /// its line: corrections are too far apart there.
    private static final int DENSE_RISE = 4;

    private static final int DENSE_RUNS = 5;

    /// How far inside of the positions from its start to its end a cell's line stays, so that
    /// rounding leads to none outside.
    private static final double INSET = 0x1p-6;

    /// How many keys apart those are that are looked at to find bends, at most.
    private static final int STRIDE = 16;

    /// How many keys of a cell are looked at for bends, at most.
    private static final int POINTS_MAX = 1 << 12;

    /// If more than one key in so many is in a bent cell, lines may start anywhere.
    private static final int BENT_SHARE = 20;

    /// More lines than one for so many keys are better spent on fences.
    private static final int KEYS_PER_LINE_MIN = 400;

    /// A grid is made as exact as so many bytes allow.
    private static final double BYTES_PER_KEY = 0.0495;

    /// Corrections are fitted to at least so many keys between two knots.
    private static final int KEYS_PER_KNOT = 12;

    /// A cell has at most so many pieces.
    private static final int PIECES_MAX = 512;

    /// By so many bits the cells are larger whose lines are split into pieces.
    private static final int CELL_BITS_LESS = 3;

    /// Over so few keys nothing is judged.
    private static final int GRACE_KEYS = 50_000;

    private final MemorySegment keys;
    private final int keyCount;
    private final Fineness fineness;
    private final GridScale scale;
    private final int cellCount;

    /// The largest position that a line gives.
    private final int lineMax;

    /// The lines if each cell has one.
    private final double[] lines;

    private int span;

    GridBuilder(MemorySegment keys, int keyCount, Fineness fineness) {
        this.keys = keys;
        this.keyCount = keyCount;
        this.fineness = fineness;
        this.scale = new GridScaleChooser(keys, keyCount, fineness.keysPerCell).choose();
        this.cellCount = scale.cellCount();
        this.span = fineness.spanMax;
        this.lineMax = keyCount - GridModel.ROOM;
        this.lines = new double[2 * cellCount];
    }

    /// Builds the grid, or gives up once its mean error is certain to be above `errorMeanMax`, or
    /// it needs more lines than fences would bytes.
    Optional<GridIndex> build(String reason, double errorMeanMax) {
        int bentKeys = 0;
        int position = 0;
        for (int cell = 0; cell < cellCount; cell++) {
            int end = end(scale, position, cell);
            addLine(cell, position, end);
            bentKeys += bends(cell, position, end) ? end - position : 0;
            position = end;
        }
        Optional<PieceLines> pieces = Optional.empty();
        if (bentKeys > keyCount / BENT_SHARE) {
            pieces = pieces(errorMeanMax < Double.POSITIVE_INFINITY);
            if (pieces.isEmpty()) {
                return Optional.empty();
            }
        }
        GridModel bare = model(pieces, TieFilter.NONE, new byte[0]);
        span = span(bare);
        byte[] corrections = fit(bare);
        GridErrors errors =
                new GridErrors(keys, keyCount, scale, model(pieces, TieFilter.NONE, corrections));
        if (!errors.measure(errorMeanMax)) {
            return Optional.empty();
        }
        return Optional.of(index(reason, model(pieces, errors.ties(), corrections), errors));
    }

    /// Returns the smallest distance between knots for whose corrections the lines leave room.
    private int span(GridModel bare) {
        double left = keyCount * BYTES_PER_KEY - IndexFormat.HEADER_BYTES - bare.byteCount();
        double least = left <= 0 ? fineness.spanMax : keyCount / left;
        return Math.clamp((int) Math.ceil(least), fineness.spanMin, fineness.spanMax);
    }

    private byte[] fit(GridModel bare) {
        CorrectionFitter fitter = new CorrectionFitter(span, lineMax);
        // Enough keys between two knots to average over their noise.
        int step = Math.max(1, span / KEYS_PER_KNOT);
        int number = 0;
        for (int position = 0; position < keyCount; position += step) {
            double place = place(position);
            number = advance(bare, number, place);
            double line = bare.line(number, place);
            fitter.add(line, position - line - GridModel.LEAD + 0.5);
        }
        return fitter.finish();
    }

    /// Returns the line that serves a place which `number` or a later line does.
    private static int advance(GridModel model, int number, double place) {
        int last = number;
        while (last + 1 < model.lineCount() && model.startOf(last + 1) <= place) {
            last++;
        }
        return last;
    }

    /// Returns lines that start anywhere, or nothing if there would be too many.
    private Optional<PieceLines> pieces(boolean limited) {
        int shift = Math.min(scale.shift + CELL_BITS_LESS, GridScale.SHIFT_MAX);
        GridScale coarse = new GridScale(scale.firstKey, scale.lastKey, scale.liftBits, shift);
        PieceLines pieces = new PieceLines(coarse, lineMax);
        int position = 0;
        for (int cell = 0; cell < coarse.cellCount(); cell++) {
            int end = end(coarse, position, cell);
            int most = Math.max(end, GRACE_KEYS) / KEYS_PER_LINE_MIN + cell;
            int piecesMax = limited ? most - pieces.count() : PIECES_MAX;
            if (piecesMax <= 0) {
                return Optional.empty();
            }
            boolean tooMany = addPieces(pieces, coarse, cell, position, end, piecesMax);
            if (limited && tooMany) {
                return Optional.empty();
            }
            position = end;
        }
        return Optional.of(pieces);
    }

    private GridModel model(Optional<PieceLines> pieces, TieFilter ties, byte[] corrections) {
        return pieces.isPresent()
                ? pieces.get().model(span, ties, corrections)
                : new GridModel(scale, span, ties, lines, corrections);
    }

    private GridIndex index(String reason, GridModel model, GridErrors errors) {
        boolean line = fineness.equals(Fineness.LINE);
        IndexStatistics statistics =
                new IndexStatistics(
                        line ? StructureKind.LINE : StructureKind.GRID,
                        reason,
                        model.intervals(),
                        errors.errorMax(),
                        errors.errorMean(),
                        errors.errorMeasuredMax(),
                        IndexFormat.HEADER_BYTES + model.byteCount(),
                        keyCount);
        return new GridIndex(model, statistics);
    }

    /// Returns the position after the last key of a cell, from the position of its first.
    private int end(GridScale cells, int first, int cell) {
        double limit = cells.cellPlace(cell + 1);
        if (limit > cells.most) {
            return keyCount;
        }
        int low = first;
        int high = first;
        for (int step = STRIDE; high < keyCount && place(high) < limit; step <<= 1) {
            low = high + 1;
            high = high > keyCount - step ? keyCount : high + step;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (place(middle) < limit) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double place(int position) {
        return scale.place(KeyScan.key(keys, position));
    }

    private void addLine(int cell, int first, int end) {
        double from = Math.min(first, lineMax) + INSET;
        double to = Math.max(Math.min(end, lineMax) - INSET, from);
        double start = scale.cellPlace(cell);
        double slope = (to - from) / (scale.cellEnd(cell) - start);
        lines[2 * cell] = slope;
        lines[2 * cell + 1] = from - slope * start;
    }

    /// Returns whether a cell's line is no good for its keys.
    private boolean bends(int cell, int first, int end) {
        if (end - first <= fineness.deviationMax || fineness.equals(Fineness.LINE)) {
            return false;
        }
        double start = scale.cellPlace(cell);
        double slope = (end - first) / (scale.cellEnd(cell) - start);
        int stride = stride(first, end);
        double previous = 0;
        int dense = 0;
        for (int position = first; position < end; position += stride) {
            double line = (place(position) - start) * slope;
            if (Math.abs(line - (position - first)) > fineness.deviationMax) {
                return true;
            }
            dense += line - previous < DENSE_RISE ? 1 : 0;
            previous = line;
        }
        return dense > DENSE_RUNS;
    }

    private int stride(int first, int end) {
        int stride = Math.min(STRIDE, Math.max(fineness.deviation / 2, 1));
        return Math.max(stride, (end - first) / POINTS_MAX);
    }

    /// Splits a cell into pieces, and returns whether there should be more than allowed.
    private boolean addPieces(
            PieceLines pieces, GridScale cells, int cell, int first, int end, int piecesMax) {
        double start = cells.cellPlace(cell);
        double width = cells.cellEnd(cell) - start;
        if (end == first) {
            pieces.add(start, start + width, first, end);
            return false;
        }
        int stride = stride(first, end);
        int[] points = new int[(end - first - 1) / stride + 4];
        double[] places = new double[points.length];
        int count = 0;
        points[count++] = first;
        for (int position = first; position < end - 1; position += stride) {
            points[count++] = position;
        }
        points[count++] = end - 1;
        points[count++] = end;
        for (int point = 1; point < count - 1; point++) {
            places[point] = place(points[point]) - start;
        }
        places[count - 1] = width;
        BentCell bent =
                new BentCell(
                        Arrays.copyOf(places, count),
                        Arrays.copyOf(points, count),
                        fineness.deviation);
        int most = Math.min(piecesMax, PIECES_MAX);
        int[] starts = bent.split(most);
        for (int piece = 0; piece < starts.length - 1; piece++) {
            pieces.add(
                    start + places[starts[piece]],
                    start + places[starts[piece + 1]],
                    points[starts[piece]],
                    points[starts[piece + 1]]);
        }
        return starts.length > most;
    }
}

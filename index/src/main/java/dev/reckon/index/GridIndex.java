package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;

/// Lines over a grid of the key space, with fitted corrections: for keys that a model fits.
///
/// A code's place on a [GridScale] names a cell, and the cell's line gives a position. Corrections
/// in one byte each at evenly spaced positions, interpolated, lead from there to the keys to
/// compare. They are fitted by least squares to all keys, so they halve the error that exact
/// positions at the knots would leave. A cell that one line does not fit has a few pieces of lines.
///
/// A prediction reads one cell and two adjacent bytes, without a branch that depends on a key.
///
/// Source of the correction layer, which is addressed by what the lines predict: A. Hadian and T.
/// Heinis, "Shift-Table" (EDBT 2021).
///
/// Safe for use by many threads.
final class GridIndex implements Structure {
    private static final int LINE = KeyScan.LINE_KEYS;

    private final IndexStatistics statistics;
    private final GridModel model;
    private final int keyCount;

    private final LineSearch lineSearch;

    /// The corrections as [GridLanes] reads them, or nothing if it cannot be used.
    private final long[] words;

    private final BatchStep[] steps;

    GridIndex(GridModel model, IndexStatistics statistics) {
        this.statistics = statistics;
        this.model = model;
        this.keyCount = statistics.keyCount();
        this.lineSearch = new LineSearch(keyCount, model.ties);
        this.words = KeyScan.HAS_LANES && GridLanes.supported() ? model.knotWords() : new long[0];
        this.steps = steps();
    }

    @Override
    public int predict(long code) {
        if (Long.compareUnsigned(code, model.scale.firstKey) < 0) {
            return 0;
        }
        if (Long.compareUnsigned(code, model.scale.lastKey) > 0) {
            return keyCount;
        }
        return model.start(model.scale.place(code)) + GridModel.LEAD;
    }

    @Override
    public int lowerBound(MemorySegment keys, long code) {
        return search(keys, model.start(place(code)), code);
    }

    /// Returns the place of a code, or that of the nearest key if it is outside of the keys.
    private double place(long code) {
        double place = (double) (code - model.origin) + model.lift;
        return place < model.least || place > model.most ? model.scale.nearestPlace(code) : place;
    }

    /// Returns the lower bound, which is most often among the eight keys from `start`.
    private int search(MemorySegment keys, int start, long code) {
        int below = KeyScan.countBelowLine(keys, (long) start << 3, code);
        if (below > 0 && below < LINE) {
            return start + below;
        }
        return below == 0
                ? KeyScan.gallopDown(keys, start, code)
                : KeyScan.gallopUp(keys, start + LINE, keyCount, code);
    }

    @Override
    public void lowerBounds(MemorySegment keys, long[] codes, int count, int[] positions) {
        BatchStep.runAll(steps, keys, codes, count, positions);
    }

    private BatchStep[] steps() {
        BatchStep predict = (_, codes, from, end, lines) -> predictLines(codes, from, end, lines);
        BatchStep choose = (_, codes, from, end, numbers) -> chooseLines(codes, from, end, numbers);
        Stream<BatchStep> first =
                model.lines().length == 0 && words.length > 0
                        ? Stream.of(choose, predict)
                        : Stream.of(predict);
        return Stream.concat(first, Stream.of(lineSearch.steps())).toArray(BatchStep[]::new);
    }

    /// Leaves the numbers of the lines that serve the codes.
    private long chooseLines(long[] codes, int from, int end, int[] numbers) {
        for (int item = from; item < end; item++) {
            double place = (double) (codes[item] - model.origin) + model.lift;
            numbers[item] = model.number(Math.min(Math.max(place, model.least), model.most));
        }
        return 0;
    }

    /// Leaves the first position of the cache line that the prediction is in.
    private long predictLines(long[] codes, int from, int end, int[] lines) {
        int scalarFrom = from;
        if (words.length > 0) {
            int lanesEnd = end - (end - from) % GridLanes.LANES;
            long rare =
                    model.lines().length > 0
                            ? GridLanes.startsInCells(model, words, codes, from, lanesEnd, lines)
                            : GridLanes.startsOnLines(model, words, codes, from, lanesEnd, lines);
            scalarFrom = rare == 0 ? lanesEnd : from;
        }
        for (int item = scalarFrom; item < end; item++) {
            lines[item] = (model.start(place(codes[item])) + GridModel.LEAD) & -LINE;
        }
        return 0;
    }

    @Override
    public RowRange window(long code) {
        int predicted = predict(code);
        return new RowRange(
                Math.max(predicted - statistics.errorMax(), 0),
                (int) Math.min((long) predicted + statistics.errorMax(), keyCount) + 1);
    }

    @Override
    public IndexStatistics statistics() {
        return statistics;
    }

    @Override
    public LookupTrace trace(MemorySegment keys, long code) {
        int predicted = predict(code);
        int actual = lowerBound(keys, code);
        int start = Math.max(predicted - GridModel.LEAD, 0);
        int outside = Math.max(start - actual, actual - (start + LINE) + 1);
        int comparisons = LINE + (outside <= 0 ? 0 : KeyScan.gallopComparisons(outside));
        return new LookupTrace(predicted, actual, window(code), comparisons);
    }

    @Override
    public MemorySegment model() {
        return model.bytes();
    }

    GridModel gridModel() {
        return model;
    }
}

package dev.reckon.index;

import java.lang.foreign.MemorySegment;

/// Measures how far the predictions of a [GridModel] are from the positions of its keys, and finds
/// a bound for all codes. Reads the keys once, in order. For one thread.
///
/// A prediction never falls as the code grows on one line, so for the codes between two keys, whose
/// answer is the second key, the worst is next to a key or where a line ends: measuring there
/// bounds the error of all codes. In the same way the keys between two on one line are bounded by
/// those two. So one key in [#STEP] is measured, and the others only where their errors may be
/// larger than any before.
final class GridErrors {
    private static final int STEP = 4;

    private final MemorySegment keys;
    private final int keyCount;
    private final GridScale scale;
    private final GridModel model;
    private final TieFilter.Builder ties;

    /// The number of the line, the prediction and the lower bound of the key measured last.
    private int number;

    private int predicted;
    private int lower;

    private long errorSum;
    private int errorCount;
    private int errorMax;
    private int errorMeasuredMax;

    GridErrors(MemorySegment keys, int keyCount, GridScale scale, GridModel model) {
        this.keys = keys;
        this.keyCount = keyCount;
        this.scale = scale;
        this.model = model;
        this.ties = new TieFilter.Builder(keyCount);
    }

    /// Measures, and returns whether the mean error is at most `errorMeanMax`; gives up when it is
    /// certain to be above.
    boolean measure(double errorMeanMax) {
        double sumMax = errorMeanMax * ((keyCount + STEP - 2) / STEP + 1);
        measure(0);
        countLast();
        int next;
        for (int position = 0; position < keyCount - 1; position = next) {
            next = Math.min(position + STEP, keyCount - 1);
            if (!skip(position, next)) {
                for (int key = position + 1; key <= next; key++) {
                    measure(key);
                }
            }
            countLast();
            if (errorSum > sumMax) {
                return false;
            }
        }
        return true;
    }

    /// Measures the key at `next` if that bounds all those after `position`, and returns whether it
    /// does.
    private boolean skip(int position, int next) {
        long different = -1L;
        long previous = KeyScan.key(keys, position);
        for (int key = position + 1; key <= next; key++) {
            long code = KeyScan.key(keys, key);
            long distance = code - previous;
            different &= distance | -distance;
            previous = code;
        }
        double place = scale.place(previous);
        if (different >= 0 || place >= lineEnd()) {
            return false;
        }
        int prediction = model.corrected(model.line(number, place)) + GridModel.LEAD;
        if (Math.max(next - predicted, prediction - position - 1) > errorMax) {
            return false;
        }
        predicted = prediction;
        lower = next;
        return true;
    }

    private double lineEnd() {
        return number + 1 < model.lineCount()
                ? model.startOf(number + 1)
                : Double.POSITIVE_INFINITY;
    }

    private void measure(int position) {
        long key = KeyScan.key(keys, position);
        double place = scale.place(key);
        for (double edge = lineEnd(); edge <= place; edge = lineEnd()) {
            noteEdge(Math.nextDown(edge), position);
            noteEdge(edge, position);
            number++;
        }
        if (position > 0 && key == KeyScan.key(keys, position - 1)) {
            ties.add(position, key);
        } else {
            lower = position;
        }
        predicted = model.corrected(model.line(number, place)) + GridModel.LEAD;
        int error = Math.abs(predicted - lower);
        errorMeasuredMax = Math.max(errorMeasuredMax, error);
        errorMax = Math.max(errorMax, Math.max(error, position + 1 - predicted));
    }

    private void noteEdge(double place, int answer) {
        errorMax = Math.max(errorMax, Math.abs(model.start(place) + GridModel.LEAD - answer));
    }

    private void countLast() {
        int error = Math.abs(predicted - lower);
        errorSum += error;
        errorCount++;
        errorMeasuredMax = Math.max(errorMeasuredMax, error);
    }

    double errorMean() {
        return (double) errorSum / errorCount;
    }

    /// Returns the bound, for all codes.
    int errorMax() {
        // Rounding may go one position against the order of the keys.
        return errorMax + 1;
    }

    int errorMeasuredMax() {
        return errorMeasuredMax;
    }

    TieFilter ties() {
        return ties.build();
    }
}

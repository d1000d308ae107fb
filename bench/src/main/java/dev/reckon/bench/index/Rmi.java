package dev.reckon.bench.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Recursive model index of two layers: a line picks one of many lines, whose real error bounds are
/// measured when it is built; binary search inside of them.
///
/// Source: T. Kraska et al., "The Case for Learned Index Structures" (2018), section 3.
final class Rmi implements Competitor {
    private static final int KEYS_PER_MODEL = 64;

    private final MemorySegment keys;
    private final int keyCount;
    private final double rootSlope;
    private final double firstKey;
    private final int modelCount;
    private final double[] slopes;
    private final double[] intercepts;
    private final int[] below;
    private final int[] above;

    Rmi(MemorySegment keys, int keyCount) {
        this.keys = keys;
        this.keyCount = keyCount;
        this.modelCount = Math.max(1, keyCount / KEYS_PER_MODEL);
        this.firstKey = number(key(0));
        this.rootSlope = modelCount / Math.max(1, number(key(keyCount - 1)) - firstKey);
        this.slopes = new double[modelCount];
        this.intercepts = new double[modelCount];
        this.below = new int[modelCount];
        this.above = new int[modelCount];
        int first = 0;
        for (int model = 0; model < modelCount; model++) {
            int end = first;
            while (end < keyCount && model(number(key(end))) <= model) {
                end++;
            }
            fit(model, first, end);
            first = end;
        }
    }

    /// Fits a line through the ends of the model's keys, and measures it: also for the codes
    /// between its keys and those beside them.
    private void fit(int model, int first, int end) {
        double from = end > first ? number(key(first)) : firstKey + model / rootSlope;
        double width = end > first ? number(key(end - 1)) - from : 0;
        slopes[model] = width > 0 ? (end - 1 - first) / width : 0;
        intercepts[model] = first - slopes[model] * from;
        for (int position = first; position <= end; position++) {
            int low = position > first ? predict(model, number(key(position - 1))) : first;
            int high = position < end ? predict(model, number(key(position))) : end;
            below[model] = Math.max(below[model], Math.max(low, high) - position + 1);
            above[model] = Math.max(above[model], position - Math.min(low, high) + 1);
        }
    }

    private long key(int position) {
        return keys.get(ValueLayout.JAVA_LONG, (long) position << 3);
    }

    private static double number(long code) {
        return (code >>> 1) * 2.0 + (code & 1);
    }

    private int model(double number) {
        return (int) Math.max(0, Math.min(modelCount - 1, (number - firstKey) * rootSlope));
    }

    private int predict(int model, double number) {
        return (int) Math.max(0, Math.min(keyCount, slopes[model] * number + intercepts[model]));
    }

    @Override
    public String name() {
        return "RMI";
    }

    @Override
    public int lowerBound(long code) {
        double number = number(code);
        int model = model(number);
        int predicted = predict(model, number);
        int first = Math.max(predicted - below[model], 0);
        int end = Math.min(predicted + above[model], keyCount);
        while (first < end) {
            int middle = (first + end) >>> 1;
            if (Long.compareUnsigned(key(middle), code) < 0) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        return first;
    }

    @Override
    public long byteCount() {
        return 24L * modelCount;
    }
}

package dev.reckon.storage.batch;

import dev.reckon.storage.type.Value;

/// Makes one vector of rows of several vectors of one physical type: where a column's rows come
/// from several places, it is put together once, without boxing a value that has a vector.
public final class VectorGather {
    private VectorGather() {}

    /// Returns the vector whose row `i` is row `rows[i]` of `parts[origins[i]]`.
    ///
    /// @param parts at least one
    /// @param origins for each row a number of a part, of which the first `count` are used
    /// @param rows for each row its row in that part
    public static ColumnVector gather(ColumnVector[] parts, int[] origins, int[] rows, int count) {
        if (parts.length == 1) {
            return parts[0].gather(rows, count);
        }
        long[] nulls = nulls(parts, origins, rows, count);
        return switch (parts[0]) {
            case LongVector _ -> new LongVector(longs(parts, origins, rows, count), nulls, count);
            case DoubleVector _ ->
                    new DoubleVector(doubles(parts, origins, rows, count), nulls, count);
            case BytesVector _ -> strings(parts, origins, rows, count, nulls);
            case NumericVector _ -> numerics(parts, origins, rows, count, nulls);
            case ObjectVector _ ->
                    new ObjectVector(values(parts, origins, rows, count), nulls, count);
        };
    }

    private static long[] nulls(ColumnVector[] parts, int[] origins, int[] rows, int count) {
        boolean any = false;
        for (ColumnVector part : parts) {
            any |= !part.hasNoNulls();
        }
        if (!any) {
            return Nulls.NONE;
        }
        long[] nulls = Nulls.allocate(count);
        for (int row = 0; row < count; row++) {
            if (parts[origins[row]].isNull(rows[row])) {
                Nulls.set(nulls, row);
            }
        }
        return nulls;
    }

    private static long[] longs(ColumnVector[] parts, int[] origins, int[] rows, int count) {
        long[][] arrays = new long[parts.length][];
        for (int index = 0; index < parts.length; index++) {
            arrays[index] = ((LongVector) parts[index]).values();
        }
        return longs(arrays, origins, rows, count);
    }

    private static long[] longs(long[][] arrays, int[] origins, int[] rows, int count) {
        long[] values = new long[count];
        for (int row = 0; row < count; row++) {
            values[row] = arrays[origins[row]][rows[row]];
        }
        return values;
    }

    private static double[] doubles(ColumnVector[] parts, int[] origins, int[] rows, int count) {
        double[][] arrays = new double[parts.length][];
        for (int index = 0; index < parts.length; index++) {
            arrays[index] = ((DoubleVector) parts[index]).values();
        }
        double[] values = new double[count];
        for (int row = 0; row < count; row++) {
            values[row] = arrays[origins[row]][rows[row]];
        }
        return values;
    }

    private static BytesVector strings(
            ColumnVector[] parts, int[] origins, int[] rows, int count, long[] nulls) {
        var strings = new BytesVector[parts.length];
        int[] bases = new int[parts.length];
        long partBytes = 0;
        for (int index = 0; index < parts.length; index++) {
            strings[index] = (BytesVector) parts[index];
            bases[index] = (int) partBytes;
            partBytes += strings[index].bytes().length;
        }
        int[] starts = new int[count];
        int[] ends = new int[count];
        long byteCount = 0;
        for (int row = 0; row < count; row++) {
            BytesVector part = strings[origins[row]];
            starts[row] = part.starts()[rows[row]];
            ends[row] = part.ends()[rows[row]];
            byteCount += ends[row] - starts[row];
        }
        // Mostly all bytes are wanted: then they are copied part by part, not row by row.
        return partBytes <= 2 * byteCount && partBytes <= Integer.MAX_VALUE
                ? concatenated(strings, bases, origins, starts, ends, nulls)
                : copied(strings, origins, starts, ends, Math.toIntExact(byteCount), nulls);
    }

    private static BytesVector concatenated(
            BytesVector[] parts,
            int[] bases,
            int[] origins,
            int[] starts,
            int[] ends,
            long[] nulls) {
        int last = parts.length - 1;
        byte[] bytes = new byte[bases[last] + parts[last].bytes().length];
        for (int index = 0; index < parts.length; index++) {
            byte[] part = parts[index].bytes();
            System.arraycopy(part, 0, bytes, bases[index], part.length);
        }
        for (int row = 0; row < starts.length; row++) {
            starts[row] += bases[origins[row]];
            ends[row] += bases[origins[row]];
        }
        return new BytesVector(bytes, starts, ends, nulls, starts.length);
    }

    private static BytesVector copied(
            BytesVector[] parts,
            int[] origins,
            int[] starts,
            int[] ends,
            int byteCount,
            long[] nulls) {
        byte[] bytes = new byte[byteCount];
        int end = 0;
        for (int row = 0; row < starts.length; row++) {
            int length = ends[row] - starts[row];
            System.arraycopy(parts[origins[row]].bytes(), starts[row], bytes, end, length);
            starts[row] = end;
            end += length;
            ends[row] = end;
        }
        return new BytesVector(bytes, starts, ends, nulls, starts.length);
    }

    private static NumericVector numerics(
            ColumnVector[] parts, int[] origins, int[] rows, int count, long[] nulls) {
        long[][] unscaled = new long[parts.length][];
        int scale = ((NumericVector) parts[0]).scale();
        boolean compact = true;
        for (int index = 0; index < parts.length; index++) {
            var part = (NumericVector) parts[index];
            unscaled[index] = part.unscaled();
            compact &= part.isCompact() && part.scale() == scale;
        }
        return compact
                ? NumericVector.compact(longs(unscaled, origins, rows, count), scale, nulls, count)
                : NumericVector.wide(values(parts, origins, rows, count), nulls, count);
    }

    private static Value[] values(ColumnVector[] parts, int[] origins, int[] rows, int count) {
        Value[] values = new Value[count];
        for (int row = 0; row < count; row++) {
            values[row] = parts[origins[row]].value(rows[row]);
        }
        return values;
    }
}

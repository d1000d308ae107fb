package dev.reckon.index;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Predictions of a [GridModel] for eight codes at a time, with the JDK's vectors; loaded only in a
/// process that has their module.
final class GridLanes {
    static final int LANES = 8;

    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;

    private GridLanes() {}

    /// Whether the processor has all that is needed: narrower vectors have no such conversions.
    static boolean supported() {
        return LongVector.SPECIES_PREFERRED.length() == LANES;
    }

    /// Leaves in `items` the first position of the cache line that the prediction for each code is
    /// in.
    ///
    /// @param end a multiple of [#LANES] after `from`
    /// @return something else than 0 if some codes may not be where the scale is for them: they
    ///   count as the first key or the last
    static long startsInCells(
            GridModel model, long[] knots, long[] codes, int from, int end, int[] items) {
        double[] lines = model.lines();
        int shift = model.shift();
        int bias = model.cellBias();
        double share = model.knotShare();
        long rare = 0;
        for (int item = from; item < end; item += LANES) {
            DoubleVector raw = place(model, codes, item);
            DoubleVector place = raw.max(model.least).min(model.most);
            rare |= raw.compare(VectorOperators.NE, place).toLong();
            LongVector cell =
                    place.reinterpretAsLongs()
                            .lanewise(VectorOperators.LSHR, shift)
                            .sub(bias)
                            .lanewise(VectorOperators.LSHL, 1);
            ((IntVector) cell.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(items, item);
            DoubleVector line =
                    place.mul(DoubleVector.fromArray(DOUBLES, lines, 0, items, item))
                            .add(DoubleVector.fromArray(DOUBLES, lines, 1, items, item));
            corrected(line, share, knots, item, items);
        }
        return rare;
    }

    /// Does the same from the numbers of the lines in `items`.
    static long startsOnLines(
            GridModel model, long[] knots, long[] codes, int from, int end, int[] items) {
        long[] starts = model.starts();
        long[] slopes = model.slopes();
        double share = model.knotShare();
        long rare = 0;
        for (int item = from; item < end; item += LANES) {
            DoubleVector raw = place(model, codes, item);
            DoubleVector place = raw.max(model.least).min(model.most);
            rare |= raw.compare(VectorOperators.NE, place).toLong();
            LongVector word = LongVector.fromArray(LONGS, slopes, 0, items, item);
            DoubleVector start =
                    LongVector.fromArray(LONGS, starts, 0, items, item).reinterpretAsDoubles();
            DoubleVector slope =
                    (DoubleVector)
                            ((IntVector)
                                            word.lanewise(VectorOperators.LSHR, 32)
                                                    .convertShape(VectorOperators.L2I, INTS, 0))
                                    .reinterpretAsFloats()
                                    .convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector first =
                    (DoubleVector)
                            word.lanewise(VectorOperators.LSHL, 32)
                                    .lanewise(VectorOperators.ASHR, 32)
                                    .convertShape(VectorOperators.L2D, DOUBLES, 0);
            corrected(first.add(slope.mul(place.sub(start))), share, knots, item, items);
        }
        return rare;
    }

    private static DoubleVector place(GridModel model, long[] codes, int item) {
        return ((DoubleVector)
                        LongVector.fromArray(LONGS, codes, item)
                                .sub(model.origin)
                                .convertShape(VectorOperators.L2D, DOUBLES, 0))
                .add(model.lift);
    }

    private static void corrected(
            DoubleVector line, double share, long[] knots, int item, int[] items) {
        DoubleVector steps = line.mul(share);
        LongVector knot = (LongVector) steps.convertShape(VectorOperators.D2L, LONGS, 0);
        DoubleVector left = (DoubleVector) knot.convertShape(VectorOperators.L2D, DOUBLES, 0);
        LongVector word =
                (LongVector)
                        left.add(0.5)
                                .mul(1.0 / GridModel.WORD_KNOTS)
                                .convertShape(VectorOperators.D2L, LONGS, 0);
        ((IntVector) word.convertShape(VectorOperators.L2I, INTS, 0)).intoArray(items, item);
        LongVector bytes = LongVector.fromArray(LONGS, knots, 0, items, item);
        LongVector bits =
                knot.sub(word.lanewise(VectorOperators.LSHL, 3).sub(word))
                        .lanewise(VectorOperators.LSHL, 3);
        LongVector up = bits.lanewise(VectorOperators.NEG).add(56);
        LongVector fromByte =
                bytes.lanewise(VectorOperators.LSHL, up).lanewise(VectorOperators.ASHR, 56);
        LongVector toByte =
                bytes.lanewise(VectorOperators.LSHL, up.sub(8)).lanewise(VectorOperators.ASHR, 56);
        DoubleVector before = (DoubleVector) fromByte.convertShape(VectorOperators.L2D, DOUBLES, 0);
        DoubleVector rise =
                ((DoubleVector) toByte.convertShape(VectorOperators.L2D, DOUBLES, 0)).sub(before);
        DoubleVector position = line.add(before.add(rise.mul(steps.sub(left))));
        ((IntVector) position.convertShape(VectorOperators.D2I, INTS, 0))
                .add(GridModel.LEAD)
                .and(-KeyScan.LINE_KEYS)
                .intoArray(items, item);
    }
}

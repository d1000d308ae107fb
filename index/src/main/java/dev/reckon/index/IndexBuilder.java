package dev.reckon.index;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Optional;

/// Chooses and builds the structure for a column of keys.
///
/// The choice is made by measuring these keys: a structure is built, its error counted key by key,
/// and the next one tried if it is too large. Reads the column in order, at most a few times over;
/// needs constant memory beside its result. Safe for use by many threads.
public final class IndexBuilder {
    /// Columns up to this long are searched by halving: a handful of probes in a few cache lines.
    static final int SMALL = 64;

    /// How many positions a single line may be off where it is sampled, to be worth a try.
    private static final int LINE_ERROR = 3;

    private static final int LINE_SAMPLES = 128;

    /// Mean error up to which a coarse grid serves: the line that it names is most often the right
    /// one.
    private static final double COARSE_ERROR = 1.5;

    private static final int COARSE_SAMPLE_KEYS = 1 << 16;

    /// Mean error up to which two cache lines around the prediction hold the answer often enough
    /// that a grid is faster than fences (measured on 11 key distributions).
    private static final double GRID_ERROR = 2.5;

    /// How many keys for each key fences may leave outside of the line that they name, before the
    /// larger tree is faster (measured).
    private static final double FENCE_DOUBT = 0.35;

    private IndexBuilder() {}

    /// Returns the structure that suits the keys best.
    static Structure choose(MemorySegment keys, int keyCount) {
        KeyScan.checkColumn(keys, keyCount);
        if (keyCount <= SMALL) {
            return BinarySearch.read(
                    BinarySearch.statistics(keyCount, "at most " + SMALL + " keys"));
        }
        Optional<GridIndex> line = line(keys, keyCount);
        if (line.isPresent()) {
            return line.get();
        }
        Optional<GridIndex> grid =
                coarse(keys, keyCount)
                        .or(() ->
                                new GridBuilder(keys, keyCount, GridBuilder.Fineness.FINE)
                                        .build("lines fit well", GRID_ERROR));
        if (grid.isPresent()) {
            return grid.get();
        }
        FenceBuilder fences = new FenceBuilder(keys, keyCount);
        double expected = fences.expectedDoubt();
        if (expected > 2 * FENCE_DOUBT) {
            return TreeIndex.build(
                    keys, keyCount, reason("fences would miss about %.1f keys for each", expected));
        }
        fences.build();
        return fences.doubt() <= FENCE_DOUBT
                ? fences.index(reason("fences miss %.3f keys for each", fences.doubt()))
                : TreeIndex.build(
                        keys,
                        keyCount,
                        reason("fences would miss %.3f keys for each", fences.doubt()));
    }

    private static String reason(String format, double doubt) {
        return "a grid would be off by more than %.1f positions on average; ".formatted(GRID_ERROR)
                + String.format(Locale.ROOT, format, doubt);
    }

    /// Builds one structure, whatever the keys are like: for comparison.
    ///
    /// @throws IllegalArgumentException if there are too few keys for it, or the column is too
    ///   short
    public static LearnedIndex build(MemorySegment keys, int keyCount, StructureKind kind) {
        KeyScan.checkColumn(keys, keyCount);
        if (keyCount < 2 * KeyScan.LINE_KEYS && kind != StructureKind.BINARY_SEARCH) {
            throw new IllegalArgumentException("%s over %d keys".formatted(kind.label(), keyCount));
        }
        String reason = "asked for";
        return new LearnedIndex(structure(keys, keyCount, kind, reason));
    }

    private static Structure structure(
            MemorySegment keys, int keyCount, StructureKind kind, String reason) {
        return switch (kind) {
            case BINARY_SEARCH -> BinarySearch.over(keyCount);
            case LINE -> grid(keys, keyCount, GridBuilder.Fineness.LINE, reason);
            case GRID -> grid(keys, keyCount, GridBuilder.Fineness.FINE, reason);
            case FENCES -> {
                FenceBuilder fences = new FenceBuilder(keys, keyCount);
                fences.build();
                yield fences.index(reason);
            }
            case TREE -> TreeIndex.build(keys, keyCount, reason);
        };
    }

    private static GridIndex grid(
            MemorySegment keys, int keyCount, GridBuilder.Fineness fineness, String reason) {
        return new GridBuilder(keys, keyCount, fineness)
                .build(reason, Double.POSITIVE_INFINITY)
                .orElseThrow();
    }

    private static Optional<GridIndex> line(MemorySegment keys, int keyCount) {
        long first = KeyScan.key(keys, 0);
        double span = unsigned(KeyScan.key(keys, keyCount - 1) - first);
        for (int sample = 1; sample < LINE_SAMPLES; sample++) {
            int position = (int) ((long) (keyCount - 1) * sample / LINE_SAMPLES);
            double at = unsigned(KeyScan.key(keys, position) - first) / span * (keyCount - 1);
            if (!(Math.abs(at - position) <= LINE_ERROR)) {
                return Optional.empty();
            }
        }
        return new GridBuilder(keys, keyCount, GridBuilder.Fineness.LINE)
                .build("one line fits all", COARSE_ERROR);
    }

    private static double unsigned(long value) {
        return (value >>> 1) * 2.0 + (value & 1);
    }

    /// Tries a coarse grid on a piece at the start and one in the middle, then on all.
    private static Optional<GridIndex> coarse(MemorySegment keys, int keyCount) {
        int sampleCount = Math.min(COARSE_SAMPLE_KEYS, keyCount / 2);
        for (long from : new long[] {0, keyCount / 2 - sampleCount / 2}) {
            MemorySegment sample = keys.asSlice(from << 3, (long) sampleCount << 3);
            if (sampleCount > SMALL
                    && new GridBuilder(sample, sampleCount, GridBuilder.Fineness.COARSE)
                            .build("", COARSE_ERROR)
                            .isEmpty()) {
                return Optional.empty();
            }
        }
        return new GridBuilder(keys, keyCount, GridBuilder.Fineness.COARSE)
                .build("few lines fit well", COARSE_ERROR);
    }
}

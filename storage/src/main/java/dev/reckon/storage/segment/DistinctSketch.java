package dev.reckon.storage.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Estimates how many distinct values a column has, to within some three percent, from a kilobyte.
/// Sketches of several segments can be merged. For one thread while it is added to.
///
/// HyperLogLog (Flajolet and others, 2007): each value's hash names a register, which keeps the
/// longest run of leading zeros of the rest. With few values, the empty registers are counted.
public final class DistinctSketch {
    static final int REGISTER_COUNT = 1024;

    private static final int INDEX_BITS = 10;
    private static final double BIAS = 0.7213 / (1 + 1.079 / REGISTER_COUNT);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] registers;

    public DistinctSketch() {
        this(new byte[REGISTER_COUNT]);
    }

    DistinctSketch(byte[] registers) {
        this.registers = registers;
    }

    byte[] registers() {
        return registers;
    }

    void add(long hash) {
        int register = (int) (hash >>> (Long.SIZE - INDEX_BITS));
        // The added bit ends the run where the hash does.
        long rest = hash << INDEX_BITS | 1L << (INDEX_BITS - 1);
        int run = Long.numberOfLeadingZeros(rest) + 1;
        if (registers[register] < run) {
            registers[register] = (byte) run;
        }
    }

    void addNumber(long number) {
        add(mix(number));
    }

    void addBytes(byte[] bytes, int start, int end) {
        long hash = (long) end - start;
        int index = start;
        for (; index + Long.BYTES <= end; index += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(bytes, index));
        }
        long rest = 0;
        for (; index < end; index++) {
            rest = rest << 8 | (bytes[index] & 0xFF);
        }
        add(mix(hash ^ rest));
    }

    /// The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /// Adds what another sketch has seen.
    public void merge(DistinctSketch other) {
        for (int register = 0; register < REGISTER_COUNT; register++) {
            registers[register] = (byte) Math.max(registers[register], other.registers[register]);
        }
    }

    /// Returns the estimate.
    public double count() {
        double sum = 0;
        int empty = 0;
        for (byte register : registers) {
            sum += 1.0 / (1L << register);
            empty += register == 0 ? 1 : 0;
        }
        double estimate = BIAS * REGISTER_COUNT * REGISTER_COUNT / sum;
        return estimate <= 2.5 * REGISTER_COUNT && empty > 0
                ? REGISTER_COUNT * Math.log((double) REGISTER_COUNT / empty)
                : estimate;
    }
}

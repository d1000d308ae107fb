package dev.reckon.tests.differential.generated;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Choices that depend on a seed only. For one thread.
final class Dice {
    private final RandomGenerator random;

    Dice(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// Returns the seed of the n-th part of what another seed makes.
    static long seed(long parent, long part) {
        long mixed = (parent + 1) * 0x9E3779B97F4A7C15L ^ (part + 1) * 0xD1B54A32D192ED03L;
        mixed ^= mixed >>> 31;
        return mixed * 0x94D049BB133111EBL;
    }

    /// Returns a number from 0, below `end`.
    int below(int end) {
        return random.nextInt(end);
    }

    /// Returns a number of a range, both ends included.
    int between(int first, int last) {
        return first + random.nextInt(last - first + 1);
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    String of(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}

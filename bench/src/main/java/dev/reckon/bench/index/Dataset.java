package dev.reckon.bench.index;

import java.util.Arrays;
import java.util.SplittableRandom;

/// The key distributions that are measured, each made from a fixed seed.
enum Dataset {
    SEQUENTIAL("sequential with gaps", true) {
        @Override
        void fill(long[] keys, SplittableRandom random) {
            long key = 1_000_000;
            for (int i = 0; i < keys.length; i++) {
                // One row in twenty was deleted.
                do {
                    key++;
                } while (random.nextInt(20) == 0);
                keys[i] = key;
            }
        }
    },
    UNIFORM("uniform", true) {
        @Override
        void fill(long[] keys, SplittableRandom random) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = random.nextLong();
            }
        }
    },
    NORMAL("normal", true) {
        @Override
        void fill(long[] keys, SplittableRandom random) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = (1L << 62) + (long) (random.nextGaussian() * 1e17);
            }
        }
    },
    LOGNORMAL("lognormal", true) {
        @Override
        void fill(long[] keys, SplittableRandom random) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = (long) (Math.exp(2 * random.nextGaussian()) * 1e13);
            }
        }
    },
    TIMESTAMPS("bursty timestamps", true) {
        @Override
        void fill(long[] keys, SplittableRandom random) {
            double time = 7.5e14;
            double rate = 100;
            for (int i = 0; i < keys.length; i++) {
                if (random.nextInt(2_000) == 0) {
                    rate = 5 * Math.pow(10, random.nextDouble() * 3);
                    time += random.nextInt(10) == 0 ? random.nextDouble() * 1e7 : 0;
                }
                time += -Math.log(1 - random.nextDouble()) * 1e6 / rate / 10;
                keys[i] = (long) time;
            }
        }
    },
    HEAVY_TAIL("heavy tail with outliers", false) {
        @Override
        void fill(long[] keys, SplittableRandom random) {
            double key = 1;
            for (int i = 0; i < keys.length; i++) {
                double gap = Math.pow(1 - random.nextDouble(), -1 / 1.1);
                key += Math.min(gap * 50, 1e12);
                keys[i] = (long) key;
            }
            for (int i = 0; i < Math.min(21, keys.length / 100); i++) {
                keys[keys.length - 1 - i] = -1L - random.nextLong(1L << 62);
            }
        }
    },
    OSM("OSM-like cells", false) {
        @Override
        void fill(long[] keys, SplittableRandom random) {
            int towns = 2_000;
            double[] x = new double[towns];
            double[] y = new double[towns];
            double[] spread = new double[towns];
            double[] cumulated = new double[towns];
            double sum = 0;
            for (int town = 0; town < towns; town++) {
                // A town is near an earlier one, as settlement is.
                boolean near = town > 20 && random.nextInt(4) != 0;
                int other = near ? random.nextInt(town) : 0;
                x[town] = near ? x[other] + random.nextGaussian() * 0.01 : random.nextDouble();
                y[town] = near ? y[other] + random.nextGaussian() * 0.01 : random.nextDouble();
                spread[town] = 0.02 * Math.pow(random.nextDouble(), 4) + 1e-6;
                sum += 1 / Math.pow(1 - random.nextDouble(), 0.8);
                cumulated[town] = sum;
            }
            for (int i = 0; i < keys.length; i++) {
                double pick = random.nextDouble() * sum;
                int town = Arrays.binarySearch(cumulated, pick);
                town = Math.min(town < 0 ? -town - 1 : town, towns - 1);
                // Streets: many points share one coordinate almost exactly.
                double dx = random.nextGaussian() * spread[town];
                double dy = random.nextGaussian() * spread[town];
                if (random.nextInt(2) == 0) {
                    dx = Math.rint(dx / spread[town] * 12) / 12 * spread[town];
                } else {
                    dy = Math.rint(dy / spread[town] * 12) / 12 * spread[town];
                }
                keys[i] = interleave(cell(x[town] + dx), cell(y[town] + dy));
            }
        }
    },
    STEPS("adversarial steps", false) {
        @Override
        void fill(long[] keys, SplittableRandom random) {
            long key = 0;
            long stride = 1;
            int left = 0;
            for (int i = 0; i < keys.length; i++) {
                if (left-- == 0) {
                    left = 20 + random.nextInt(200);
                    stride = 1L << random.nextInt(24);
                    key += 1L << random.nextInt(36);
                }
                key += stride;
                keys[i] = key;
            }
        }
    },
    COMPOSITE("composite (customer, number)", false) {
        @Override
        void fill(long[] keys, SplittableRandom random) {
            long customer = 0;
            int left = 0;
            long number = 0;
            for (int i = 0; i < keys.length; i++) {
                if (left-- == 0) {
                    customer += 1 + random.nextInt(3);
                    left = (int) Math.min(5_000, 8 * Math.pow(1 - random.nextDouble(), -0.8));
                    number = 0;
                }
                number += 1 + (random.nextInt(8) == 0 ? random.nextInt(20) : 0);
                keys[i] = customer << 32 | number;
            }
        }
    },
    WORDS("words", false) {
        @Override
        void fill(long[] keys, SplittableRandom random) {
            TextKeys.words(keys, random);
        }
    },
    URLS("URLs", false) {
        @Override
        void fill(long[] keys, SplittableRandom random) {
            TextKeys.urls(keys, random);
        }
    };

    private final String label;
    private final boolean smooth;

    Dataset(String label, boolean smooth) {
        this.label = label;
        this.smooth = smooth;
    }

    abstract void fill(long[] keys, SplittableRandom random);

    String label() {
        return label;
    }

    /// Returns whether the goals count it among the smooth ones.
    boolean smooth() {
        return smooth;
    }

    /// Returns whether equal keys are as good as impossible.
    boolean unique() {
        return this != WORDS && this != URLS;
    }

    /// Returns `keyCount` keys in ascending unsigned order.
    long[] keys(int keyCount) {
        long[] keys = new long[keyCount];
        fill(keys, new SplittableRandom(20_251_124L + label.hashCode()));
        for (int i = 0; i < keyCount; i++) {
            keys[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(keys);
        for (int i = 0; i < keyCount; i++) {
            keys[i] ^= Long.MIN_VALUE;
        }
        return keys;
    }

    private static long cell(double coordinate) {
        double wrapped = coordinate - Math.floor(coordinate);
        return (long) (wrapped * (1L << 32));
    }

    /// Returns the Morton code of a cell: the order in which map databases store cells.
    private static long interleave(long x, long y) {
        return Long.expand(x, 0x5555555555555555L) | Long.expand(y, 0xAAAAAAAAAAAAAAAAL);
    }
}

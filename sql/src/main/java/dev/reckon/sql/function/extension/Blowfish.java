package dev.reckon.sql.function.extension;

import java.math.BigInteger;

/// Schneier's block cipher of 1993, with its tables open to [Bcrypt]. For one thread.
final class Blowfish {
    static final int KEY_WORD_COUNT = 18;

    private static final int ROUND_COUNT = 16;
    private static final int BOX_WORD_COUNT = 256;
    private static final int BOX_COUNT = 4;

    /// The tables begin as the digits of pi after the point.
    private static final int[] PI = digitsOfPi(KEY_WORD_COUNT + BOX_COUNT * BOX_WORD_COUNT);

    private final int[] key = new int[KEY_WORD_COUNT];
    private final int[] boxes = new int[BOX_COUNT * BOX_WORD_COUNT];

    Blowfish() {
        System.arraycopy(PI, 0, key, 0, key.length);
        System.arraycopy(PI, key.length, boxes, 0, boxes.length);
    }

    /// Returns the first words of the fraction of pi, by Machin's formula.
    private static int[] digitsOfPi(int wordCount) {
        int bitCount = wordCount * Integer.SIZE;
        int guardBitCount = 64; // Each of some 30,000 terms is wrong by less than one.
        BigInteger one = BigInteger.ONE.shiftLeft(bitCount + guardBitCount);
        BigInteger pi = arctangent(5, one).shiftLeft(2).subtract(arctangent(239, one)).shiftLeft(2);
        BigInteger fraction =
                pi.subtract(one.multiply(BigInteger.valueOf(3))).shiftRight(guardBitCount);
        int[] words = new int[wordCount];
        for (int i = 0; i < wordCount; i++) {
            words[i] = fraction.shiftRight(bitCount - (i + 1) * Integer.SIZE).intValue();
        }
        return words;
    }

    /// Returns the arctangent of a fraction, by Gregory's series.
    private static BigInteger arctangent(int inverse, BigInteger one) {
        BigInteger square = BigInteger.valueOf((long) inverse * inverse);
        BigInteger power = one.divide(BigInteger.valueOf(inverse));
        BigInteger sum = power;
        for (int i = 3; power.signum() != 0; i += 2) {
            power = power.divide(square);
            BigInteger term = power.divide(BigInteger.valueOf(i));
            sum = i % 4 == 3 ? sum.subtract(term) : sum.add(term);
        }
        return sum;
    }

    /// Mixes a key in.
    void mix(int[] words) {
        mix(words, new int[BOX_COUNT]);
    }

    /// Mixes a key in, and a salt of four words.
    void mix(int[] words, int[] salt) {
        for (int i = 0; i < key.length; i++) {
            key[i] ^= words[i];
        }
        int[] block = new int[2];
        int from = fill(key, block, salt, 0);
        fill(boxes, block, salt, from);
    }

    /// Puts the encryption of what came before, with the salt, in the place of each pair of words.
    private int fill(int[] table, int[] block, int[] salt, int firstOfSalt) {
        int from = firstOfSalt;
        for (int i = 0; i < table.length; i += 2) {
            block[0] ^= salt[from];
            block[1] ^= salt[from + 1];
            from = (from + 2) & 3;
            encrypt(block, 0);
            table[i] = block[0];
            table[i + 1] = block[1];
        }
        return from;
    }

    /// Encrypts two words in place.
    void encrypt(int[] words, int start) {
        int left = words[start];
        int right = words[start + 1];
        for (int round = 0; round < ROUND_COUNT; round += 2) {
            left ^= key[round];
            right ^= scrambled(left);
            right ^= key[round + 1];
            left ^= scrambled(right);
        }
        words[start] = right ^ key[ROUND_COUNT + 1];
        words[start + 1] = left ^ key[ROUND_COUNT];
    }

    private int scrambled(int word) {
        int sum = boxes[word >>> 24] + boxes[0x100 | ((word >>> 16) & 0xFF)];
        return (sum ^ boxes[0x200 | ((word >>> 8) & 0xFF)]) + boxes[0x300 | (word & 0xFF)];
    }
}

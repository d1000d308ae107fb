package dev.reckon.sql.execute.key;

import java.util.Arrays;

/// Numbers different strings of bytes from 0, in the order in which they are first seen. For one
/// thread while it grows; afterwards [#find] may be called by many.
final class ByteDictionary {
    static final int ABSENT = -1;
    private static final int CAPACITY_MIN = 64;

    private byte[] bytes = new byte[CAPACITY_MIN * 8];
    private int[] ends = new int[CAPACITY_MIN];
    private int[] hashes = new int[CAPACITY_MIN];
    private int count;

    /// Open addressing: the number plus one, 0 for an empty slot.
    private int[] slots = new int[CAPACITY_MIN * 2];

    int count() {
        return count;
    }

    /// Returns the number of a string, which it gets now if it is new.
    int intern(byte[] source, int start, int end) {
        int hash = (int) Hashes.ofBytes(source, start, end);
        int slot = slot(hash, source, start, end);
        return slots[slot] != 0 ? slots[slot] - 1 : add(hash, slot, source, start, end);
    }

    /// Returns the number of a string, or [#ABSENT].
    int find(byte[] source, int start, int end) {
        int hash = (int) Hashes.ofBytes(source, start, end);
        return slots[slot(hash, source, start, end)] - 1;
    }

    private int slot(int hash, byte[] source, int start, int end) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash) {
                int first = number == 0 ? 0 : ends[number - 1];
                if (Arrays.equals(bytes, first, ends[number], source, start, end)) {
                    return slot;
                }
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int add(int hash, int slot, byte[] source, int start, int end) {
        int length = end - start;
        int first = count == 0 ? 0 : ends[count - 1];
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            hashes = Arrays.copyOf(hashes, count * 2);
        }
        int newEnd = Math.addExact(first, length);
        if (newEnd > bytes.length) {
            long doubled = Math.min(Integer.MAX_VALUE - 16, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.max(newEnd, doubled));
        }
        System.arraycopy(source, start, bytes, first, length);
        ends[count] = newEnd;
        hashes[count] = hash;
        slots[slot] = ++count;
        if (count * 2 > slots.length) {
            grow();
        }
        return count - 1;
    }

    private void grow() {
        int[] larger = new int[slots.length * 2];
        int mask = larger.length - 1;
        for (int number = 0; number < count; number++) {
            int slot = hashes[number] & mask;
            while (larger[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = number + 1;
        }
        slots = larger;
    }

    long byteCount() {
        return bytes.length + 4L * (ends.length + hashes.length + slots.length);
    }

    /// Returns whether a batch more might overflow the array of bytes.
    boolean isFull() {
        return count > 0 && ends[count - 1] > 1 << 30;
    }
}

package dev.reckon.sql.function.pattern;

/// The text that is searched: UTF-8 in a part of an array, and offsets into it, which are always
/// between characters. For one thread.
final class Text {
    private static final byte[] NONE = {};

    byte[] bytes = NONE;
    int start;
    int end;

    /// Counts the texts that have been here, so that what is known of one is not taken for another.
    int version;

    void set(byte[] newBytes, int newStart, int newEnd) {
        bytes = newBytes;
        start = newStart;
        end = newEnd;
        version++;
    }

    /// Returns the bytes of the character that begins at an offset before the end.
    int length(int offset) {
        return length(bytes, offset, end);
    }

    static int length(byte[] bytes, int offset, int end) {
        int lead = bytes[offset];
        int length = lead >= 0 ? 1 : lead < (byte) 0xE0 ? 2 : lead < (byte) 0xF0 ? 3 : 4;
        return Math.min(length, end - offset);
    }

    /// Returns where the character before an offset begins.
    int before(int offset) {
        int result = offset - 1;
        while (result > start && (bytes[result] & 0xC0) == 0x80) {
            result--;
        }
        return result;
    }

    int after(int offset) {
        return offset + length(offset);
    }

    int characterCount(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    /// Returns the class of the character before an offset.
    int classBefore(int offset, Alphabet alphabet) {
        return offset == start ? alphabet.edge() : classAt(before(offset), alphabet);
    }

    /// Returns the class of the character at an offset.
    int classAt(int offset, Alphabet alphabet) {
        if (offset == end) {
            return alphabet.edge();
        }
        int lead = bytes[offset];
        return lead >= 0
                ? alphabet.ofAscii()[lead]
                : alphabet.ofEncoded(bytes, offset, length(offset));
    }
}

package dev.reckon.storage.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The bytes of log files and their frames: `docs/format.md`, section "Log". Numbers are
/// little-endian.
final class LogFormat {
    static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static final String SPARE_PREFIX = "log-spare-";
    private static final String PREFIX = "log-";
    private static final int NAME_DIGITS = 12;

    static final long FILE_MAGIC = 0x31474F4C_4B434552L; // "RECKLOG1"
    static final int FILE_VERSION = 1;
    static final int FILE_HEADER_BYTES = 64;
    private static final int FILE_INSIDE_RECORD = 12;
    private static final int FILE_BYTE_COUNT = 16;
    private static final int FILE_SALT = 24;
    private static final int FILE_FIRST_SEQUENCE = 32;
    private static final int FILE_NUMBER = 40;
    private static final int FILE_CRC = 48;

    static final int FRAME_MAGIC = 0x4D524652; // "RFRM"
    static final int FRAME_HEADER_BYTES = 56;
    static final int FRAME_ALIGNMENT = 8;

    static final int MAGIC = 0;
    static final int HEADER_CRC = 4;
    static final int LENGTH = 8;
    static final int FLAGS = 12;
    static final int SEQUENCE = 16;
    static final int SALT = 24;
    static final int DURABLE_END = 32;
    static final int PREVIOUS_CRC = 40;
    static final int PAYLOAD_CRC = 44;
    static final int TIME = 48;

    /// The frame begins a record.
    static final int BEGINS = 1;

    /// The next frame, with the same sequence number, goes on with the record.
    static final int CONTINUES = 2;

    private LogFormat() {}

    static String fileName(long number) {
        return PREFIX + "%012d".formatted(number);
    }

    /// Returns the number of a log file; empty when the name is not one's.
    static Optional<Long> fileNumber(String name) {
        boolean matches =
                name.length() == PREFIX.length() + NAME_DIGITS
                        && name.startsWith(PREFIX)
                        && name.chars().skip(PREFIX.length()).allMatch(c -> c >= '0' && c <= '9');
        return matches
                ? Optional.of(Long.parseLong(name.substring(PREFIX.length())))
                : Optional.empty();
    }

    /// @param number the file's
    /// @param firstSequence of the record that begins or goes on at the start of the file
    /// @param insideRecord whether the file before has the beginning of that record
    static byte[] fileHeader(
            long number, long byteCount, long salt, long firstSequence, boolean insideRecord) {
        byte[] header = new byte[FILE_HEADER_BYTES];
        LONG.set(header, 0, FILE_MAGIC);
        INT.set(header, 8, FILE_VERSION);
        INT.set(header, FILE_INSIDE_RECORD, insideRecord ? 1 : 0);
        LONG.set(header, FILE_BYTE_COUNT, byteCount);
        LONG.set(header, FILE_SALT, salt);
        LONG.set(header, FILE_FIRST_SEQUENCE, firstSequence);
        LONG.set(header, FILE_NUMBER, number);
        INT.set(header, FILE_CRC, crc(header, 0, FILE_CRC));
        return header;
    }

    /// Returns what is wrong with a file's header, empty when nothing is.
    ///
    /// @param byteCount the length of the file
    static Optional<String> fileProblem(byte[] header, long number, long byteCount) {
        if (header.length < FILE_HEADER_BYTES) {
            return Optional.of("cut to %d bytes".formatted(header.length));
        }
        if ((long) LONG.get(header, 0) != FILE_MAGIC
                || (int) INT.get(header, FILE_CRC) != crc(header, 0, FILE_CRC)) {
            return Optional.of("header of a log file expected");
        }
        if ((int) INT.get(header, 8) != FILE_VERSION) {
            return Optional.of("unknown version %d".formatted((int) INT.get(header, 8)));
        }
        long written = (long) LONG.get(header, FILE_BYTE_COUNT);
        if (written != byteCount) {
            return Optional.of("%d bytes expected, %d found".formatted(written, byteCount));
        }
        return (long) LONG.get(header, FILE_NUMBER) == number
                ? Optional.empty()
                : Optional.of("log file %d".formatted((long) LONG.get(header, FILE_NUMBER)));
    }

    static long salt(byte[] header) {
        return (long) LONG.get(header, FILE_SALT);
    }

    static long firstSequence(byte[] header) {
        return (long) LONG.get(header, FILE_FIRST_SEQUENCE);
    }

    static boolean isInsideRecord(byte[] header) {
        return (int) INT.get(header, FILE_INSIDE_RECORD) != 0;
    }

    /// Fills in the header of a frame whose payload is in place.
    static void sealFrame(
            byte[] bytes,
            int start,
            int payloadLength,
            int flags,
            long sequence,
            long salt,
            long durableEnd,
            int previousCrc,
            long timeMicros) {
        INT.set(bytes, start + MAGIC, FRAME_MAGIC);
        INT.set(bytes, start + LENGTH, payloadLength);
        INT.set(bytes, start + FLAGS, flags);
        LONG.set(bytes, start + SEQUENCE, sequence);
        LONG.set(bytes, start + SALT, salt);
        LONG.set(bytes, start + DURABLE_END, durableEnd);
        INT.set(bytes, start + PREVIOUS_CRC, previousCrc);
        INT.set(
                bytes,
                start + PAYLOAD_CRC,
                crc(bytes, start + FRAME_HEADER_BYTES, start + FRAME_HEADER_BYTES + payloadLength));
        LONG.set(bytes, start + TIME, timeMicros);
        INT.set(bytes, start + HEADER_CRC, headerCrc(bytes, start));
    }

    /// Returns whether a whole header of this file is at an offset; its payload may be damaged.
    static boolean isFrameHeader(byte[] file, int offset, long salt) {
        return offset + FRAME_HEADER_BYTES <= file.length
                && (int) INT.get(file, offset + MAGIC) == FRAME_MAGIC
                && (long) LONG.get(file, offset + SALT) == salt
                && (int) INT.get(file, offset + HEADER_CRC) == headerCrc(file, offset);
    }

    /// Returns whether the payload behind a valid header is as it was written.
    static boolean isPayloadValid(byte[] file, int offset) {
        long start = (long) offset + FRAME_HEADER_BYTES;
        long end = start + (int) INT.get(file, offset + LENGTH);
        return end <= file.length
                && (int) INT.get(file, offset + PAYLOAD_CRC) == crc(file, (int) start, (int) end);
    }

    static int headerCrc(byte[] bytes, int start) {
        return crc(bytes, start + LENGTH, start + FRAME_HEADER_BYTES);
    }

    /// Returns the bytes that a frame takes in the file.
    static int frameByteCount(int payloadLength) {
        int end = FRAME_HEADER_BYTES + payloadLength;
        return (end + FRAME_ALIGNMENT - 1) & -FRAME_ALIGNMENT;
    }

    static int crc(byte[] bytes, int start, int end) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, end - start);
        return (int) crc.getValue();
    }
}

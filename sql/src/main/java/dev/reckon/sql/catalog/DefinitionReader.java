package dev.reckon.sql.catalog;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/// Reads the parts of a definition that [DefinitionWriter] wrote. Every method fails with XX001
/// when the bytes end early. For one thread.
final class DefinitionReader {
    private final byte[] bytes;
    private final LongFunction<DataType> types;
    private int offset;
    private int version;

    /// @param types finds a type by its oid
    DefinitionReader(byte[] bytes, LongFunction<DataType> types) {
        this.bytes = bytes;
        this.types = types;
    }

    /// Reads the version, the first byte.
    ///
    /// @throws DatabaseException XX001 when it is greater than the greatest that is known
    void readVersion(int greatest) {
        version = readByte();
        if (version < 1 || version > greatest) {
            throw new DatabaseException(
                    SqlState.DATA_CORRUPTED, "a definition has the unknown version " + version);
        }
    }

    int version() {
        return version;
    }

    int readByte() {
        if (offset >= bytes.length) {
            throw new DatabaseException(SqlState.DATA_CORRUPTED, "a definition ends too early");
        }
        return bytes[offset++] & 0xFF;
    }

    long readLong() {
        long value = 0;
        int shift = 0;
        int next;
        do {
            next = readByte();
            value |= (long) (next & 0x7F) << shift;
            shift += 7;
        } while ((next & 0x80) != 0);
        return (value >>> 1) ^ -(value & 1);
    }

    int readInt() {
        return (int) readLong();
    }

    boolean readBoolean() {
        return readByte() != 0;
    }

    String readText() {
        int length = readInt();
        if (length < 0 || length > bytes.length - offset) {
            throw new DatabaseException(SqlState.DATA_CORRUPTED, "a definition ends too early");
        }
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        offset += length;
        return text;
    }

    DataType readType() {
        return types.apply(readLong());
    }

    <E extends Enum<E>> E readEnum(Class<E> type) {
        return Enum.valueOf(type, readText());
    }

    <T> Optional<T> readOptional(Supplier<T> read) {
        return readBoolean() ? Optional.of(read.get()) : Optional.empty();
    }

    <T> List<T> readList(Supplier<T> read) {
        int size = readInt();
        var list = new ArrayList<T>(Math.min(size, bytes.length));
        for (int i = 0; i < size; i++) {
            list.add(read.get());
        }
        return list;
    }

    AclEntry readPrivileges() {
        return new AclEntry(readLong(), readLong(), readText(), readText());
    }
}

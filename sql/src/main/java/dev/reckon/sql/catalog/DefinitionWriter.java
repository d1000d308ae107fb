package dev.reckon.sql.catalog;

import dev.reckon.storage.type.DataType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/// Appends the parts of a definition: variable-length integers, and what is made of them. The
/// inverse of [DefinitionReader]. For one thread.
final class DefinitionWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    void writeByte(int value) {
        bytes.write(value);
    }

    /// Seven bits a byte, the sign in the lowest bit, so that small numbers are short.
    void writeLong(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    void writeBoolean(boolean value) {
        bytes.write(value ? 1 : 0);
    }

    void writeText(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        writeLong(encoded.length);
        bytes.write(encoded, 0, encoded.length);
    }

    void writeType(DataType type) {
        writeLong(type.oid());
    }

    void writeEnum(Enum<?> value) {
        writeText(value.name());
    }

    <T> void writeOptional(Optional<T> value, Consumer<T> write) {
        writeBoolean(value.isPresent());
        value.ifPresent(write);
    }

    <T> void writeList(Collection<T> list, Consumer<T> write) {
        writeLong(list.size());
        list.forEach(write);
    }

    void writePrivileges(AclEntry entry) {
        writeLong(entry.grantee());
        writeLong(entry.grantor());
        writeText(entry.letters());
        writeText(entry.grantable());
    }
}

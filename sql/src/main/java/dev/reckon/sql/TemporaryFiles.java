package dev.reckon.sql;

import dev.reckon.sql.execute.buffer.SpillFile;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes the files to which queries spill, in the system's temporary directory. They are deleted
/// when they are closed, and by the system when the process dies.
final class TemporaryFiles {
    private TemporaryFiles() {}

    static SpillFile create() {
        try {
            Path path = Files.createTempFile("reckon", ".spill");
            FileChannel channel =
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
            return new ChannelFile(channel);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static DatabaseException failed(IOException cause) {
        boolean full = String.valueOf(cause.getMessage()).contains("No space");
        return new DatabaseException(
                full ? SqlState.DISK_FULL : SqlState.IO_ERROR,
                "could not use a temporary file: " + cause.getMessage(),
                cause);
    }

    private record ChannelFile(FileChannel channel) implements SpillFile {
        @Override
        public void write(byte[] bytes, int count) {
            try {
                ByteBuffer rest = ByteBuffer.wrap(bytes, 0, count);
                long offset = channel.size();
                while (rest.hasRemaining()) {
                    offset += channel.write(rest, offset);
                }
            } catch (IOException e) {
                throw failed(e);
            }
        }

        @Override
        public void read(long offset, byte[] target, int count) {
            try {
                ByteBuffer rest = ByteBuffer.wrap(target, 0, count);
                long position = offset;
                while (rest.hasRemaining()) {
                    int read = channel.read(rest, position);
                    if (read < 0) {
                        throw new IllegalStateException("read past the end of a temporary file");
                    }
                    position += read;
                }
            } catch (IOException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }
}

package dev.reckon.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.file.FileSystem.DirectoryInUseException;
import dev.reckon.storage.file.FileSystem.DirectoryLock;
import dev.reckon.storage.file.FileSystem.WritableFile;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// What every [FileSystem] does.
abstract class FileSystemContract {
    private final FileSystem files;

    /// Tests an empty directory.
    FileSystemContract(FileSystem files) {
        this.files = files;
    }

    private void write(String name, byte... bytes) throws IOException {
        try (WritableFile file = files.create(name)) {
            file.write(0, bytes, 0, bytes.length);
            file.sync();
        }
    }

    @Test
    void readsWhatWasWrittenAtAnyOffset() throws IOException {
        try (WritableFile file = files.create("a")) {
            file.write(4, new byte[] {9, 1, 2, 9}, 1, 3);
            file.write(0, new byte[] {7}, 0, 1);
        }
        assertThat(files.read("a")).containsExactly(7, 0, 0, 0, 1, 2);
        assertThat(files.readStart("a", 2)).containsExactly(7, 0);
        assertThat(files.readStart("a", 20)).hasSize(6);
        assertThat(files.size("a")).isEqualTo(6);
    }

    @Test
    void writesInPlaceAndCreatesAnew() throws IOException {
        write("a", (byte) 1, (byte) 2, (byte) 3);
        try (WritableFile file = files.open("a")) {
            file.write(1, new byte[] {8}, 0, 1);
        }
        assertThat(files.read("a")).containsExactly(1, 8, 3);
        write("a", (byte) 5);
        assertThat(files.read("a")).containsExactly(5);
    }

    @Test
    void mapsAFile() throws IOException {
        write("a", (byte) 1, (byte) 2);
        int before = NativeMemory.openCount();
        try (MappedFile mapped = files.map("a")) {
            assertThat(mapped.bytes().byteSize()).isEqualTo(2);
            assertThat(mapped.bytes().get(ValueLayout.JAVA_BYTE, 1)).isEqualTo((byte) 2);
            files.delete("a"); // What is mapped stays.
            assertThat(mapped.bytes().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 1);
        }
        assertThat(NativeMemory.openCount()).isEqualTo(before);
    }

    @Test
    void renamesOverAnotherFileAndDeletes() throws IOException {
        write("a", (byte) 1);
        write("b", (byte) 2);
        files.rename("a", "b");
        files.syncDirectory();
        assertThat(files.list()).containsExactly("b");
        assertThat(files.read("b")).containsExactly(1);
        files.delete("b");
        files.delete("b"); // Deleting what is gone is no error.
        assertThat(files.list()).isEmpty();
    }

    @Test
    @SuppressWarnings("MustBeClosed") // Nothing is opened.
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> files.read("x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.map("x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.open("x")).isInstanceOf(IOException.class);
        assertThat(files.describe("x")).endsWith("/x");
    }

    @Test
    void isLockedByOneAtATime() throws IOException {
        DirectoryLock lock = files.lock();
        assertThatThrownBy(files::lock)
                .isInstanceOf(DirectoryInUseException.class)
                .hasMessageContaining("in use by process");
        lock.close();
        files.lock().close();
        assertThat(files.list()).isEmpty();
    }

    @Test
    void isReadByManyOrWrittenByOne() throws IOException {
        files.lock().close();
        DirectoryLock reader = files.lockForReading();
        DirectoryLock second = files.lockForReading();
        assertThatThrownBy(files::lock).isInstanceOf(DirectoryInUseException.class);
        reader.close();
        assertThatThrownBy(files::lock).isInstanceOf(DirectoryInUseException.class);
        second.close();
        DirectoryLock writer = files.lock();
        assertThatThrownBy(files::lockForReading)
                .isInstanceOf(DirectoryInUseException.class)
                .hasMessageContaining("in use by process");
        assertThatThrownBy(files::lock).isInstanceOf(DirectoryInUseException.class);
        writer.close();
    }

    @Test
    void survivesAnInterrupt() throws IOException {
        Thread.currentThread().interrupt();
        write("a", (byte) 1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(files.read("a")).containsExactly(1);
    }
}

package dev.reckon.storage.file;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LocalFileSystemTest extends FileSystemContract {
    LocalFileSystemTest(@TempDir Path directory) throws IOException {
        super(new LocalFileSystem(directory.resolve("new")));
    }
}

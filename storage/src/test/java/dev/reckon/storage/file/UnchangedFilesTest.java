package dev.reckon.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.file.FileSystem.WritableFile;
import dev.reckon.storage.testing.SimulatedDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class UnchangedFilesTest extends FileSystemContract {
    UnchangedFilesTest() throws IOException {
        super(new UnchangedFiles(new SimulatedDisk()));
    }

    @Test
    void leavesTheDirectoryAsItIs() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        for (String name : new String[] {"a", "b", "c"}) {
            try (WritableFile file = disk.create(name)) {
                file.write(0, new byte[] {1, 2}, 0, 2);
            }
        }
        UnchangedFiles view = new UnchangedFiles(disk);
        try (WritableFile file = view.open("a")) {
            file.write(1, new byte[] {9}, 0, 1);
        }
        view.rename("b", "d");
        view.delete("c");
        assertThat(view.read("a")).containsExactly(1, 9);
        assertThat(view.list()).containsExactlyInAnyOrder("a", "d");
        assertThat(disk.list()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(disk.read("a")).containsExactly(1, 2);
    }
}

package dev.reckon.tests.disk;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.server.testing.ReckonProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data directory that can't be had: the server says why, and leaves it as it is.
final class DirectoryTest {
    private static final List<String> JAVA_OPTIONS = List.of("-Xmx256m");

    @Test
    void secondServerIsRefusedAndTheFirstGoesOn(@TempDir Path directory) throws Exception {
        try (ReckonProcess server = ReckonProcess.start(directory, JAVA_OPTIONS);
                Connection connection = DriverManager.getConnection(server.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (id int primary key)");
            assertThatThrownBy(() -> ReckonProcess.start(directory, JAVA_OPTIONS))
                    .hasMessageContaining("is in use by process " + server.processId())
                    .hasMessageContaining(directory.toString());
            statement.execute("insert into kept values (1)");
        }
    }

    @Test
    void readOnlyDirectoryIsSaid() throws Exception {
        try (Mount mount = Mount.ofMegabytes(64)) {
            Path directory = mount.directory().resolve("data");
            try (ReckonProcess server = ReckonProcess.start(directory, JAVA_OPTIONS);
                    Connection connection = DriverManager.getConnection(server.jdbcUrl())) {
                connection.createStatement().execute("create table kept (id int primary key)");
            }
            mount.makeReadOnly();
            assertThatThrownBy(() -> ReckonProcess.start(directory, JAVA_OPTIONS))
                    .hasMessageContaining("58030")
                    .hasMessageContaining("Read-only file system")
                    .hasMessageContaining(directory.toString());
            assertThatThrownBy(() ->
                            ReckonProcess.start(mount.directory().resolve("new"), JAVA_OPTIONS))
                    .hasMessageContaining("58030")
                    .hasMessageContaining("Read-only file system");
        }
    }

    @Test
    void fileInTheDirectorysPlaceIsSaid(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> ReckonProcess.start(file, JAVA_OPTIONS))
                .hasMessageContaining("58030")
                .hasMessageContaining(file.toString());
    }
}

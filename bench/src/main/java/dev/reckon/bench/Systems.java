package dev.reckon.bench;

import dev.reckon.server.testing.ReckonProcess;
import dev.reckon.storage.testing.PostgresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Reckon, DuckDB with two threads and, where it is installed, PostgreSQL, started for one run and
/// deleted after it.
public final class Systems implements AutoCloseable {
    /// The warm-up looks once a second whether it is due.
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final int QUIET_PAUSES = 5;
    private static final int PAUSES_MAX = 120;
    private static final long BUSY_FRACTION = 10;

    private final List<Connection> connections = new ArrayList<>();
    private final List<SqlSystem> all = new ArrayList<>();
    private final Path data;
    private final ReckonProcess reckon;
    private Optional<PostgresPeer> postgres = Optional.empty();

    /// Starts the systems.
    ///
    /// @param reckonHeap the JVM's heap, such as `2g`
    public Systems(String reckonHeap, boolean withPostgres) throws IOException, SQLException {
        data = Files.createTempDirectory("reckon-bench");
        reckon = ReckonProcess.start(data, List.of("-Xmx" + reckonHeap));
        add("Reckon", reckon.jdbcUrl());
        add("DuckDB", "jdbc:duckdb:");
        all.getLast().execute("set threads = 2");
        if (withPostgres && PostgresPeer.isInstalled()) {
            PostgresPeer peer =
                    PostgresPeer.start(
                            List.of(
                                    "shared_buffers=2GB",
                                    "work_mem=256MB",
                                    "max_wal_size=8GB",
                                    "max_parallel_workers_per_gather=2"));
            postgres = Optional.of(peer);
            add("PostgreSQL", peer.jdbcUrl());
        }
    }

    private void add(String name, String url) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connections.add(connection);
        all.add(new SqlSystem(name, connection));
    }

    /// Returns Reckon, DuckDB and, where it is installed, PostgreSQL, in this order.
    public List<SqlSystem> all() {
        return all;
    }

    /// Returns Reckon's address for pgjdbc.
    public String reckonUrl() {
        return reckon.jdbcUrl();
    }

    /// Returns PostgreSQL's address for pgjdbc.
    public Optional<String> postgresUrl() {
        return postgres.map(PostgresPeer::jdbcUrl);
    }

    /// Leaves the systems as they are when they had time for their background work: Reckon's merges
    /// and its warm-up are over, PostgreSQL has its statistics.
    public void settle() throws SQLException {
        all.getFirst().execute("checkpoint");
        if (postgres.isPresent()) {
            all.getLast().execute("vacuum analyze");
        }
        awaitRest();
    }

    /// Waits until Reckon's process takes next to no processor time.
    private void awaitRest() {
        ProcessHandle process = ProcessHandle.of(reckon.processId()).orElseThrow();
        Duration before = taken(process);
        for (int quiet = 0, pause = 0; quiet < QUIET_PAUSES && pause < PAUSES_MAX; pause++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            Duration now = taken(process);
            quiet = now.minus(before).compareTo(PAUSE.dividedBy(BUSY_FRACTION)) < 0 ? quiet + 1 : 0;
            before = now;
        }
    }

    private static Duration taken(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() throws IOException, SQLException {
        for (Connection connection : connections.reversed()) {
            connection.close();
        }
        postgres.ifPresent(PostgresPeer::close);
        reckon.close();
        delete(data);
    }

    /// Deletes a directory with all that is in it.
    public static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

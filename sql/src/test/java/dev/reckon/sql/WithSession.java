package dev.reckon.sql;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A test with a database of its own, and one session.
abstract class WithSession {
    @TempDir Path directory;

    Database database;
    Session session;

    @BeforeEach
    final void openSession() {
        database = Database.open(directory);
        session = database.openSession("reckon");
    }

    @AfterEach
    final void closeSession() {
        session.close();
        database.close();
    }

    /// Runs a statement whose result does not matter.
    final void run(String sql) {
        session.execute(sql).close();
    }

    /// Returns a statement's rows as texts, with bars between the columns.
    final List<String> rows(String sql) {
        return SessionTest.rows(session, sql);
    }
}

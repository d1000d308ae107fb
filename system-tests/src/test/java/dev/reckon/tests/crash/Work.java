package dev.reckon.tests.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/// Something that clients do again and again, and whose outcome can be told after the server died
/// in the middle. Safe for use by many threads.
interface Work {
    /// Makes the tables.
    void prepare(Statement statement) throws SQLException;

    /// Does one transaction. When it throws, the transaction has failed, or nobody knows.
    ///
    /// @param connection not in autocommit mode
    void step(Connection connection, Random random) throws SQLException;

    /// Says that the server refused the last step of a thread, so that it has changed nothing.
    void refused(Connection connection);

    /// Compares what the server has with what it had acknowledged.
    void check(Statement statement) throws SQLException;
}

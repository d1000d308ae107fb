package dev.reckon.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Inserts a few rows, far apart, and updates one of them, in one transaction; every tenth is
/// rolled back, and part of some by a savepoint.
final class Ledger implements Work {
    private static final int ROW_COUNT_MAX = 5;
    private static final int KEPT_COUNT = 2_000;

    private final Outcomes outcomes = new Outcomes("transactions of the ledger");
    private final Map<Connection, Integer> current = new ConcurrentHashMap<>();

    @Override
    public void prepare(Statement statement) throws SQLException {
        statement.execute(
                "create table ledger (id bigint primary key, transaction int, row_count int,"
                        + " version int)");
        statement.execute("create index ledger_transaction on ledger (transaction)");
    }

    @Override
    public void step(Connection connection, Random random) throws SQLException {
        if (random.nextInt(40) == 0) {
            prune(connection);
            return;
        }
        int transaction = outcomes.begin();
        current.put(connection, transaction);
        int rowCount = 1 + random.nextInt(ROW_COUNT_MAX);
        try (PreparedStatement insert =
                        connection.prepareStatement("insert into ledger values (?, ?, ?, 0)");
                PreparedStatement update =
                        connection.prepareStatement(
                                "update ledger set version = version + 1 where id = ?")) {
            for (int row = 0; row < rowCount; row++) {
                insert(insert, transaction, row, rowCount);
            }
            if (random.nextInt(5) == 0) {
                var savepoint = connection.setSavepoint();
                insert(insert, transaction, ROW_COUNT_MAX, rowCount);
                update.setLong(1, id(transaction, 0));
                update.executeUpdate();
                connection.rollback(savepoint);
            }
            update.setLong(1, id(transaction, 0));
            update.executeUpdate();
        }
        if (random.nextInt(10) == 0) {
            connection.rollback();
            outcomes.absent(transaction);
        } else {
            connection.commit();
            outcomes.present(transaction);
        }
    }

    private static void insert(PreparedStatement insert, int transaction, int row, int rowCount)
            throws SQLException {
        insert.setLong(1, id(transaction, row));
        insert.setInt(2, transaction);
        insert.setInt(3, rowCount);
        insert.executeUpdate();
    }

    /// Spreads keys over the whole range, so that rows of one transaction lie far apart.
    private static long id(int transaction, int row) {
        return Integer.reverse(transaction) * 16L + Long.reverse(row);
    }

    /// Deletes one transaction, found by the index, when there are many.
    private void prune(Connection connection) throws SQLException {
        var present = outcomes.allPresent();
        if (present.size() < KEPT_COUNT) {
            return;
        }
        int transaction = present.getFirst();
        current.remove(connection);
        outcomes.unsure(transaction);
        try (PreparedStatement delete =
                connection.prepareStatement("delete from ledger where transaction = ?")) {
            delete.setInt(1, transaction);
            delete.executeUpdate();
        }
        connection.commit();
        outcomes.absent(transaction);
    }

    @Override
    public void refused(Connection connection) {
        Integer transaction = current.remove(connection);
        if (transaction != null) {
            outcomes.absent(transaction);
        }
    }

    @Override
    public void check(Statement statement) throws SQLException {
        Set<Integer> found = new HashSet<>();
        try (ResultSet rows =
                statement.executeQuery(
                        "select transaction, count(*), min(row_count), max(row_count),"
                                + " sum(version) from ledger group by transaction")) {
            while (rows.next()) {
                int transaction = rows.getInt(1);
                found.add(transaction);
                assertThat(rows.getInt(2)).as("rows of %d", transaction).isEqualTo(rows.getInt(3));
                assertThat(rows.getInt(4)).as("rows of %d", transaction).isEqualTo(rows.getInt(3));
                assertThat(rows.getInt(5)).as("the update of %d", transaction).isEqualTo(1);
            }
        }
        outcomes.settle(found);
    }
}

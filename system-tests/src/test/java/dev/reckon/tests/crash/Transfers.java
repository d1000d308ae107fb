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

/// Moves money between accounts and writes down each transfer. The sum never changes, and each
/// balance is what the transfers make it.
final class Transfers implements Work {
    private static final int ACCOUNT_COUNT = 100;
    private static final int FIRST_BALANCE = 1000;

    private final Outcomes outcomes = new Outcomes("transfers");
    private final Map<Connection, Integer> current = new ConcurrentHashMap<>();

    @Override
    public void prepare(Statement statement) throws SQLException {
        statement.execute("create table accounts (id int primary key, balance bigint not null)");
        statement.execute(
                "insert into accounts select i, %d from generate_series(1, %d) i"
                        .formatted(FIRST_BALANCE, ACCOUNT_COUNT));
        statement.execute(
                "create table transfers (id int primary key, payer int references accounts,"
                        + " payee int references accounts, amount int)");
    }

    @Override
    public void step(Connection connection, Random random) throws SQLException {
        int transfer = outcomes.begin();
        current.put(connection, transfer);
        int payer = 1 + random.nextInt(ACCOUNT_COUNT);
        int payee = 1 + random.nextInt(ACCOUNT_COUNT);
        int amount = random.nextInt(100);
        try (PreparedStatement pay =
                        connection.prepareStatement(
                                "update accounts set balance = balance + ? where id = ?");
                PreparedStatement note =
                        connection.prepareStatement("insert into transfers values (?, ?, ?, ?)")) {
            pay(pay, -amount, payer);
            pay(pay, amount, payee);
            note.setInt(1, transfer);
            note.setInt(2, payer);
            note.setInt(3, payee);
            note.setInt(4, amount);
            note.executeUpdate();
        }
        connection.commit();
        outcomes.present(transfer);
    }

    private static void pay(PreparedStatement pay, int amount, int account) throws SQLException {
        pay.setInt(1, amount);
        pay.setInt(2, account);
        assertThat(pay.executeUpdate()).isEqualTo(1);
    }

    @Override
    public void refused(Connection connection) {
        Integer transfer = current.remove(connection);
        if (transfer != null) {
            outcomes.absent(transfer);
        }
    }

    @Override
    public void check(Statement statement) throws SQLException {
        long[] balances = new long[ACCOUNT_COUNT + 1];
        Set<Integer> found = new HashSet<>();
        try (ResultSet rows = statement.executeQuery("select * from transfers")) {
            while (rows.next()) {
                found.add(rows.getInt(1));
                balances[rows.getInt(2)] -= rows.getInt(4);
                balances[rows.getInt(3)] += rows.getInt(4);
            }
        }
        int accountCount = 0;
        try (ResultSet rows = statement.executeQuery("select id, balance from accounts")) {
            while (rows.next()) {
                int account = rows.getInt(1);
                accountCount++;
                assertThat(rows.getLong(2))
                        .as("the balance of account %d", account)
                        .isEqualTo(FIRST_BALANCE + balances[account]);
            }
        }
        assertThat(accountCount).isEqualTo(ACCOUNT_COUNT);
        outcomes.settle(found);
    }
}

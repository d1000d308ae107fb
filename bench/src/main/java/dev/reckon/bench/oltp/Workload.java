package dev.reckon.bench.oltp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// What one client does over and over. Each makes its own statements on its own connection.
enum Workload {
    POINT_SELECT("point select, prepared", 1, 8, 32) {
        @Override
        Client open(Connection connection, int rowCount, SplittableRandom random)
                throws SQLException {
            PreparedStatement select =
                    connection.prepareStatement("select balance from account where id = ?");
            return () -> readOne(select, random.nextInt(rowCount));
        }
    },
    POINT_SELECT_TEXT("point select, as text", 1, 8) {
        @Override
        Client open(Connection connection, int rowCount, SplittableRandom random)
                throws SQLException {
            Statement statement = connection.createStatement();
            return () -> {
                String sql = "select balance from account where id = " + random.nextInt(rowCount);
                try (ResultSet result = statement.executeQuery(sql)) {
                    expectRow(result);
                }
            };
        }
    },
    RANGE("range of 100 rows", 1, 8) {
        @Override
        Client open(Connection connection, int rowCount, SplittableRandom random)
                throws SQLException {
            PreparedStatement select =
                    connection.prepareStatement(
                            "select id, balance from account where id >= ? order by id limit 100");
            return () -> {
                select.setInt(1, random.nextInt(rowCount - 100));
                try (ResultSet result = select.executeQuery()) {
                    int count = 0;
                    while (result.next()) {
                        count++;
                    }
                    if (count != 100) {
                        throw new IllegalStateException(count + " rows");
                    }
                }
            };
        }
    },
    INSERT("durable insert", 1, 8) {
        @Override
        Client open(Connection connection, int rowCount, SplittableRandom random)
                throws SQLException {
            PreparedStatement insert =
                    connection.prepareStatement("insert into history values (?, ?, ?)");
            return () -> {
                insert.setLong(1, NEXT_ID.incrementAndGet());
                insert.setInt(2, random.nextInt(rowCount));
                insert.setInt(3, 1);
                insert.executeUpdate();
            };
        }
    },
    UPDATE("update by key", 1, 8) {
        @Override
        Client open(Connection connection, int rowCount, SplittableRandom random)
                throws SQLException {
            PreparedStatement update =
                    connection.prepareStatement(
                            "update account set balance = balance + 1 where id = ?");
            return () -> {
                update.setInt(1, random.nextInt(rowCount));
                update.executeUpdate();
            };
        }
    },
    READ_MOSTLY("YCSB B: 95% reads, 5% updates", 8) {
        @Override
        Client open(Connection connection, int rowCount, SplittableRandom random)
                throws SQLException {
            Client read = POINT_SELECT.open(connection, rowCount, random);
            Client update = UPDATE.open(connection, rowCount, random);
            return () -> (random.nextInt(100) < 95 ? read : update).run();
        }
    },
    UPDATE_HEAVY("YCSB A: half reads, half updates", 8) {
        @Override
        Client open(Connection connection, int rowCount, SplittableRandom random)
                throws SQLException {
            Client read = POINT_SELECT.open(connection, rowCount, random);
            Client update = UPDATE.open(connection, rowCount, random);
            return () -> (random.nextBoolean() ? read : update).run();
        }
    },
    TPC_B("TPC-B", 1, 8) {
        @Override
        Client open(Connection connection, int rowCount, SplittableRandom random)
                throws SQLException {
            connection.setAutoCommit(false);
            PreparedStatement account =
                    connection.prepareStatement(
                            "update account set balance = balance + ? where id = ?");
            PreparedStatement read =
                    connection.prepareStatement("select balance from account where id = ?");
            PreparedStatement teller =
                    connection.prepareStatement(
                            "update teller set balance = balance + ? where id = ?");
            PreparedStatement branch =
                    connection.prepareStatement(
                            "update branch set balance = balance + ? where id = ?");
            PreparedStatement history =
                    connection.prepareStatement("insert into history values (?, ?, ?)");
            return () -> {
                int id = random.nextInt(rowCount);
                int amount = random.nextInt(10_000) - 5000;
                change(account, amount, id);
                readOne(read, id);
                int tellerId = random.nextInt(TELLER_COUNT);
                change(teller, amount, tellerId);
                change(branch, amount, tellerId / 10);
                history.setLong(1, NEXT_ID.incrementAndGet());
                history.setInt(2, id);
                history.setInt(3, amount);
                history.executeUpdate();
                connection.commit();
            };
        }
    };

    static final int TELLER_COUNT = 100;
    private static final AtomicLong NEXT_ID = new AtomicLong();

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<Integer> clientCounts;

    Workload(String title, Integer... clientCounts) {
        this.title = title;
        this.clientCounts = List.of(clientCounts);
    }

    String title() {
        return title;
    }

    List<Integer> clientCounts() {
        return clientCounts;
    }

    /// Prepares a client on its own connection.
    abstract Client open(Connection connection, int rowCount, SplittableRandom random)
            throws SQLException;

    /// One operation, from request to answer.
    @FunctionalInterface
    interface Client {
        void run() throws SQLException;
    }

    private static void change(PreparedStatement update, int amount, int id) throws SQLException {
        update.setInt(1, amount);
        update.setInt(2, id);
        update.executeUpdate();
    }

    private static void readOne(PreparedStatement select, int id) throws SQLException {
        select.setInt(1, id);
        try (ResultSet result = select.executeQuery()) {
            expectRow(result);
        }
    }

    private static void expectRow(ResultSet result) throws SQLException {
        if (!result.next()) {
            throw new IllegalStateException("row not found");
        }
    }
}

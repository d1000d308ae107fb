package dev.reckon.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Makes tables with rows and an index in one transaction, widens them, and drops them, while a
/// checkpoint is asked for now and then.
final class Definitions implements Work {
    private static final int KEPT_COUNT = 20;
    private static final String PREFIX = "defined_";
    private static final String WIDENED = "widened_";

    private final Outcomes tables = new Outcomes("tables");

    /// Which tables have the column that was added.
    private final Outcomes widened = new Outcomes("added columns");

    private final Map<Integer, Integer> tableOfColumn = new ConcurrentHashMap<>();
    private final Map<Connection, Integer> made = new ConcurrentHashMap<>();

    @Override
    public void prepare(Statement statement) {}

    @Override
    public void step(Connection connection, Random random) throws SQLException {
        made.remove(connection);
        try (Statement statement = connection.createStatement()) {
            List<Integer> present = tables.allPresent();
            int choice = random.nextInt(10);
            if (choice == 0) {
                connection.commit();
                connection.setAutoCommit(true);
                statement.execute(random.nextBoolean() ? "checkpoint" : "vacuum");
                connection.setAutoCommit(false);
            } else if (present.size() > KEPT_COUNT || (choice == 1 && !present.isEmpty())) {
                drop(connection, statement, present.get(random.nextInt(present.size())));
            } else if (choice < 4 && !present.isEmpty()) {
                widen(connection, statement, present.get(random.nextInt(present.size())));
            } else {
                create(connection, statement, random);
            }
        }
    }

    private void create(Connection connection, Statement statement, Random random)
            throws SQLException {
        int number = tables.begin();
        made.put(connection, number);
        String name = PREFIX + number;
        statement.execute("create table " + name + " (id int primary key, n int, t text)");
        int rowCount = random.nextInt(200);
        statement.execute(
                "insert into %s select i, %d, 'text ' || i from generate_series(1, %d) i"
                        .formatted(name, rowCount, rowCount));
        statement.execute("create index on " + name + " (t)");
        connection.commit();
        tables.present(number);
    }

    private void drop(Connection connection, Statement statement, int number) throws SQLException {
        tables.unsure(number);
        statement.execute("drop table " + PREFIX + number);
        connection.commit();
        tables.absent(number);
    }

    private void widen(Connection connection, Statement statement, int number) throws SQLException {
        int column = widened.begin();
        tableOfColumn.put(column, number);
        statement.execute(
                "alter table %s%d add column %s%d int default 7"
                        .formatted(PREFIX, number, WIDENED, column));
        connection.commit();
        widened.present(column);
    }

    @Override
    public void refused(Connection connection) {
        Integer number = made.remove(connection);
        if (number != null) {
            tables.absent(number);
        }
    }

    @Override
    public void check(Statement statement) throws SQLException {
        tables.settle(
                numbers(
                        statement,
                        "select table_name from information_schema.tables where table_name like ",
                        PREFIX));
        Set<Integer> present = new HashSet<>(tables.allPresent());
        for (int number : present) {
            checkTable(statement, number);
        }
        Set<Integer> columns =
                numbers(
                        statement,
                        "select column_name from information_schema.columns"
                                + " where column_name like ",
                        WIDENED);
        for (int column : widened.allPresent()) {
            if (!present.contains(tableOfColumn.getOrDefault(column, 0))) {
                columns.add(column); // Went with its table.
            }
        }
        widened.settle(columns);
    }

    private static void checkTable(Statement statement, int number) throws SQLException {
        String name = PREFIX + number;
        try (ResultSet rows =
                statement.executeQuery(
                        "select count(*), coalesce(min(n), 0), coalesce(max(n), 0) from " + name)) {
            rows.next();
            assertThat(rows.getInt(1)).as("rows of " + name).isEqualTo(rows.getInt(2));
            assertThat(rows.getInt(1)).as("rows of " + name).isEqualTo(rows.getInt(3));
        }
        try (ResultSet rows =
                statement.executeQuery("select * from " + name + " where t = 'text 1'")) {
            while (rows.next()) {
                assertThat(rows.getInt(1)).isEqualTo(1);
                for (int column = 4; column <= rows.getMetaData().getColumnCount(); column++) {
                    assertThat(rows.getInt(column)).as("an added column").isEqualTo(7);
                }
            }
        }
    }

    private static Set<Integer> numbers(Statement statement, String query, String prefix)
            throws SQLException {
        Set<Integer> found = new HashSet<>();
        try (ResultSet rows = statement.executeQuery(query + "'" + prefix + "%'")) {
            while (rows.next()) {
                found.add(Integer.parseInt(rows.getString(1).substring(prefix.length())));
            }
        }
        return found;
    }
}

package dev.reckon.server.rehearsal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// The work that is rehearsed: loading, short transactions by prepared and plain statements,
/// queries over whole tables, and what tools ask the catalog. For one thread.
public final class Rehearsal {
    private static final int ROUND_COUNT = 3;
    private static final int BATCH_COUNT = 40;
    private static final int ROW_COUNT = 128;
    private static final int SHORT_COUNT = 1500;

    /// So many that they go to a segment at once.
    private static final int LOADED_COUNT = 60_000;

    private static final List<String> QUERIES =
            List.of(
                    "SELECT count(*), sum(amount), avg(amount), min(name), max(name) FROM item",
                    "SELECT id, name, amount FROM item WHERE id >= 500 ORDER BY id LIMIT 100",
                    "SELECT amount, count(*) FROM item WHERE name LIKE 'name%' GROUP BY amount"
                            + " HAVING count(*) > 1 ORDER BY count(*) DESC, amount LIMIT 10",
                    "SELECT a.name, b.amount FROM item a JOIN item b ON a.amount = b.id"
                            + " WHERE a.id < 2000 ORDER BY 1 LIMIT 20",
                    "SELECT upper(name), amount::text || '!', coalesce(NULLIF(amount, 3), 0),"
                            + " CASE WHEN amount > 5 THEN 'a' ELSE 'b' END,"
                            + " round(amount * 1.5, 1), now(), current_date FROM item LIMIT 50",
                    "SELECT name FROM item WHERE id IN (SELECT amount FROM item) AND EXISTS"
                            + " (SELECT 1 FROM item o WHERE o.id = item.id) ORDER BY name LIMIT 5",
                    "SELECT id, row_number() OVER (PARTITION BY amount ORDER BY id) FROM item"
                            + " WHERE id < 3000 ORDER BY id LIMIT 10",
                    "EXPLAIN ANALYZE SELECT * FROM item WHERE id = 700",
                    "SELECT n.nspname, c.relname, c.relkind FROM pg_catalog.pg_class c LEFT JOIN"
                            + " pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind"
                            + " IN ('r', 'v') AND n.nspname !~ '^pg_toast' ORDER BY 1, 2",
                    "SELECT table_name, column_name, data_type FROM information_schema.columns"
                            + " WHERE table_name = 'item' ORDER BY ordinal_position",
                    "SHOW server_version");

    private Rehearsal() {}

    /// Runs against a server without a password whose database is empty.
    public static void run(InetSocketAddress address) throws IOException {
        try (WireClient client = WireClient.connect(address)) {
            for (int round = 0; round < ROUND_COUNT; round++) {
                client.query(
                        "CREATE TABLE item (id bigint PRIMARY KEY, name text NOT NULL,"
                                + " amount integer NOT NULL DEFAULT 0)");
                client.query("CREATE INDEX ON item (amount)");
                load(client);
                loadMany(client);
                for (int i = 0; i < SHORT_COUNT; i++) {
                    shortTransaction(client, (i * 37L) % ((long) BATCH_COUNT * ROW_COUNT), i);
                }
                query(client);
                client.query("CHECKPOINT");
                query(client);
                client.query("DROP TABLE item");
            }
        }
    }

    /// Inserts many rows by each statement, as drivers do it for batches.
    private static void load(WireClient client) throws IOException {
        String sql =
                "INSERT INTO item (id, name, amount) VALUES ($1, $2, $3)"
                        + manyPlaces(ROW_COUNT - 1);
        client.query("BEGIN");
        for (int batch = 0; batch < BATCH_COUNT; batch++) {
            var parameters = new ArrayList<Object>(3 * ROW_COUNT);
            for (long i = 0; i < ROW_COUNT; i++) {
                parameters.add(batch * (long) ROW_COUNT + i);
                parameters.add("name of " + i);
                parameters.add(i % 10);
            }
            client.execute(sql, parameters);
        }
        client.query("COMMIT");
        var rows = new StringBuilder();
        for (int i = 1; i <= BATCH_COUNT * ROW_COUNT; i++) {
            rows.append(-i).append("\tcopied ").append(i).append('\t').append(i % 10).append('\n');
        }
        client.copyIn("COPY item FROM STDIN", rows.toString());
    }

    /// Fills a table with more rows than memory should hold.
    private static void loadMany(WireClient client) throws IOException {
        client.query(
                "CREATE TABLE line (id integer PRIMARY KEY, amount bigint NOT NULL, price numeric,"
                        + " name varchar(100) NOT NULL)");
        var rows = new StringBuilder();
        for (int i = 0; i < LOADED_COUNT; i++) {
            rows.append(i).append('|').append(i % 7).append('|').append(i % 100).append(".50|");
            rows.append("the name of line ").append(i % 1000).append('\n');
        }
        client.copyIn("COPY line FROM STDIN (DELIMITER '|')", rows.toString());
        client.query("CREATE TABLE line_again AS SELECT * FROM line");
        client.query("DROP TABLE line, line_again");
    }

    private static String manyPlaces(int rowCount) {
        var places = new StringBuilder();
        for (int row = 1; row <= rowCount; row++) {
            int first = 3 * row + 1;
            places.append(", ($%d, $%d, $%d)".formatted(first, first + 1, first + 2));
        }
        return places.toString();
    }

    private static void shortTransaction(WireClient client, long id, int number)
            throws IOException {
        client.execute("SELECT name, amount FROM item WHERE id = $1", List.of(id));
        client.query("SELECT amount FROM item WHERE id = " + id);
        client.execute(
                "SELECT id, amount FROM item WHERE id >= $1 ORDER BY id LIMIT 20", List.of(id));
        if (number % 10 == 0) {
            client.query("BEGIN");
            client.execute("UPDATE item SET amount = amount + 1 WHERE id = $1", List.of(id));
            client.execute("DELETE FROM item WHERE id = $1", List.of(id));
            client.execute(
                    "INSERT INTO item VALUES ($1, $2, $3)", List.of(id, "again", (long) number));
            client.query("COMMIT");
        }
    }

    private static void query(WireClient client) throws IOException {
        for (String sql : QUERIES) {
            client.query(sql);
            client.execute(sql, List.of());
        }
    }
}

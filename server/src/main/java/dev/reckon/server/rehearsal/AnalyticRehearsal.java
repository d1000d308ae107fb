package dev.reckon.server.rehearsal;

import java.io.IOException;
import java.util.List;

/// The rehearsal of queries that read whole tables on all threads: the loops over encoded columns,
/// of aggregates, joins and sorts are what an optimizing compiler has most to do with. For one
/// thread.
final class AnalyticRehearsal {
    /// Several parts for each thread, and segments of many blocks.
    private static final int EVENT_COUNT = 400_000;

    private static final int ACCOUNT_COUNT = 20_000;

    /// As often as the compiler needs to find a loop worth its while.
    private static final int ROUND_COUNT = 8;

    private static final List<String> TABLES =
            List.of(
                    "CREATE TABLE account (id integer PRIMARY KEY, name varchar(30) NOT NULL,"
                            + " region integer NOT NULL, balance decimal(12,2) NOT NULL)",
                    "CREATE TABLE event (id bigint PRIMARY KEY, account integer NOT NULL, kind"
                            + " varchar(12) NOT NULL, status varchar(1) NOT NULL, quantity"
                            + " decimal(12,2) NOT NULL, amount decimal(12,2) NOT NULL, discount"
                            + " decimal(12,2) NOT NULL, score double precision NOT NULL, day date"
                            + " NOT NULL, due date NOT NULL, note varchar(40) NOT NULL)",
                    "INSERT INTO account SELECT n, 'account ' || n, n % 25, n * 7919 % 100000 / 7.0"
                            + " FROM generate_series(0, %d) AS n".formatted(ACCOUNT_COUNT - 1),
                    // Numbers that wander through their ranges: multiples of primes.
                    "INSERT INTO event SELECT 3 * n, n * 7919 % 20000, (ARRAY['view', 'click',"
                            + " 'cart', 'purchase', 'refund'])[1 + n * 31 % 5], (ARRAY['A', 'N',"
                            + " 'R'])[1 + n * 17 % 3], 1 + n * 13 % 50, n * 104729 % 1000000 / 100.0,"
                            + " n * 11 % 11 / 100.0, n * 15485863 % 1000000 / 1024.0, date"
                            + " '2024-01-01' + (n * 101 % 336)::integer, date '2024-01-01' + (n *"
                            + " 103 % 346)::integer, 'the note of event ' || n % 5000 FROM"
                            + " generate_series(0::bigint, %d) AS n".formatted(EVENT_COUNT - 1));

    private static final List<String> QUERIES =
            List.of(
                    "SELECT count(*) FROM event WHERE account >= 0",
                    "SELECT count(*), sum(amount), max(score), min(account), max(day) FROM event",
                    "SELECT sum(amount) FROM event WHERE account < 1000",
                    "SELECT sum(amount * discount) FROM event WHERE day >= date '2024-02-01' AND day"
                            + " < date '2024-06-01' AND discount BETWEEN 0.05 AND 0.07 AND quantity"
                            + " < 24",
                    "SELECT kind, count(*), sum(amount) FROM event GROUP BY kind ORDER BY kind",
                    "SELECT kind, status, sum(quantity), sum(amount), sum(amount * (1 - discount)),"
                            + " sum(amount * (1 - discount) * (1 + discount)), avg(quantity),"
                            + " avg(amount), avg(discount), count(*) FROM event WHERE day <= date"
                            + " '2024-11-01' GROUP BY kind, status ORDER BY kind, status",
                    "SELECT count(*), sum(n) FROM (SELECT account, count(*) AS n, sum(amount) AS s"
                            + " FROM event GROUP BY account) AS t",
                    "SELECT id, amount FROM event ORDER BY amount DESC, id LIMIT 10",
                    "SELECT count(DISTINCT account) FROM event",
                    "SELECT day, avg(score) FROM event WHERE kind = 'purchase' GROUP BY day ORDER BY"
                            + " day",
                    "SELECT date_trunc('month', day), extract(year FROM day), count(*) FROM event"
                            + " WHERE note LIKE '%7 %' OR note LIKE 'the%1' GROUP BY 1, 2",
                    "SELECT kind, sum(CASE WHEN status = 'A' THEN 1 ELSE 0 END) FROM event WHERE"
                            + " status IN ('A', 'R') AND day < due AND account IN (1, 7, 19, 230)"
                            + " GROUP BY kind",
                    "SELECT region, sum(amount * (1 - discount)) AS s FROM event JOIN account ON"
                            + " account = account.id WHERE day >= date '2024-03-01' AND balance >"
                            + " 1000 GROUP BY region ORDER BY s DESC",
                    "SELECT name, count(*) FROM account LEFT JOIN event ON account = account.id AND"
                            + " kind = 'view' GROUP BY name ORDER BY 2 DESC, 1 LIMIT 20",
                    "SELECT count(*) FROM account WHERE EXISTS (SELECT 1 FROM event WHERE account ="
                            + " account.id AND due < day) AND NOT EXISTS (SELECT 1 FROM event e"
                            + " WHERE e.account = account.id AND e.amount > 9990)",
                    "SELECT sum(amount) FROM event WHERE quantity < (SELECT 0.2 * avg(e.quantity)"
                            + " FROM event e WHERE e.account = event.account)");

    private AnalyticRehearsal() {}

    /// Runs in a database that has no such tables, and leaves none.
    static void run(WireClient client) throws IOException {
        for (String sql : TABLES) {
            client.query(sql);
        }
        client.query("CHECKPOINT");
        for (int round = 0; round < ROUND_COUNT; round++) {
            for (String sql : QUERIES) {
                client.query(sql);
            }
        }
        client.query("DROP TABLE event, account");
    }
}

package dev.reckon.server.rehearsal;

import dev.reckon.sql.Result;
import dev.reckon.sql.Session;
import java.util.List;

/// Queries over whole tables, of every common shape, on tables of its own: what scans, joins,
/// aggregates and sorts run on is compiled by them. Holds no state.
final class AnalyticWork {
    /// Enough for a scan to be divided among threads and for segments of many blocks.
    private static final int EVENT_COUNT = 150_000;

    private static final int EVENTS_A_VISIT = 4;
    private static final int VISIT_COUNT = EVENT_COUNT / EVENTS_A_VISIT;
    private static final int ACCOUNT_COUNT = 15_000;

    /// Numbers wander through their ranges as multiples of primes.
    static final List<String> TABLES =
            List.of(
                    "CREATE TABLE account (id integer PRIMARY KEY, name varchar(30) NOT NULL, phone"
                            + " varchar(15) NOT NULL, region integer NOT NULL, balance decimal(12,2)"
                            + " NOT NULL, segment varchar(10) NOT NULL)",
                    "CREATE TABLE visit (id bigint PRIMARY KEY, account integer NOT NULL, status"
                            + " varchar(1) NOT NULL, total decimal(12,2) NOT NULL, day date NOT NULL,"
                            + " priority varchar(15) NOT NULL, note varchar(60) NOT NULL)",
                    "CREATE TABLE event (visit bigint, line integer, account integer NOT NULL, kind"
                            + " varchar(12) NOT NULL, status varchar(1) NOT NULL, quantity"
                            + " decimal(12,2) NOT NULL, amount decimal(12,2) NOT NULL, discount"
                            + " decimal(12,2) NOT NULL, tax decimal(12,2) NOT NULL, score double"
                            + " precision, day date NOT NULL, due date NOT NULL, done date NOT NULL,"
                            + " note varchar(60) NOT NULL, PRIMARY KEY (visit, line))",
                    "INSERT INTO account SELECT n, 'account number ' || n, (10 + n * 7 % 25)::text ||"
                            + " '-' || (n * 7919 % 10000000), n * 11 % 25, n * 7919 % 100000 / 7.0,"
                            + " (ARRAY['AUTOMOBILE', 'BUILDING', 'FURNITURE', 'HOUSEHOLD',"
                            + " 'MACHINERY'])[1 + n * 31 % 5] FROM generate_series(1, "
                            + ACCOUNT_COUNT
                            + ") AS n",
                    "INSERT INTO visit SELECT 4 * n, 1 + n * 7919 % 15000, (ARRAY['O', 'F', 'P'])[1 +"
                            + " n * 17 % 3], n * 104729 % 1000000 / 10.0, date '2022-01-01' + (n *"
                            + " 101 % 1101)::integer, (n * 31 % 5) || '-priority', 'some words of"
                            + " note ' || n * 13 % 997 || ' and more of them ' || n % 1009 FROM"
                            + " generate_series(0::bigint, "
                            + (VISIT_COUNT - 1)
                            + ") AS n",
                    "INSERT INTO event SELECT n / 4 * 4, 1 + n % 4, 1 + n * 7919 % 15000, (ARRAY['view',"
                            + " 'click', 'cart', 'purchase', 'refund', 'login', 'search'])[1 + n * 31"
                            + " % 7], (ARRAY['A', 'N', 'R'])[1 + n * 17 % 3], 1 + n * 13 % 50, n *"
                            + " 104729 % 10000000 / 100.0, n % 11 / 100.0, n % 9 / 100.0, n *"
                            + " 15485863 % 1000000 / 1024.0, date '2022-01-01' + (n * 101 %"
                            + " 1103)::integer, date '2022-01-01' + (n * 103 % 1109)::integer, date"
                            + " '2022-01-01' + (n * 107 % 1117)::integer, 'words of event ' || n %"
                            + " 5003 || ' about it' FROM generate_series(0::bigint, "
                            + (EVENT_COUNT - 1)
                            + ") AS n",
                    "CHECKPOINT");

    /// In the order of how common they are, the plainest first.
    static final List<String> QUERIES =
            List.of(
                    "SELECT count(*), sum(amount), min(account), max(score), max(day) FROM event",
                    "SELECT count(*) FROM event WHERE account >= 0",
                    "SELECT sum(amount) FROM event WHERE account < 1000",
                    "SELECT kind, count(*), sum(amount) FROM event GROUP BY kind ORDER BY kind",
                    "SELECT sum(amount * discount) FROM event WHERE day >= date '2022-02-01' AND day"
                            + " < date '2023-02-01' AND discount BETWEEN 0.05 AND 0.07 AND quantity"
                            + " < 24",
                    "SELECT kind, status, sum(quantity), sum(amount), sum(amount * (1 - discount)),"
                            + " sum(amount * (1 - discount) * (1 + tax)), avg(quantity), avg(amount),"
                            + " avg(discount), count(*) FROM event WHERE day <= date '2024-11-01'"
                            + " GROUP BY kind, status ORDER BY kind, status",
                    "SELECT count(*), sum(n) FROM (SELECT account, count(*) AS n, sum(amount) AS s"
                            + " FROM event GROUP BY account) AS t",
                    "SELECT visit, line, amount FROM event ORDER BY amount DESC, visit LIMIT 10",
                    "SELECT count(DISTINCT account) FROM event",
                    "SELECT day, avg(score) FROM event WHERE kind = 'purchase' GROUP BY day ORDER BY"
                            + " day",
                    "SELECT event.visit, sum(amount * (1 - discount)) AS revenue, visit.day,"
                            + " priority FROM account, visit, event WHERE segment = 'BUILDING' AND"
                            + " account.id = visit.account AND visit = visit.id AND visit.day < date"
                            + " '2023-06-15' AND event.day > date '2023-06-15' GROUP BY event.visit,"
                            + " visit.day, priority ORDER BY revenue DESC, visit.day LIMIT 10",
                    "SELECT region, sum(amount * (1 - discount)) AS revenue FROM account, visit,"
                            + " event WHERE account.id = visit.account AND visit = visit.id AND"
                            + " visit.day BETWEEN date '2023-01-01' AND date '2023-12-31' AND balance"
                            + " > 3000 GROUP BY region ORDER BY revenue DESC",
                    "SELECT priority, count(*) FROM visit WHERE visit.day >= date '2023-01-01' AND"
                            + " EXISTS (SELECT 1 FROM event WHERE visit = visit.id AND due < done)"
                            + " GROUP BY priority ORDER BY priority",
                    "SELECT kind, extract(year FROM visit.day) AS year, sum(CASE WHEN priority ="
                            + " '1-priority' OR priority = '2-priority' THEN 1 ELSE 0 END),"
                            + " sum(amount * (1 - discount) - 2 * quantity) FROM event JOIN visit ON"
                            + " visit = visit.id WHERE kind IN ('view', 'cart') AND due < done AND"
                            + " event.day < due GROUP BY kind, year ORDER BY kind, year DESC",
                    "SELECT n, count(*) FROM (SELECT account.id, count(visit.id) AS n FROM account"
                            + " LEFT JOIN visit ON account.id = visit.account AND note NOT LIKE"
                            + " '%words%and%7%' GROUP BY account.id) AS t GROUP BY n ORDER BY 2 DESC,"
                            + " n DESC",
                    "SELECT name, visit.account, visit, visit.day, total, sum(quantity) FROM account,"
                            + " visit, event WHERE visit IN (SELECT visit FROM event GROUP BY visit"
                            + " HAVING sum(quantity) > 150) AND account.id = visit.account AND visit ="
                            + " visit.id GROUP BY name, visit.account, visit, visit.day, total ORDER"
                            + " BY total DESC, visit.day LIMIT 100",
                    "SELECT sum(amount) / 7.0 FROM event WHERE kind = 'cart' AND quantity < (SELECT"
                            + " 0.5 * avg(quantity) FROM event AS e WHERE e.account = event.account)",
                    "SELECT sum(amount * (1 - discount)) FROM event, account WHERE account ="
                            + " account.id AND (segment = 'BUILDING' AND kind IN ('view', 'click') AND"
                            + " quantity BETWEEN 1 AND 11 OR segment = 'MACHINERY' AND kind IN"
                            + " ('cart', 'search') AND quantity BETWEEN 10 AND 20)",
                    "SELECT name, count(*) FROM account, event AS e, visit WHERE account.id ="
                            + " e.account AND visit.id = e.visit AND visit.status = 'F' AND e.done >"
                            + " e.due AND EXISTS (SELECT * FROM event AS f WHERE f.visit = e.visit AND"
                            + " f.account <> e.account) AND NOT EXISTS (SELECT * FROM event AS g WHERE"
                            + " g.visit = e.visit AND g.account <> e.account AND g.done > g.due)"
                            + " GROUP BY name ORDER BY 2 DESC, name LIMIT 100",
                    "SELECT kind, status, count(DISTINCT account) AS n FROM event WHERE kind <> 'cart'"
                            + " AND note NOT LIKE 'words of event 1%' AND account NOT IN (SELECT id"
                            + " FROM account WHERE name LIKE '%99%') GROUP BY kind, status ORDER BY n"
                            + " DESC, kind, status",
                    "SELECT code, count(*), sum(balance) FROM (SELECT substring(phone FROM 1 FOR 2)"
                            + " AS code, balance FROM account WHERE substring(phone FROM 1 FOR 2) IN"
                            + " ('13', '31', '23', '29', '30') AND balance > (SELECT avg(balance)"
                            + " FROM account WHERE balance > 0.00) AND NOT EXISTS (SELECT * FROM"
                            + " visit WHERE visit.account = account.id AND visit.day > date"
                            + " '2024-10-01')) AS t GROUP BY code ORDER BY code",
                    "SELECT visit, amount, rank() OVER (PARTITION BY kind ORDER BY amount DESC) FROM"
                            + " event WHERE day < date '2022-03-01' ORDER BY visit, line",
                    "SELECT date_trunc('month', day), count(*), sum(score), max(note) FROM event WHERE"
                            + " note LIKE '%7 %' OR note LIKE 'words%1 about it' GROUP BY 1 ORDER BY"
                            + " 1");

    private AnalyticWork() {}

    /// Runs one statement and reads its rows.
    static void run(Session session, String sql) {
        try (Result result = session.execute(sql)) {
            if (result instanceof Result.Rows rows) {
                while (rows.next().isPresent()) {
                    session.continueStatement();
                }
            }
        }
    }
}

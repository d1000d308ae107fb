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
    private static final int PRODUCT_COUNT = 6_000;
    private static final int SELLERS_A_PRODUCT = 4;

    /// Numbers wander through their ranges as multiples of primes.
    static final List<String> TABLES =
            List.of(
                    "CREATE TABLE account (id integer PRIMARY KEY, name varchar(30) NOT NULL, phone"
                            + " varchar(15) NOT NULL, region integer NOT NULL, balance decimal(12,2)"
                            + " NOT NULL, segment varchar(10) NOT NULL)",
                    "CREATE TABLE region (id integer PRIMARY KEY, name varchar(25) NOT NULL, continent"
                            + " varchar(12) NOT NULL)",
                    "CREATE TABLE product (id integer PRIMARY KEY, name varchar(40) NOT NULL, kind"
                            + " varchar(25) NOT NULL, size integer NOT NULL)",
                    "CREATE TABLE offer (product integer, seller integer, amount integer NOT NULL,"
                            + " cost decimal(12,2) NOT NULL, PRIMARY KEY (product, seller))",
                    "CREATE TABLE visit (id bigint PRIMARY KEY, account integer NOT NULL, status"
                            + " varchar(1) NOT NULL, total decimal(12,2) NOT NULL, day date NOT NULL,"
                            + " priority varchar(15) NOT NULL, note varchar(60) NOT NULL)",
                    "CREATE TABLE event (visit bigint, line integer, account integer NOT NULL, product"
                            + " integer NOT NULL, seller integer NOT NULL, kind"
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
                    "INSERT INTO region SELECT n, 'region ' || n, (ARRAY['AFRICA', 'AMERICA', 'ASIA',"
                            + " 'EUROPE', 'OCEANIA'])[1 + n % 5] FROM generate_series(0, 24) AS n",
                    "INSERT INTO product SELECT n, (ARRAY['red', 'green', 'blue', 'grey', 'white',"
                            + " 'black'])[1 + n * 7 % 6] || ' thing of ' || n % 211 || ' parts',"
                            + " (ARRAY['LARGE', 'SMALL', 'PLAIN'])[1 + n * 5 % 3] || ' ' ||"
                            + " (ARRAY['STEEL', 'BRASS', 'WOOD', 'TIN'])[1 + n * 11 % 4], 1 + n * 13"
                            + " % 50 FROM generate_series(1, "
                            + PRODUCT_COUNT
                            + ") AS n",
                    "INSERT INTO offer SELECT 1 + n / 4, 1 + (n / 4 + n % 4 * 251) % 1000, n * 7919 %"
                            + " 10000, n * 10473 % 100000 / 100.0 FROM generate_series(0, "
                            + (PRODUCT_COUNT * SELLERS_A_PRODUCT - 1)
                            + ") AS n",
                    "INSERT INTO visit SELECT 4 * n, 1 + n * 7919 % 15000, (ARRAY['O', 'F', 'P'])[1 +"
                            + " n * 17 % 3], n * 104729 % 1000000 / 10.0, date '2022-01-01' + (n *"
                            + " 101 % 1101)::integer, (n * 31 % 5) || '-priority', 'some words of"
                            + " note ' || n * 13 % 997 || ' and more of them ' || n % 1009 FROM"
                            + " generate_series(0::bigint, "
                            + (VISIT_COUNT - 1)
                            + ") AS n",
                    "INSERT INTO event SELECT n / 4 * 4, 1 + n % 4, 1 + n * 7919 % 15000, 1 + n * n %"
                            + " 5987, 1 + (n * n % 5987 + n % 4 * 251) % 1000, (ARRAY['view',"
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
                            + " HAVING sum(quantity) > 115) AND account.id = visit.account AND visit ="
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
                    "SELECT region.name, sum(event.amount * (1 - discount)) AS revenue FROM account,"
                            + " visit, event, account AS other, region WHERE account.id ="
                            + " visit.account AND visit = visit.id AND seller = other.id AND"
                            + " account.region = other.region AND other.region = region.id AND"
                            + " continent = 'ASIA' AND visit.day >= date '2023-01-01' AND visit.day <"
                            + " date '2023-01-01' + interval '1' year GROUP BY region.name ORDER BY"
                            + " revenue DESC",
                    "SELECT a, b, year, sum(volume) FROM (SELECT r.name AS a, s.name AS b,"
                            + " extract(year FROM event.day) AS year, event.amount * (1 - discount) AS"
                            + " volume FROM account AS one, event, visit, account AS other, region AS"
                            + " r, region AS s WHERE one.id = seller AND visit.id = visit AND"
                            + " other.id = visit.account AND one.region = r.id AND other.region = s.id"
                            + " AND (r.name = 'region 3' AND s.name = 'region 7' OR r.name = 'region"
                            + " 7' AND s.name = 'region 3') AND event.day BETWEEN date '2022-06-01'"
                            + " AND date '2024-05-31') AS t GROUP BY a, b, year ORDER BY a, b, year",
                    "SELECT year, sum(CASE WHEN name = 'region 7' THEN volume ELSE 0 END) /"
                            + " sum(volume) FROM (SELECT extract(year FROM visit.day) AS year,"
                            + " event.amount * (1 - discount) AS volume, s.name FROM product, event,"
                            + " visit, account, region AS r, account AS other, region AS s WHERE"
                            + " product.id = product AND other.id = seller AND visit = visit.id AND"
                            + " visit.account = account.id AND account.region = r.id AND r.continent"
                            + " = 'EUROPE' AND other.region = s.id AND visit.day BETWEEN date"
                            + " '2022-06-01' AND date '2024-05-31' AND product.kind = 'LARGE BRASS')"
                            + " AS t GROUP BY year ORDER BY year",
                    "SELECT name, year, sum(profit) FROM (SELECT region.name, extract(year FROM"
                            + " visit.day) AS year, event.amount * (1 - discount) - cost * quantity"
                            + " AS profit FROM product, account, event, offer, visit, region WHERE"
                            + " account.id = event.seller AND offer.seller = event.seller AND"
                            + " offer.product = event.product AND product.id = event.product AND"
                            + " visit.id = visit AND region = region.id AND product.name LIKE"
                            + " '%green%') AS t GROUP BY name, year ORDER BY name, year DESC",
                    "SELECT account.id, account.name, sum(event.amount * (1 - discount)) AS revenue,"
                            + " balance, region.name, phone FROM account, visit, event, region WHERE"
                            + " account.id = visit.account AND visit = visit.id AND visit.day >= date"
                            + " '2023-10-01' AND visit.day < date '2024-01-01' AND event.status = 'A'"
                            + " AND region = region.id GROUP BY account.id, account.name, balance,"
                            + " phone, region.name ORDER BY revenue DESC LIMIT 20",
                    "SELECT balance, account.name, region.name, product.id FROM product, account,"
                            + " offer, region WHERE product.id = product AND account.id = seller AND"
                            + " size = 14 AND product.kind LIKE '%BRASS' AND region = region.id AND"
                            + " continent = 'EUROPE' AND cost = (SELECT min(cost) FROM offer, account,"
                            + " region WHERE product.id = product AND account.id = seller AND region ="
                            + " region.id AND continent = 'EUROPE') ORDER BY balance DESC,"
                            + " region.name, account.name LIMIT 100",
                    "SELECT product, sum(cost * amount) AS value FROM offer, account, region WHERE"
                            + " seller = account.id AND region = region.id AND region.name = 'region"
                            + " 7' GROUP BY product HAVING sum(cost * amount) > (SELECT sum(cost *"
                            + " amount) * 0.0001 FROM offer, account, region WHERE seller ="
                            + " account.id AND region = region.id AND region.name = 'region 7') ORDER"
                            + " BY value DESC",
                    "WITH revenue AS (SELECT seller, sum(amount * (1 - discount)) AS total FROM event"
                            + " WHERE day >= date '2023-01-01' AND day < date '2023-01-01' + interval"
                            + " '3' month GROUP BY seller) SELECT id, name, total FROM account,"
                            + " revenue WHERE id = seller AND total = (SELECT max(total) FROM"
                            + " revenue) ORDER BY id",
                    "SELECT account.name, phone FROM account, region WHERE account.id IN (SELECT"
                            + " seller FROM offer WHERE product IN (SELECT id FROM product WHERE name"
                            + " LIKE 'green%') AND amount > (SELECT 0.5 * sum(quantity) FROM event"
                            + " WHERE event.product = offer.product AND event.seller = offer.seller"
                            + " AND day >= date '2023-01-01' AND day < date '2024-01-01')) AND region"
                            + " = region.id AND region.name = 'region 7' ORDER BY account.name",
                    "SELECT 100.00 * sum(CASE WHEN product.kind LIKE 'PLAIN%' THEN amount * (1 -"
                            + " discount) ELSE 0 END) / sum(amount * (1 - discount)) FROM event,"
                            + " product WHERE product = product.id AND day >= date '2023-09-01' AND"
                            + " day < date '2023-10-01'",
                    "SELECT name, size, count(DISTINCT seller) AS sellers FROM offer, product WHERE"
                            + " product.id = product AND name <> 'red thing of 7 parts' AND kind NOT"
                            + " LIKE 'SMALL%' AND size IN (49, 14, 23, 45, 19, 3, 36, 9) AND seller"
                            + " NOT IN (SELECT id FROM account WHERE name LIKE '%account%99%') GROUP"
                            + " BY name, size ORDER BY sellers DESC, name, size",
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

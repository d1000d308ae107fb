package dev.reckon.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Writes orders with their items into two tables and their indexes, and deletes some by a cascade:
/// no order has too few items, no item is without its order, and an index says what its table says.
final class Orders implements Work {
    private static final int KEPT_COUNT = 1_000;
    private static final int ITEM_COUNT_MAX = 12;

    private final Outcomes outcomes = new Outcomes("orders");
    private final Map<Connection, Integer> current = new ConcurrentHashMap<>();

    @Override
    public void prepare(Statement statement) throws SQLException {
        statement.execute("create table orders (id int primary key, item_count int not null)");
        statement.execute(
                "create table items (order_id int references orders on delete cascade, line int,"
                        + " product text, primary key (order_id, line))");
        statement.execute("create index items_product on items (product)");
    }

    @Override
    public void step(Connection connection, Random random) throws SQLException {
        List<Integer> present = random.nextInt(20) == 0 ? outcomes.allPresent() : List.of();
        if (present.size() > KEPT_COUNT) {
            delete(connection, present.get(random.nextInt(present.size())));
            return;
        }
        int order = outcomes.begin();
        current.put(connection, order);
        int itemCount = random.nextInt(ITEM_COUNT_MAX);
        try (PreparedStatement head =
                        connection.prepareStatement("insert into orders values (?, ?)");
                PreparedStatement item =
                        connection.prepareStatement("insert into items values (?, ?, ?)")) {
            head.setInt(1, order);
            head.setInt(2, itemCount);
            head.executeUpdate();
            for (int line = 0; line < itemCount; line++) {
                item.setInt(1, order);
                item.setInt(2, line);
                item.setString(3, "product " + random.nextInt(50));
                item.addBatch();
            }
            item.executeBatch();
        }
        connection.commit();
        outcomes.present(order);
    }

    private void delete(Connection connection, int order) throws SQLException {
        current.remove(connection);
        outcomes.unsure(order);
        try (PreparedStatement delete =
                connection.prepareStatement("delete from orders where id = ?")) {
            delete.setInt(1, order);
            delete.executeUpdate();
        }
        connection.commit();
        outcomes.absent(order);
    }

    @Override
    public void refused(Connection connection) {
        Integer order = current.remove(connection);
        if (order != null) {
            outcomes.absent(order);
        }
    }

    @Override
    public void check(Statement statement) throws SQLException {
        Set<Integer> found = new HashSet<>();
        try (ResultSet rows =
                statement.executeQuery(
                        "select o.id, o.item_count, count(i.line) from orders o"
                                + " left join items i on i.order_id = o.id"
                                + " group by o.id, o.item_count")) {
            while (rows.next()) {
                found.add(rows.getInt(1));
                assertThat(rows.getInt(3))
                        .as("items of order %d", rows.getInt(1))
                        .isEqualTo(rows.getInt(2));
            }
        }
        outcomes.settle(found);
        Map<String, Integer> products = new HashMap<>();
        try (ResultSet rows =
                statement.executeQuery(
                        "select product, order_id in (select id from orders) from items")) {
            while (rows.next()) {
                products.merge(rows.getString(1), 1, Integer::sum);
                assertThat(rows.getBoolean(2)).as("an item without an order").isTrue();
            }
        }
        for (Map.Entry<String, Integer> product : products.entrySet()) {
            try (ResultSet count =
                    statement.executeQuery(
                            "select count(line) from items where product = '%s'"
                                    .formatted(product.getKey()))) {
                count.next();
                assertThat(count.getInt(1)).as(product.getKey()).isEqualTo(product.getValue());
            }
        }
    }
}

package dev.reckon.tests.clients;

import dev.reckon.tests.clients.Shop.Book;
import dev.reckon.tests.clients.Shop.Click;
import dev.reckon.tests.clients.Shop.Customer;
import dev.reckon.tests.clients.Shop.Line;
import dev.reckon.tests.clients.Shop.Purchase;
import dev.reckon.tests.clients.Shop.Status;
import dev.reckon.tests.clients.Shop.Toy;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;

/// A shop kept by Hibernate: its schema made, validated and updated, objects stored in batches,
/// queries in Hibernate's language, locks, changes in bulk, and conflicts.
final class HibernateStory {
    private static final int CUSTOMERS = 50;

    private final List<String> story = new ArrayList<>();

    private HibernateStory() {}

    static List<String> run(Place place) {
        var story = new HibernateStory();
        try (SessionFactory shop = open(place, "create")) {
            shop.inTransaction(HibernateStory::fill);
            shop.inTransaction(story::ask);
            shop.inTransaction(story::change);
            shop.inTransaction(story::askAgain);
            story.clash(shop);
        }
        open(place, "validate").close();
        open(place, "update").close();
        try (SessionFactory shop = open(place, "none")) {
            shop.inTransaction(session -> story.tell(session, "select count(*) from Customer"));
        }
        return story.story;
    }

    /// @param schema what to do with the tables
    private static SessionFactory open(Place place, String schema) {
        var configuration =
                new Configuration()
                        .setProperty("hibernate.connection.url", place.url())
                        .setProperty("hibernate.hbm2ddl.auto", schema)
                        .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
                        .setProperty("hibernate.jdbc.batch_size", "20");
        Shop.CLASSES.forEach(configuration::addAnnotatedClass);
        return configuration.buildSessionFactory();
    }

    private static void fill(Session session) {
        for (int i = 0; i < CUSTOMERS; i++) {
            var customer = new Customer();
            customer.name = "name " + i;
            customer.email = i + "@example.org";
            customer.address.city = "city " + i % 5;
            customer.tags.addAll(List.of("a", "b" + i % 3));
            customer.attributes.put("number", i);
            customer.token = new UUID(1, i);
            customer.birthday = LocalDate.of(2000, 1, 1).plusDays(i);
            customer.picture = new byte[] {1, 2, (byte) i};
            customer.credit = new BigDecimal("10.50");
            customer.patience = Duration.ofMinutes(i);
            customer.active = i % 2 == 0;
            customer.score = i * 1.5;
            customer.nicknames = new String[] {"p", "q" + i};
            customer.numbers = List.of(1, 2, i);
            for (Status status : Status.values()) {
                var purchase = new Purchase();
                purchase.customer = customer;
                purchase.status = status;
                purchase.total = new BigDecimal(i * 10 + customer.purchases.size());
                purchase.placed = LocalDateTime.of(2024, 1, 1, 0, 0).plusHours(i);
                customer.purchases.add(purchase);
            }
            session.persist(customer);
        }
        for (int i = 0; i < 10; i++) {
            var book = new Book();
            book.title = "book " + i;
            book.price = new BigDecimal(i);
            book.isbn = "isbn " + i;
            session.persist(book);
            var toy = new Toy();
            toy.title = "toy " + i;
            toy.age = i;
            session.persist(toy);
            var click = new Click();
            click.what = "click";
            click.x = i;
            session.persist(click);
            var line = new Line();
            line.page = "page";
            line.number = i;
            session.persist(line);
        }
    }

    private void tell(Session session, String query) {
        Stream<Object> rows = session.createSelectionQuery(query, Object.class).stream();
        story.add(
                rows.map(row -> row instanceof Object[] all ? Arrays.toString(all) : "" + row)
                        .toList()
                        .toString());
    }

    private void ask(Session session) {
        tell(
                session,
                """
                select c.address.city, count(*), sum(p.total) from Customer c join c.purchases p
                where p.status = PAID group by c.address.city order by 1\
                """);
        List<Customer> customers =
                session.createSelectionQuery(
                                "from Customer c left join fetch c.purchases"
                                        + " where c.name like 'name 1%' order by c.id",
                                Customer.class)
                        .setFirstResult(2)
                        .setMaxResults(3)
                        .getResultList();
        for (Customer each : customers) {
            story.add(
                    String.join(
                            " ",
                            each.name,
                            each.tags.toString(),
                            each.attributes.toString(),
                            each.token.toString(),
                            each.birthday.toString(),
                            Arrays.toString(each.picture),
                            each.credit.toString(),
                            each.patience.toString(),
                            Double.toString(each.score),
                            each.wakes.toString(),
                            Arrays.toString(each.nicknames),
                            each.numbers.toString(),
                            Integer.toString(each.purchases.size())));
        }
        tell(session, "select p.title, type(p) from Product p where p.title like '% 3' order by 1");
        tell(
                session,
                """
                select c.name, rank() over (order by c.score desc) from Customer c
                where size(c.purchases) > 2 order by c.name limit 3\
                """);
        tell(
                session,
                """
                select extract(day from p.placed), count(*), avg(p.total),
                listagg(p.status, ',') within group (order by p.id desc)
                from Purchase p where p.customer.id < 5 group by 1 order by 1\
                """);
        tell(
                session,
                """
                select c.name from Customer c where exists (select 1 from Purchase p
                where p.customer = c and p.total > 450) and 'b1' member of c.tags order by c.id\
                """);
        tell(
                session,
                """
                select array_length(c.nicknames), c.name from Customer c
                where array_contains(c.nicknames, 'q3')\
                """);
        tell(
                session,
                """
                with few as (select c.id id, c.name name from Customer c where c.id < 5)
                select name from few order by id\
                """);
    }

    private void change(Session session) {
        Customer first = session.find(Customer.class, 1L, LockModeType.PESSIMISTIC_WRITE);
        first.name = "changed";
        first.purchases.removeFirst();
        first.attributes.put("more", List.of(1, 2));
        for (String change :
                List.of(
                        "update Purchase p set p.total = p.total * 2 where p.status = NEW",
                        "update Book b set b.isbn = upper(b.isbn), b.price = b.price + 1"
                                + " where b.price > 3",
                        "delete from Toy t where t.age < 3",
                        "insert into Line (page, number, text)"
                                + " values ('page', 1, 'new'), ('other', 1, 'n')"
                                + " on conflict(page, number) do update set text = excluded.text")) {
            story.add("changed: " + session.createMutationQuery(change).executeUpdate());
        }
    }

    private void askAgain(Session session) {
        Customer first = session.find(Customer.class, 1L);
        story.add(
                "%s %d %d %s"
                        .formatted(
                                first.name,
                                first.version,
                                first.purchases.size(),
                                first.attributes));
        tell(session, "select b.isbn, b.price from Book b order by b.isbn");
        story.add(
                "not locked: "
                        + session.createSelectionQuery(
                                        "from Purchase p order by p.id", Purchase.class)
                                .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
                                .setMaxResults(5)
                                .getResultList()
                                .size());
        try (Stream<Purchase> sent =
                session.createSelectionQuery(
                                "from Purchase p where p.status = SENT", Purchase.class)
                        .setFetchSize(7)
                        .getResultStream()) {
            story.add("streamed: " + sent.count());
        }
        story.add(
                "counted: "
                        + session.createNativeQuery(
                                        "with recursive t(n) as (values (1) union all"
                                                + " select n + 1 from t where n < :most)"
                                                + " select sum(n) from t",
                                        Long.class)
                                .setParameter("most", 100)
                                .getSingleResult());
    }

    private void clash(SessionFactory shop) {
        try {
            shop.inTransaction(session -> {
                var second = new Customer();
                second.email = "2@example.org";
                session.persist(second);
            });
        } catch (ConstraintViolationException e) {
            story.add("%s %s %s".formatted(e.getKind(), e.getConstraintName(), e.getSQLState()));
        }
        Customer old = shop.fromTransaction(session -> session.find(Customer.class, 3L));
        shop.inTransaction(session -> session.find(Customer.class, 3L).name = "x");
        try {
            shop.inTransaction(session -> {
                old.name = "y";
                session.merge(old);
            });
        } catch (OptimisticLockException e) {
            story.add("changed by another");
        }
    }
}

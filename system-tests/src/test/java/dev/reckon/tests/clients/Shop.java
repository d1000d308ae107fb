package dev.reckon.tests.clients;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.annotations.CreationTimestamp;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.UpdateTimestamp;
import org.hibernate.type.SqlTypes;

/// The classes of a shop, mapped in the ways that Hibernate offers.
final class Shop {
    static final List<Class<?>> CLASSES =
            List.of(
                    Customer.class,
                    Purchase.class,
                    Product.class,
                    Book.class,
                    Toy.class,
                    Event.class,
                    Click.class,
                    Line.class);

    private Shop() {}

    enum Status {
        NEW,
        PAID,
        SENT
    }

    @Embeddable
    static class Address {
        String street = "";
        String city = "";
    }

    @Entity(name = "Customer")
    @Table(name = "customer")
    static class Customer {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;

        @Column(nullable = false, length = 100)
        String name = "";

        @Column(unique = true)
        String email = "";

        @Embedded Address address = new Address();
        @Version int version;
        @CreationTimestamp Instant created = Instant.EPOCH;
        @UpdateTimestamp OffsetDateTime updated = OffsetDateTime.MIN;

        @OneToMany(mappedBy = "customer", cascade = CascadeType.ALL, orphanRemoval = true)
        @OrderBy("id")
        List<Purchase> purchases = new ArrayList<>();

        @ElementCollection Set<String> tags = new TreeSet<>();

        @JdbcTypeCode(SqlTypes.JSON)
        Map<String, Object> attributes = new TreeMap<>();

        UUID token = new UUID(0, 0);
        LocalDate birthday = LocalDate.EPOCH;
        byte[] picture = {};
        BigDecimal credit = BigDecimal.ZERO;
        Duration patience = Duration.ZERO;
        boolean active;
        double score;
        char letter = 'x';
        LocalTime wakes = LocalTime.NOON;

        @JdbcTypeCode(SqlTypes.ARRAY)
        String[] nicknames = {};

        List<Integer> numbers = List.of();
    }

    @Entity(name = "Purchase")
    static class Purchase {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;

        @ManyToOne(fetch = FetchType.LAZY, optional = false)
        Customer customer = new Customer();

        @Enumerated(EnumType.STRING)
        Status status = Status.NEW;

        BigDecimal total = BigDecimal.ZERO;
        LocalDateTime placed = LocalDateTime.MIN;
        @ManyToMany Set<Product> products = new HashSet<>();
    }

    @Entity(name = "Product")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Product {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        UUID id = new UUID(0, 0);

        String title = "";
        BigDecimal price = BigDecimal.ONE;
    }

    @Entity(name = "Book")
    static class Book extends Product {
        String isbn = "";
    }

    @Entity(name = "Toy")
    static class Toy extends Product {
        int age;
    }

    @Entity(name = "Event")
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    static class Event {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        int id;

        String what = "";
    }

    @Entity(name = "Click")
    static class Click extends Event {
        int x;
    }

    record LineKey(String page, Integer number) {}

    @Entity(name = "Line")
    @IdClass(LineKey.class)
    static class Line {
        @Id String page = "";
        @Id Integer number = 0;
        String text = "";
    }
}

package dev.reckon.tests.clients;

import static org.jooq.impl.DSL.asterisk;
import static org.jooq.impl.DSL.constraint;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.jsonArrayAgg;
import static org.jooq.impl.DSL.jsonObject;
import static org.jooq.impl.DSL.key;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.orderBy;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Meta;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// Statements made by jOOQ: definitions, changes with RETURNING, nested collections, windows, JSON,
/// MERGE, nested transactions; and the schema as jOOQ reads it from the catalog.
final class JooqStory {
    private static final Table<Record> AUTHOR = table(name("author"));
    private static final Table<Record> BOOK = table(name("book"));
    private static final Field<Integer> ID = field(name("id"), Integer.class);
    private static final Field<Integer> AUTHOR_ID = field(name("author_id"), Integer.class);
    private static final Field<String> NAME = field(name("name"), String.class);
    private static final Field<String> TITLE = field(name("title"), String.class);
    private static final Field<BigDecimal> PRICE = field(name("price"), BigDecimal.class);

    private final List<String> story = new ArrayList<>();
    private final DSLContext jooq;

    private JooqStory(DSLContext jooq) {
        this.jooq = jooq;
    }

    static List<String> run(Place place) throws Exception {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        try (Connection connection = DriverManager.getConnection(place.url())) {
            var story = new JooqStory(DSL.using(connection, SQLDialect.POSTGRES));
            story.define();
            story.change();
            story.ask();
            story.nest();
            story.readSchema();
            return story.story;
        }
    }

    private void define() {
        jooq.createSchema("library").execute();
        jooq.setSchema("library").execute();
        jooq.createTable(AUTHOR)
                .column(ID, SQLDataType.INTEGER.identity(true))
                .column(NAME, SQLDataType.VARCHAR(50).notNull())
                .column("born", SQLDataType.LOCALDATE)
                .constraints(DSL.primaryKey(ID))
                .execute();
        jooq.createTable(BOOK)
                .column(ID, SQLDataType.INTEGER.notNull())
                .column(AUTHOR_ID, SQLDataType.INTEGER.notNull())
                .column(TITLE, SQLDataType.CLOB)
                .column(PRICE, SQLDataType.NUMERIC(10, 2).defaultValue(BigDecimal.ONE))
                .column("tags", SQLDataType.VARCHAR.array())
                .column("facts", SQLDataType.JSONB)
                .constraints(
                        constraint("book_key").primaryKey(ID),
                        constraint("book_author")
                                .foreignKey(AUTHOR_ID)
                                .references(AUTHOR, ID)
                                .onDeleteCascade(),
                        constraint("book_price").check(PRICE.ge(inline(BigDecimal.ZERO))),
                        constraint("book_title").unique(TITLE))
                .execute();
        jooq.createIndex("book_by_price").on(BOOK, PRICE).execute();
        jooq.createView("cheap")
                .as(select(ID, TITLE).from(BOOK).where(PRICE.lt(inline(BigDecimal.TEN))))
                .execute();
        jooq.createSequence("numbers").startWith(5).execute();
        jooq.createType("mood").asEnum("sad", "happy").execute();
        jooq.createDomain("positive")
                .as(SQLDataType.INTEGER)
                .constraints(DSL.check(field("value", Integer.class).gt(inline(0))))
                .execute();
        jooq.execute(
                "create table rest (m mood, p positive, r int4range, u uuid, i interval,"
                        + " t timestamptz(3), c char(3), b bit(4), n numeric)");
    }

    private void tell(Object told) {
        story.add(told.toString());
    }

    private void change() {
        tell(jooq.insertInto(AUTHOR, NAME).values("Ada").values("Grace").returning(ID).fetch());
        jooq.batch(
                        jooq.insertInto(BOOK, ID, AUTHOR_ID, TITLE, PRICE)
                                .values((Integer) 0, 0, "", BigDecimal.ONE))
                .bind(1, 1, "one", new BigDecimal("3.5"))
                .bind(2, 1, "two", new BigDecimal("7"))
                .bind(3, 2, "three", new BigDecimal("9"))
                .execute();
        tell(
                jooq.insertInto(BOOK, ID, AUTHOR_ID, TITLE)
                        .values(3, 2, "three!")
                        .onConflict(ID)
                        .doUpdate()
                        .set(TITLE, excluded(TITLE))
                        .returning(asterisk())
                        .fetch());
        tell(
                jooq.mergeInto(BOOK)
                        .using(select(inline(1).as("i"), inline("uno").as("t")))
                        .on(ID.eq(field(name("i"), Integer.class)))
                        .whenMatchedThenUpdate()
                        .set(TITLE, field(name("t"), String.class))
                        .execute());
        tell(jooq.nextval("numbers"));
    }

    private void ask() {
        tell(
                jooq.select(
                                NAME,
                                multiset(
                                                select(TITLE, PRICE)
                                                        .from(BOOK)
                                                        .where(
                                                                AUTHOR_ID.eq(
                                                                        field(
                                                                                name(
                                                                                        "author",
                                                                                        "id"),
                                                                                Integer.class)))
                                                        .orderBy(field(name("book", "id"))))
                                        .as("books"))
                        .from(AUTHOR)
                        .orderBy(ID)
                        .fetch());
        tell(
                jooq.select(
                                TITLE,
                                rowNumber().over(orderBy(PRICE.desc())),
                                sum(PRICE).over().partitionBy(AUTHOR_ID))
                        .from(BOOK)
                        .orderBy(TITLE)
                        .fetch());
        tell(
                jooq.select(
                                jsonArrayAgg(
                                                jsonObject(
                                                        key("t").value(TITLE),
                                                        key("p").value(PRICE)))
                                        .orderBy(ID))
                        .from(BOOK)
                        .fetch());
        tell(
                jooq.selectFrom(BOOK)
                        .where(TITLE.likeIgnoreCase("%O%").or(TITLE.similarTo("t(w|h)%")))
                        .orderBy(ID.desc().nullsLast())
                        .limit(2)
                        .fetch());
        tell(jooq.fetchCount(BOOK));
    }

    private void nest() {
        jooq.transaction(outer -> {
            outer.dsl().update(BOOK).set(PRICE, PRICE.mul(inline(2))).execute();
            try {
                outer.dsl()
                        .transaction(inner -> {
                            inner.dsl().deleteFrom(BOOK).execute();
                            inner.dsl().insertInto(BOOK, ID, AUTHOR_ID).values(9, 99).execute();
                        });
            } catch (DataAccessException e) {
                tell(e.sqlStateClass() + " " + e.sqlState());
            }
            tell(outer.dsl().fetchCount(BOOK));
        });
    }

    private void readSchema() {
        Meta meta = jooq.meta().filterSchemas(schema -> schema.getName().equals("library"));
        Arrays.stream(meta.ddl().queries()).map(Query::getSQL).forEach(story::add);
    }
}

package dev.reckon.tests.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/// Migrations of Flyway: applied once, by three programs at a time, with one that fails, and
/// cleaned away.
final class FlywayStory {
    private static final Map<String, String> MIGRATIONS =
            Map.of(
                    "V1__people.sql",
                    """
                    create table person (id bigint generated always as identity primary key, name text not null);
                    create index person_name on person (lower(name));
                    insert into person (name) values ('Ada'), ('Grace');
                    create view names as select name from person;
                    """,
                    "V2__types.sql",
                    """
                    alter table person add column age int default 3 not null;
                    alter table person add constraint age_ok check (age > 0);
                    create type mood as enum ('sad', 'happy');
                    create sequence numbers;
                    create materialized view counts as select count(*) from person;
                    create domain name as text;
                    create function next(int) returns int language sql as $$ select $1 + 1 $$;
                    """,
                    "V3__concurrently.sql",
                    "create index concurrently person_age on person (age);",
                    "R__names.sql",
                    "create or replace view names as select name from person;");

    private FlywayStory() {}

    static List<String> run(Place place, Path directory) throws Exception {
        write(directory.resolve("good"), MIGRATIONS);
        write(
                directory.resolve("bad"),
                Map.of(
                        "V1__good.sql",
                        "create table good (id int);",
                        "V2__bad.sql",
                        "create table bad (id int); insert into missing values (1);"));
        List<String> story = new ArrayList<>();
        Flyway good = flyway(place, directory.resolve("good"), "migrated");
        story.add("applied at once by three: " + migrateAtOnce(good, 3));
        good.validate();
        story.addAll(told(good));
        story.add("again: " + good.migrate().migrationsExecuted);
        good.clean();
        story.add("left: " + good.info().applied().length);
        Flyway bad = flyway(place, directory.resolve("bad"), "failed");
        try {
            bad.migrate();
        } catch (FlywayException e) {
            String.valueOf(e.getMessage())
                    .lines()
                    .filter(line -> !line.startsWith("Location"))
                    .forEach(story::add);
        }
        story.addAll(told(bad));
        bad.clean();
        return story;
    }

    private static void write(Path directory, Map<String, String> files) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
    }

    private static Flyway flyway(Place place, Path directory, String schema) {
        return Flyway.configure()
                .dataSource(place.url(), place.user(), "")
                .locations("filesystem:" + directory)
                .schemas(schema)
                .defaultSchema(schema)
                .cleanDisabled(false)
                // With a lock of a transaction, PostgreSQL builds no index concurrently.
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .load();
    }

    /// Returns how many migrations were applied in all.
    private static int migrateAtOnce(Flyway flyway, int programs) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(programs)) {
            List<Future<Integer>> applied = new ArrayList<>();
            for (int i = 0; i < programs; i++) {
                Flyway own = Flyway.configure().configuration(flyway.getConfiguration()).load();
                applied.add(threads.submit(() -> own.migrate().migrationsExecuted));
            }
            int sum = 0;
            for (Future<Integer> each : applied) {
                sum += each.get();
            }
            return sum;
        }
    }

    private static List<String> told(Flyway flyway) {
        return Arrays.stream(flyway.info().all()).map(FlywayStory::told).toList();
    }

    private static String told(MigrationInfo migration) {
        return "%s %s %s %s"
                .formatted(
                        migration.getVersion(),
                        migration.getDescription(),
                        migration.getState(),
                        migration.getChecksum());
    }
}

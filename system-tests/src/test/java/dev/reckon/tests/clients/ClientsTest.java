package dev.reckon.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reckon.storage.testing.PostgresPeer;
import dev.reckon.tests.pgwire.ServerFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What each library makes of Reckon is what it makes of PostgreSQL.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClientsTest {
    @RegisterExtension static final ServerFixture RECKON = new ServerFixture();

    /// Held, because a logger that nobody holds forgets its level.
    private final Logger root = Logger.getLogger("");

    private Optional<PostgresPeer> postgres = Optional.empty();

    /// What a client does, told in lines.
    private interface Story {
        List<String> run(Place place) throws Exception;
    }

    @BeforeAll
    void start() {
        assumeTrue(
                PostgresPeer.isInstalled(), "PostgreSQL is not installed: nothing to compare with");
        root.setLevel(Level.OFF);
        postgres = Optional.of(PostgresPeer.start(List.of("fsync=off")));
    }

    @AfterAll
    void stop() {
        root.setLevel(Level.INFO);
        postgres.ifPresent(PostgresPeer::close);
    }

    @Test
    void hibernate() throws Exception {
        assertSameStory(HibernateStory::run);
    }

    @Test
    void jooq() throws Exception {
        assertSameStory(JooqStory::run);
    }

    @Test
    void flyway(@TempDir Path directory) throws Exception {
        assertSameStory(place -> FlywayStory.run(place, directory));
    }

    @Test
    void liquibase() throws Exception {
        assertSameStory(LiquibaseStory::run);
    }

    private void assertSameStory(Story story) throws Exception {
        List<String> expected = story.run(new Place(postgres.orElseThrow().jdbcUrl(), "postgres"));
        assertThat(expected).isNotEmpty();
        assertThat(story.run(new Place(RECKON.jdbcUrl(), "reckon")))
                .containsExactlyElementsOf(expected);
    }
}

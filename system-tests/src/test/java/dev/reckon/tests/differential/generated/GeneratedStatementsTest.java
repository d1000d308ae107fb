package dev.reckon.tests.differential.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reckon.server.testing.ReckonProcess;
import dev.reckon.storage.testing.PostgresPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs generated statements on a private PostgreSQL and on Reckon.
///
/// `-Dstatements=N` says how many (the default takes seconds), `-Dseed=S` which; a failure prints
/// what runs its statement alone: `-Dseed=S -Dworld=W -Dstatement=N`.
final class GeneratedStatementsTest {
    private static final int QUICK = 500;

    @Test
    void agreesWithPostgres(@TempDir Path directory) throws IOException {
        assumeTrue(
                PostgresPeer.isInstalled(), "PostgreSQL is not installed: nothing to compare with");
        try (PostgresPeer postgres = PostgresPeer.start(List.of("fsync=off"));
                ReckonProcess reckon = ReckonProcess.start(directory, List.of("-Xmx1g"))) {
            var comparison = new Comparison(postgres.port(), reckon.port());
            run(comparison);
            System.out.println(comparison.counts());
            assertThat(
                            comparison.differences().stream()
                                    .filter(each -> each.explanation().isEmpty()))
                    .isEmpty();
        }
    }

    private static void run(Comparison comparison) throws IOException {
        long seed = Long.getLong("seed", 1);
        int statement = Integer.getInteger("statement", -1);
        int world = Integer.getInteger("world", -1);
        if (world >= 0) {
            comparison.run(
                    seed, world, statement < 0 ? Comparison.WORLD_SIZE : statement + 1, statement);
            return;
        }
        int count = Integer.getInteger("statements", QUICK);
        for (int i = 0; i < count; i += Comparison.WORLD_SIZE) {
            comparison.run(
                    seed,
                    i / Comparison.WORLD_SIZE,
                    Math.min(Comparison.WORLD_SIZE, count - i),
                    -1);
        }
    }
}

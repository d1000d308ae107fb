package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.plan.HashJoin;
import dev.reckon.sql.plan.IndexJoin;
import dev.reckon.sql.plan.Plan;
import dev.reckon.sql.plan.Plans;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A cached plan is kept while its tables stay about as large as they were.
final class PlannedSizesTest extends WithSession {
    @BeforeEach
    void open() {
        run("CREATE TABLE few (id int PRIMARY KEY, other int)");
        run("CREATE TABLE many (id int PRIMARY KEY, name text)");
        run("INSERT INTO few SELECT i, i FROM generate_series(0, 49) i");
        run("INSERT INTO many SELECT i, 'n' || i FROM generate_series(0, 199) i");
    }

    private Plan runPrepared(Prepared statement) {
        session.execute(statement, List.of()).close();
        return statement.cached().plan().orElseThrow().plan();
    }

    private static List<Class<?>> joins(Plan plan) {
        var joins = new ArrayList<Class<?>>();
        Plans.visit(
                plan,
                node -> {
                    if (node instanceof HashJoin || node instanceof IndexJoin) {
                        joins.add(node.getClass());
                    }
                });
        return joins;
    }

    @Test
    void aTableThatHasGrownTenTimesIsPlannedForAnew() {
        Prepared statement =
                session.prepare(
                        "SELECT count(*) FROM few JOIN many ON few.other = many.id", List.of());
        Plan first = runPrepared(statement);
        assertThat(joins(first)).containsExactly(HashJoin.class);
        run("INSERT INTO many SELECT i, 'n' || i FROM generate_series(200, 1799) i");
        assertThat(runPrepared(statement)).isSameAs(first);
        run("INSERT INTO many SELECT i, 'n' || i FROM generate_series(1800, 5999) i");
        Plan second = runPrepared(statement);
        assertThat(joins(second)).containsExactly(IndexJoin.class);
        assertThat(runPrepared(statement)).isSameAs(second);
    }

    @Test
    void soIsOneThatHasShrunk() {
        run("INSERT INTO many SELECT i, 'n' || i FROM generate_series(200, 5999) i");
        Prepared statement =
                session.prepare(
                        "SELECT count(*) FROM few JOIN many ON few.other = many.id", List.of());
        assertThat(joins(runPrepared(statement))).containsExactly(IndexJoin.class);
        run("DELETE FROM many WHERE id >= 100");
        assertThat(joins(runPrepared(statement))).containsExactly(HashJoin.class);
    }

    @Test
    void aLookupByKeyIsPlannedOnce() {
        Prepared statement = session.prepare("SELECT name FROM many WHERE id = 7", List.of());
        Plan first = runPrepared(statement);
        run("INSERT INTO many SELECT i, 'n' || i FROM generate_series(200, 5999) i");
        assertThat(runPrepared(statement)).isSameAs(first);
    }
}

package dev.reckon.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.type.DataType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanCacheTest {
    private final PlanCache cache = new PlanCache(3, 20);

    @Test
    void tellsStatementsApartByTextAndTypes() {
        CachedStatement asInteger = put("select $1", DataType.INT4);
        CachedStatement asText = put("select $1", DataType.TEXT);

        assertThat(cache.find("select $1", List.of(DataType.INT4))).isSameAs(asInteger);
        assertThat(cache.find("select $1", List.of(DataType.TEXT))).isSameAs(asText);
        assertThat(cache.find("select $1", List.of())).isNull();
    }

    @Test
    void forgetsTheOneUsedLongestAgo() {
        put("a");
        put("b");
        put("c");
        cache.find("a", List.of());
        put("d");

        assertThat(cache.find("b", List.of())).isNull();
        assertThat(cache.find("a", List.of())).isNotNull();
    }

    @Test
    void makesRoomForLongTextsAndRefusesThoseThatNeverFit() {
        put("a");
        put("b");
        put("c".repeat(19));

        assertThat(cache.find("a", List.of())).isNull();
        assertThat(cache.find("b", List.of())).isNotNull();

        put("d".repeat(21));

        assertThat(cache.find("d".repeat(21), List.of())).isNull();
        assertThat(cache.find("b", List.of())).isNotNull();
    }

    @Test
    void countsATextOnceThatIsPutAgain() {
        put("a".repeat(12));
        put("a".repeat(12));
        put("b".repeat(8));

        assertThat(cache.find("a".repeat(12), List.of())).isNotNull();
    }

    private CachedStatement put(String text, DataType... types) {
        var statement =
                new CachedStatement(
                        text,
                        Optional.empty(),
                        List.of(types),
                        0,
                        Optional.empty(),
                        Optional.empty());
        cache.put(text, List.of(types), statement);
        return statement;
    }
}

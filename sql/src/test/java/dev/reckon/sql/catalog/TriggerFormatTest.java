package dev.reckon.sql.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.ast.TriggerOperation;
import dev.reckon.sql.ast.TriggerTiming;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TriggerFormatTest {
    private static final Trigger PLAIN =
            new Trigger(
                    new Header(20_000, 0, "p", 0),
                    20_001,
                    1291,
                    TriggerTiming.BEFORE,
                    false,
                    List.of(TriggerOperation.TRUNCATE),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Trigger.Enabling.ORIGIN,
                    Optional.empty());

    private static final Trigger FULL =
            new Trigger(
                    new Header(20_000, 0, "Full \"one\"", 0),
                    20_001,
                    20_002,
                    TriggerTiming.AFTER,
                    true,
                    List.of(TriggerOperation.UPDATE, TriggerOperation.INSERT),
                    List.of(3, 1),
                    List.of("", "a\u0001'b", "ü"),
                    Optional.of("(old.a IS DISTINCT FROM new.a)"),
                    Optional.of("before"),
                    Optional.of("after"),
                    Trigger.Enabling.REPLICA,
                    Optional.of(new Trigger.Deferral(20_003, true, true, 20_004)));

    private static CatalogObject again(Trigger trigger) {
        return DefinitionFormat.decode(
                DefinitionFormat.encode(trigger),
                oid -> {
                    throw new IllegalArgumentException("a trigger has no type " + oid);
                });
    }

    @Test
    void readsWhatItWrites() {
        assertThat(again(PLAIN)).isEqualTo(PLAIN);
        assertThat(again(FULL)).isEqualTo(FULL);
    }

    /// The bits are those of `pg_trigger.h`: clients take them apart.
    @Test
    void namesTheTypeAsPostgresDoes() {
        assertThat(PLAIN.typeBits()).isEqualTo(2 + 32);
        assertThat(FULL.typeBits()).isEqualTo(1 + 4 + 16);
    }
}

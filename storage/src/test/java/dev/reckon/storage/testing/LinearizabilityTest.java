package dev.reckon.storage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.storage.testing.Linearizability.Call;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The search finds an order where there is one, on a variable that is written and read.
final class LinearizabilityTest {
    private record Access(boolean write, int value) {}

    private static Call<Access> write(int value, long begin, long end) {
        return new Call<>(new Access(true, value), begin, end);
    }

    private static Call<Access> read(int value, long begin, long end) {
        return new Call<>(new Access(false, value), begin, end);
    }

    private static boolean holds(List<Call<Access>> calls) {
        return Linearizability.holds(
                calls,
                0,
                (state, access) -> {
                    if (access.write()) {
                        return Optional.of(access.value());
                    }
                    return access.value() == state ? Optional.of(state) : Optional.empty();
                });
    }

    @Test
    void readsDuringAWriteSeeTheOldOrTheNewValue() {
        assertThat(holds(List.of(write(1, 0, 10), read(0, 2, 4), read(1, 5, 7)))).isTrue();
    }

    @Test
    void noReadSeesTheOldValueAfterAnotherSawTheNew() {
        assertThat(holds(List.of(write(1, 0, 10), read(1, 2, 4), read(0, 5, 7)))).isFalse();
    }

    @Test
    void readsAfterAWriteSeeIt() {
        assertThat(holds(List.of(write(1, 0, 3), read(0, 5, 7)))).isFalse();
        assertThat(holds(List.of(write(1, 0, 3), read(1, 5, 7)))).isTrue();
    }

    @Test
    void writesAtTheSameTimeHaveOneOrderForAll() {
        var first = write(1, 0, 10);
        var second = write(2, 0, 10);
        assertThat(holds(List.of(first, second, read(1, 11, 12), read(1, 13, 14)))).isTrue();
        assertThat(holds(List.of(first, second, read(1, 11, 12), read(2, 13, 14)))).isFalse();
        assertThat(holds(List.of(first, second, read(2, 1, 2), read(1, 11, 12), read(1, 13, 14))))
                .isTrue();
    }
}

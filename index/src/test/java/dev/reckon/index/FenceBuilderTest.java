package dev.reckon.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.reckon.index.KeySets.KeySet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FenceBuilderTest {
    static Stream<KeySet> sets() {
        return KeySets.all(200_000).stream().filter(set -> set.keys().length > 1);
    }

    @ParameterizedTest
    @MethodSource("sets")
    void expectsAboutTheDoubtThatThereIs(KeySet set) {
        FenceBuilder expecting = new FenceBuilder(set.column(), set.keys().length);
        double expected = expecting.expectedDoubt();
        expecting.build();
        FenceBuilder plain = new FenceBuilder(set.column(), set.keys().length);
        plain.build();

        // Every third of 1,563 blocks was looked at.
        assertThat(expected).isCloseTo(plain.doubt(), within(0.1 + plain.doubt() / 2));
        assertThat(expecting.index("").statistics()).isEqualTo(plain.index("").statistics());
    }
}

package dev.reckon.sql.define;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class EnumCodesTest {
    private static UserType.Label label(int code, float order) {
        return new UserType.Label(code, "label " + code, code, order);
    }

    @Test
    void labelsOfANewEnumAreInOrderAndApart() {
        for (int count : new int[] {1, 2, 3, 1000, 100_000}) {
            var codes = new EnumCodes(count);
            for (int i = 1; i < count; i++) {
                assertThat((long) codes.code(i) - codes.code(i - 1)).isGreaterThan(1);
            }
        }
    }

    @Test
    void thirtyLabelsFitBetweenTheTwoOfANewEnum() {
        var codes = new EnumCodes(2);
        List<UserType.Label> labels =
                new ArrayList<>(List.of(label(codes.code(0), 1), label(codes.code(1), 2)));
        for (int i = 0; i < 30; i++) {
            int index = labels.size() - 1;
            int code = EnumCodes.between(labels, index).orElseThrow();
            labels = EnumCodes.with(labels, index, i, "new " + i, code);
        }

        assertThat(labels).isSortedAccordingTo((a, b) -> Integer.compare(a.code(), b.code()));
        assertThat(labels).isSortedAccordingTo((a, b) -> Float.compare(a.order(), b.order()));
        assertThat(labels.stream().map(UserType.Label::order).distinct()).hasSize(32);
    }

    @Test
    void neighboursOfOldEnumsHaveNoRoomBetweenThem() {
        List<UserType.Label> old = List.of(label(0, 1), label(1, 2));

        assertThat(EnumCodes.between(old, 1)).isEqualTo(OptionalInt.empty());
        assertThat(EnumCodes.between(old, 0).orElseThrow()).isNegative();
        assertThat(EnumCodes.between(old, 2).orElseThrow()).isGreaterThan(1);
    }

    @Test
    void nothingFitsBelowTheLeastCodeAndAboveTheGreatest() {
        List<UserType.Label> full =
                List.of(label(Integer.MIN_VALUE, 1), label(Integer.MAX_VALUE, 2));

        assertThat(EnumCodes.between(full, 0)).isEmpty();
        assertThat(EnumCodes.between(full, 2)).isEmpty();
        assertThat(EnumCodes.between(full, 1)).isPresent();
    }
}

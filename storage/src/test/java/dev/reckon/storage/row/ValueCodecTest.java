package dev.reckon.storage.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.PhysicalType;
import dev.reckon.storage.type.RowShape;
import dev.reckon.storage.type.TypeCategory;
import dev.reckon.storage.type.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ValueCodecTest {
    private static final DataType OWN =
            new DataType(
                    20_000,
                    "mood",
                    "mood",
                    TypeCategory.ENUM,
                    false,
                    PhysicalType.INT4,
                    4,
                    0,
                    20_001);
    private static final RowShape SHAPE =
            new RowShape(List.of("number", "own"), List.of(DataType.INT4, OWN));
    private static final Value ROW =
            new Value.Row(List.of(new Value.Int(7), Value.Null.NULL), SHAPE);

    @Test
    void aStoredRowHasNoShape() {
        byte[] stored = ValueCodec.encode(ROW);

        assertThat(decode(stored)).isEqualTo(ROW);
        assertThat(((Value.Row) decode(stored)).shape()).isEqualTo(RowShape.UNKNOWN);
    }

    @Test
    void aSpilledRowKeepsItsShapeInsideOfOtherValuesToo() {
        Value nested = new Value.Row(List.of(Value.Array.of(List.of(ROW))));

        var row = (Value.Row) decode(ValueCodec.encodeWithShapes(nested));
        var inner = (Value.Row) ((Value.Array) row.fields().getFirst()).elements().getFirst();

        assertThat(row.shape().isKnown()).isFalse();
        assertThat(inner).isEqualTo(ROW);
        assertThat(inner.shape().names()).containsExactly("number", "own");
        assertThat(inner.shape().types()).containsExactly(DataType.INT4, OWN);
        assertThat(inner.shape().types().get(1).category()).isEqualTo(TypeCategory.ENUM);
    }

    @Test
    void aMultirangeOfOtherThanRangesIsDamage() {
        byte[] stored = ValueCodec.encode(new Value.MultiRange(List.of(EMPTY_RANGE)));
        assertThat(decode(stored)).isEqualTo(new Value.MultiRange(List.of(EMPTY_RANGE)));

        // The tag of the range becomes that of a NULL, and the rest is too much.
        stored[2] = 0;
        assertThatThrownBy(() -> decode(stored)).isInstanceOf(DatabaseException.class);
    }

    private static final Value.Range EMPTY_RANGE =
            new Value.Range(true, Value.Null.NULL, false, Value.Null.NULL, false);

    private static Value decode(byte[] bytes) {
        return ValueCodec.decode(bytes, 0, bytes.length);
    }
}

package dev.reckon.sql.function.json.path;

import dev.reckon.sql.format.json.Json;
import dev.reckon.storage.error.Cancellation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;

/// The `id` of keyvalue(): where PostgreSQL would store an object, in bytes from the beginning of
/// the value that it is part of (jsonb.h: a header, a 4-byte entry for each key and value, the
/// keys, the values; numbers and containers are aligned).
final class ObjectIds {
    private static final long BASE = 10_000_000_000L;
    private static final int WORD = 4;
    private static final int DIGITS_IN_GROUP = 4;
    private static final int SHORT_SCALE_MAX = 63;
    private static final int SHORT_WEIGHT_MAX = 63;

    private final IdentityHashMap<Json, Long> offsets = new IdentityHashMap<>();
    private final long baseId;

    /// @param baseId tells the values apart that a path meets: 0 for `$`
    ObjectIds(Json base, long baseId) {
        this.baseId = baseId;
        container(base, 0);
    }

    long id(Json object) {
        return offsets.getOrDefault(object, 0L) + baseId * BASE;
    }

    private long container(Json json, long start) {
        offsets.put(json, start);
        return switch (json) {
            case Json.Array(List<Json> elements) ->
                    values(elements, start + WORD + (long) WORD * elements.size());
            case Json.Object(List<String> keys, List<Json> values) -> {
                long offset = start + WORD + 2L * WORD * keys.size();
                for (String key : Cancellation.each(keys)) {
                    offset += key.getBytes(StandardCharsets.UTF_8).length;
                }
                yield values(values, offset);
            }
            default -> start;
        };
    }

    private long values(List<Json> values, long start) {
        long offset = start;
        for (Json value : Cancellation.each(values)) {
            offset =
                    switch (value) {
                        case Json.Null _, Json.Bool _ -> offset;
                        case Json.Text(String text) ->
                                offset + text.getBytes(StandardCharsets.UTF_8).length;
                        case Json.Number(BigDecimal number) ->
                                aligned(offset) + numericLength(number);
                        case Json.Array _, Json.Object _ -> container(value, aligned(offset));
                    };
        }
        return offset;
    }

    private static long aligned(long offset) {
        return (offset + WORD - 1) / WORD * WORD;
    }

    /// A length word, a header, and a 2-byte group for every four digits around the point.
    private static int numericLength(BigDecimal number) {
        if (number.signum() == 0) {
            return WORD + 2;
        }
        BigDecimal stripped = number.abs().stripTrailingZeros();
        int scale =
                Math.ceilDiv(Math.max(stripped.scale(), -stripped.precision()), DIGITS_IN_GROUP);
        BigInteger groups = stripped.movePointRight(scale * DIGITS_IN_GROUP).toBigInteger();
        int length = Math.ceilDiv(groups.toString().length(), DIGITS_IN_GROUP);
        int weight = length - 1 - scale;
        int last = length;
        BigInteger thousands = BigInteger.valueOf(10_000);
        while (groups.mod(thousands).signum() == 0) {
            groups = groups.divide(thousands);
            last--;
        }
        boolean isShort =
                number.scale() <= SHORT_SCALE_MAX
                        && weight <= SHORT_WEIGHT_MAX
                        && weight >= -SHORT_WEIGHT_MAX - 1;
        return WORD + (isShort ? 2 : WORD) + 2 * last;
    }
}

package dev.reckon.sql.function.network;

import static dev.reckon.sql.function.kernel.Body.bytes;

import dev.reckon.sql.format.MacAddressText;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import java.util.Arrays;

/// Functions of hardware addresses, macaddr and macaddr8.
public final class MacAddressFunctions {
    /// The manufacturer's part.
    private static final int PREFIX_BYTES = 3;

    /// Says that an address was assigned locally.
    private static final int LOCAL_BIT = 2;

    private MacAddressFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "macaddr_not(macaddr)", "macaddr8_not(macaddr8)" ->
                    bytes(row -> combine(row, 0, (left, _) -> ~left));
            case "macaddr_and(macaddr,macaddr)", "macaddr8_and(macaddr8,macaddr8)" ->
                    bytes(row -> combine(row, 1, (left, right) -> left & right));
            case "macaddr_or(macaddr,macaddr)", "macaddr8_or(macaddr8,macaddr8)" ->
                    bytes(row -> combine(row, 1, (left, right) -> left | right));
            case "trunc(macaddr)", "trunc(macaddr8)" ->
                    bytes(row -> {
                        byte[] address = row.bytes(0);
                        Arrays.fill(address, PREFIX_BYTES, address.length, (byte) 0);
                        return address;
                    });
            case "macaddr8_set7bit(macaddr8)" ->
                    bytes(row -> {
                        byte[] address = row.bytes(0);
                        address[0] |= LOCAL_BIT;
                        return address;
                    });
            case "macaddr8(macaddr)" -> bytes(row -> MacAddressText.widened(row.bytes(0)));
            case "macaddr(macaddr8)" -> bytes(row -> MacAddressText.narrowed(row.bytes(0)));
            default -> Body.Missing.MISSING;
        };
    }

    @FunctionalInterface
    private interface ByteOperation {
        int apply(int left, int right);
    }

    private static byte[] combine(Row row, int other, ByteOperation operation) {
        byte[] left = row.bytes(0);
        byte[] right = row.bytes(other);
        for (int i = 0; i < left.length; i++) {
            left[i] = (byte) operation.apply(left[i], right[i]);
        }
        return left;
    }
}

package dev.reckon.sql.format;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.util.Arrays;
import java.util.Optional;

/// inet and cidr as text.
public final class InetText {
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    private static final int V6_GROUPS = 8;

    private InetText() {}

    /// Returns the text of an inet, or of a cidr, which always shows its mask.
    public static String text(Value.Inet inet, boolean showMask) {
        boolean whole = inet.networkBits() == inet.address().length * 8;
        String address =
                inet.address().length == V4_BYTES ? v4(inet.address()) : v6(inet.address());
        return whole && !showMask ? address : address + "/" + inet.networkBits();
    }

    private static String v4(byte[] address) {
        return (address[0] & 0xFF)
                + "."
                + (address[1] & 0xFF)
                + "."
                + (address[2] & 0xFF)
                + "."
                + (address[3] & 0xFF);
    }

    /// The longest run of two or more zero groups becomes `::`; mapped addresses end as in version
    /// 4.
    private static String v6(byte[] address) {
        int[] groups = new int[V6_GROUPS];
        for (int i = 0; i < V6_GROUPS; i++) {
            groups[i] = (address[2 * i] & 0xFF) << 8 | (address[2 * i + 1] & 0xFF);
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < V6_GROUPS; i++) {
            int length = 0;
            while (i + length < V6_GROUPS && groups[i + length] == 0) {
                length++;
            }
            if (length > bestLength) {
                bestStart = i;
                bestLength = length;
            }
        }
        boolean mapped =
                bestStart == 0 && (bestLength == 6 || (bestLength == 5 && groups[5] == 0xFFFF));
        var text = new StringBuilder();
        for (int i = 0; i < V6_GROUPS; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            if (mapped && i == 6) {
                text.append(v4(Arrays.copyOfRange(address, 12, V6_BYTES)));
                break;
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /// Reads an inet.
    ///
    /// @throws DatabaseException 22P02
    public static Value.Inet readInet(String text) {
        return read(text, false, DataType.INET);
    }

    /// Reads a cidr, whose bits right of the mask must be zero.
    ///
    /// @throws DatabaseException 22P02
    public static Value.Inet readCidr(String text) {
        Value.Inet inet = read(text, true, DataType.CIDR);
        if (!Arrays.equals(masked(inet.address(), inet.networkBits()), inet.address())) {
            throw new DatabaseException(
                            SqlState.INVALID_TEXT_REPRESENTATION,
                            "invalid cidr value: \"" + text + "\"")
                    .withDetail("Value has bits set to right of mask.");
        }
        return inet;
    }

    /// Returns an address with the bits after the mask cleared.
    public static byte[] masked(byte[] address, int networkBits) {
        byte[] result = address.clone();
        for (int i = 0; i < result.length; i++) {
            int bits = Math.clamp(networkBits - i * 8L, 0, 8);
            result[i] &= (byte) (0xFF << (8 - bits));
        }
        return result;
    }

    private static Value.Inet read(String text, boolean isCidr, DataType type) {
        int slash = text.indexOf('/');
        String addressText = slash < 0 ? text : text.substring(0, slash);
        if (slash >= 0 && addressText.matches("[0-9]+(\\.[0-9]+){0,2}\\.")) {
            // A point may end what is shortened.
            addressText = addressText.substring(0, addressText.length() - 1);
        }
        boolean isV6 = addressText.indexOf(':') >= 0;
        Optional<byte[]> address =
                isV6 ? readV6(addressText) : readV4(addressText, isCidr || slash >= 0);
        if (address.isEmpty()) {
            throw InputErrors.syntax(type, text);
        }
        int bitsMax = address.get().length * 8;
        int bits = bitsMax;
        if (slash >= 0) {
            String mask = text.substring(slash + 1);
            if (!mask.matches("[0-9]{1,3}") || Integer.parseInt(mask) > bitsMax) {
                throw InputErrors.syntax(type, text);
            }
            bits = Integer.parseInt(mask);
            if (!isCidr && !isV6 && bits > addressText.split("\\.").length * 8) {
                throw InputErrors.syntax(type, text);
            }
        } else if (isCidr && !isV6) {
            bits = classBits(address.get(), addressText.split("\\.").length);
        }
        return new Value.Inet(address.get(), bits);
    }

    /// Without a mask, a cidr's network is that of its class, or as long as what is written.
    private static int classBits(byte[] address, int written) {
        int first = address[0] & 0xFF;
        int bits = first >= 240 ? 32 : first >= 224 ? 8 : first >= 192 ? 24 : first >= 128 ? 16 : 8;
        if (bits < written * 8) {
            bits = written * 8;
        }
        return bits == 8 && first == 224 ? 4 : bits;
    }

    private static Optional<byte[]> readV4(String text, boolean mayBeShort) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > V4_BYTES || (parts.length < V4_BYTES && !mayBeShort)) {
            return Optional.empty();
        }
        byte[] address = new byte[V4_BYTES];
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].matches("[0-9]{1,3}") || Integer.parseInt(parts[i]) > 255) {
                return Optional.empty();
            }
            address[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Optional.of(address);
    }

    private static Optional<byte[]> readV6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        Optional<byte[]> head = groups(gap < 0 ? text : text.substring(0, gap));
        Optional<byte[]> tail = groups(gap < 0 ? "" : text.substring(gap + 2));
        if (head.isEmpty() || tail.isEmpty()) {
            return Optional.empty();
        }
        int count = head.get().length + tail.get().length;
        if (gap < 0 ? count != V6_BYTES : count > V6_BYTES - 2) {
            return Optional.empty();
        }
        byte[] address = Arrays.copyOf(head.get(), V6_BYTES);
        System.arraycopy(tail.get(), 0, address, V6_BYTES - tail.get().length, tail.get().length);
        return Optional.of(address);
    }

    private static Optional<byte[]> groups(String text) {
        if (text.isEmpty()) {
            return Optional.of(new byte[0]);
        }
        String[] parts = text.split(":", -1);
        byte[] bytes = new byte[V6_BYTES + V4_BYTES];
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (count >= V6_BYTES) {
                return Optional.empty();
            }
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                Optional<byte[]> v4 = readV4(parts[i], false);
                if (v4.isEmpty()) {
                    return Optional.empty();
                }
                System.arraycopy(v4.get(), 0, bytes, count, V4_BYTES);
                count += V4_BYTES;
            } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                int group = Integer.parseInt(parts[i], 16);
                bytes[count++] = (byte) (group >> 8);
                bytes[count++] = (byte) group;
            } else {
                return Optional.empty();
            }
        }
        return count > V6_BYTES ? Optional.empty() : Optional.of(Arrays.copyOf(bytes, count));
    }
}

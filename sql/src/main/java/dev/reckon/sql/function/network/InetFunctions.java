package dev.reckon.sql.function.network;

import static dev.reckon.sql.function.kernel.Body.bool;
import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.text;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.format.InetText;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.math.BigInteger;
import java.util.Arrays;

/// The chapter "Network Address Functions and Operators".
public final class InetFunctions {
    private static final int V4_BYTES = 4;

    private InetFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "text(inet)", "show(inet)" -> text(row -> InetText.text(row.inet(0), true));
            case "host(inet)" ->
                    text(row ->
                            InetText.text(
                                    new Value.Inet(row.inet(0).address(), bits(row.inet(0))),
                                    false));
            case "abbrev(inet)" -> text(row -> InetText.text(row.inet(0), false));
            case "abbrev(cidr)" -> text(row -> abbreviated(row.inet(0)));
            case "masklen(inet)" -> number(row -> row.inet(0).networkBits());
            case "family(inet)" -> number(row -> row.inet(0).address().length == V4_BYTES ? 4 : 6);
            case "network(inet)", "cidr(inet)" -> value(row -> network(row.inet(0)));
            case "netmask(inet)" -> value(row -> mask(row.inet(0), false));
            case "hostmask(inet)" -> value(row -> mask(row.inet(0), true));
            case "broadcast(inet)" -> value(row -> broadcast(row.inet(0)));
            case "set_masklen(inet,int4)" ->
                    value(row -> withMask(row.inet(0), row.integer(1), false));
            case "set_masklen(cidr,int4)" ->
                    value(row -> withMask(row.inet(0), row.integer(1), true));
            case "inet_same_family(inet,inet)" -> bool(row -> sameFamily(row.inet(0), row.inet(1)));
            case "inet_merge(inet,inet)" -> value(row -> merge(row.inet(0), row.inet(1)));
            case "network_sub(inet,inet)" -> bool(row -> contains(row.inet(1), row.inet(0), true));
            case "network_subeq(inet,inet)" ->
                    bool(row -> contains(row.inet(1), row.inet(0), false));
            case "network_sup(inet,inet)" -> bool(row -> contains(row.inet(0), row.inet(1), true));
            case "network_supeq(inet,inet)" ->
                    bool(row -> contains(row.inet(0), row.inet(1), false));
            case "network_overlap(inet,inet)" ->
                    bool(row ->
                            contains(row.inet(0), row.inet(1), false)
                                    || contains(row.inet(1), row.inet(0), false));
            case "inetnot(inet)" -> value(row -> combine(row.inet(0), row.inet(0), '~'));
            case "inetand(inet,inet)" -> value(row -> combine(row.inet(0), row.inet(1), '&'));
            case "inetor(inet,inet)" -> value(row -> combine(row.inet(0), row.inet(1), '|'));
            case "inetpl(inet,int8)" ->
                    value(row -> add(row.inet(0), BigInteger.valueOf(row.number(1))));
            case "int8pl_inet(int8,inet)" ->
                    value(row -> add(row.inet(1), BigInteger.valueOf(row.number(0))));
            case "inetmi_int8(inet,int8)" ->
                    value(row -> add(row.inet(0), BigInteger.valueOf(-row.number(1))));
            case "inetmi(inet,inet)" -> number(row -> difference(row.inet(0), row.inet(1)));
            default -> Body.Missing.MISSING;
        };
    }

    private static int bits(Value.Inet inet) {
        return inet.address().length * 8;
    }

    private static boolean sameFamily(Value.Inet left, Value.Inet right) {
        return left.address().length == right.address().length;
    }

    private static Value.Inet network(Value.Inet inet) {
        return new Value.Inet(
                InetText.masked(inet.address(), inet.networkBits()), inet.networkBits());
    }

    private static Value mask(Value.Inet inet, boolean inverted) {
        byte[] ones = new byte[inet.address().length];
        Arrays.fill(ones, (byte) 0xFF);
        byte[] mask = InetText.masked(ones, inet.networkBits());
        for (int i = 0; inverted && i < mask.length; i++) {
            mask[i] = (byte) ~mask[i];
        }
        return new Value.Inet(mask, bits(inet));
    }

    private static Value broadcast(Value.Inet inet) {
        byte[] hostMask = ((Value.Inet) mask(inet, true)).address();
        byte[] address = inet.address().clone();
        for (int i = 0; i < address.length; i++) {
            address[i] |= hostMask[i];
        }
        return new Value.Inet(address, inet.networkBits());
    }

    private static Value withMask(Value.Inet inet, int length, boolean clear) {
        int bits = length == -1 ? bits(inet) : length;
        if (bits < 0 || bits > bits(inet)) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE, "invalid mask length: " + length);
        }
        return new Value.Inet(clear ? InetText.masked(inet.address(), bits) : inet.address(), bits);
    }

    private static boolean contains(Value.Inet outer, Value.Inet inner, boolean strictly) {
        int bits = outer.networkBits();
        return sameFamily(outer, inner)
                && (strictly ? inner.networkBits() > bits : inner.networkBits() >= bits)
                && Arrays.equals(
                        InetText.masked(outer.address(), bits),
                        InetText.masked(inner.address(), bits));
    }

    private static Value merge(Value.Inet left, Value.Inet right) {
        if (!sameFamily(left, right)) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "cannot merge addresses from different families");
        }
        int bits = Math.min(left.networkBits(), right.networkBits());
        while (bits > 0
                && !Arrays.equals(
                        InetText.masked(left.address(), bits),
                        InetText.masked(right.address(), bits))) {
            bits--;
        }
        return new Value.Inet(InetText.masked(left.address(), bits), bits);
    }

    private static Value combine(Value.Inet left, Value.Inet right, char operator) {
        if (!sameFamily(left, right)) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "cannot "
                            + (operator == '&' ? "AND" : "OR")
                            + " inet values of different sizes");
        }
        byte[] address = left.address().clone();
        for (int i = 0; i < address.length; i++) {
            address[i] =
                    (byte)
                            switch (operator) {
                                case '&' -> address[i] & right.address()[i];
                                case '|' -> address[i] | right.address()[i];
                                default -> ~address[i];
                            };
        }
        return new Value.Inet(address, Math.max(left.networkBits(), right.networkBits()));
    }

    /// Leaves out the parts that the network does not reach.
    private static String abbreviated(Value.Inet cidr) {
        byte[] address = cidr.address();
        if (address.length != V4_BYTES) {
            String text = InetText.text(cidr, true);
            int end = text.lastIndexOf("::/");
            return end <= 0 ? text : text.substring(0, end) + text.substring(end + 2);
        }
        int shown = Math.max(1, (cidr.networkBits() + Byte.SIZE - 1) / Byte.SIZE);
        var text = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            text.append(i == 0 ? "" : ".").append(address[i] & 0xFF);
        }
        return text.append('/').append(cidr.networkBits()).toString();
    }

    private static Value add(Value.Inet inet, BigInteger number) {
        BigInteger sum = new BigInteger(1, inet.address()).add(number);
        if (sum.signum() < 0 || sum.bitLength() > bits(inet)) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "result is out of range");
        }
        byte[] digits = sum.toByteArray();
        byte[] address = new byte[inet.address().length];
        int count = Math.min(digits.length, address.length);
        System.arraycopy(digits, digits.length - count, address, address.length - count, count);
        return new Value.Inet(address, inet.networkBits());
    }

    private static long difference(Value.Inet left, Value.Inet right) {
        if (!sameFamily(left, right)) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "cannot subtract inet values of different sizes");
        }
        BigInteger difference =
                new BigInteger(1, left.address()).subtract(new BigInteger(1, right.address()));
        if (difference.bitLength() > 63) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "result is out of range");
        }
        return difference.longValueExact();
    }
}

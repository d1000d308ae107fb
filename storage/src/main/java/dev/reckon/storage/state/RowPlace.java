package dev.reckon.storage.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Where the committed table had a row when a transaction locked it, as a write set keeps it in
/// [TableWrites#replaced]: the id of a segment in eight bytes and a position there in four, or
/// nothing.
///
/// A hint that saves a second search. The lock keeps the row as it is, and a segment never changes:
/// so as long as the table has the segment, the row is there and nowhere else. Flush, merge and
/// shrink may have moved it to another file; then the hint names a segment that the table has not.
public final class RowPlace {
    /// The row was in memory, or nobody has looked.
    public static final byte[] UNKNOWN = {};

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private RowPlace() {}

    static byte[] of(long segmentId, int position) {
        byte[] place = new byte[Long.BYTES + Integer.BYTES];
        LONG.set(place, 0, segmentId);
        INT.set(place, Long.BYTES, position);
        return place;
    }

    static boolean isKnown(byte[] place) {
        return place.length != 0;
    }

    static long segmentId(byte[] place) {
        return (long) LONG.get(place, 0);
    }

    static int position(byte[] place) {
        return (int) INT.get(place, Long.BYTES);
    }
}

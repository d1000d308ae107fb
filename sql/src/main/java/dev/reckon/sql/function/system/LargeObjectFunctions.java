package dev.reckon.sql.function.system;

import static dev.reckon.sql.function.kernel.Body.bytes;
import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.function.LargeObjects;
import dev.reckon.sql.function.LargeObjects.Origin;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;

/// The functions of large objects, but for those that read and write files of the server.
public final class LargeObjectFunctions {
    /// What lo_open and lo_creat know a mode by.
    private static final int WRITE = 0x2_0000;

    private static final int READ = 0x4_0000;

    private LargeObjectFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "lo_creat(int4)" -> number(row -> objects(row).create(0));
            case "lo_create(oid)" -> number(row -> objects(row).create(row.number(0)));
            case "lo_unlink(oid)" ->
                    number(row -> {
                        objects(row).remove(row.number(0));
                        return 1;
                    });
            case "lo_open(oid,int4)" -> number(LargeObjectFunctions::open);
            case "lo_close(int4)" ->
                    number(row -> {
                        objects(row).close(row.integer(0));
                        return 0;
                    });
            case "loread(int4,int4)" ->
                    bytes(row -> objects(row).read(row.integer(0), Math.max(0, row.integer(1))));
            case "lowrite(int4,bytea)" ->
                    number(row -> {
                        byte[] written = row.bytes(1);
                        objects(row).write(row.integer(0), written);
                        return written.length;
                    });
            case "lo_lseek(int4,int4,int4)" -> number(row -> small(seek(row), "lo_lseek"));
            case "lo_lseek64(int4,int8,int4)" -> number(LargeObjectFunctions::seek);
            case "lo_tell(int4)" ->
                    number(row -> small(objects(row).position(row.integer(0)), "lo_tell"));
            case "lo_tell64(int4)" -> number(row -> objects(row).position(row.integer(0)));
            case "lo_truncate(int4,int4)", "lo_truncate64(int4,int8)" ->
                    number(row -> {
                        objects(row).truncate(row.integer(0), row.number(1));
                        return 0;
                    });
            case "lo_from_bytea(oid,bytea)" ->
                    number(row -> {
                        long oid = objects(row).create(row.number(0));
                        put(row, oid, 0, row.bytes(1));
                        return oid;
                    });
            case "lo_get(oid)" -> bytes(row -> get(row, 0, Integer.MAX_VALUE));
            case "lo_get(oid,int8,int4)" ->
                    bytes(row -> {
                        if (row.integer(2) < 0) {
                            throw new DatabaseException(
                                    SqlState.INVALID_PARAMETER_VALUE,
                                    "requested length cannot be negative");
                        }
                        return get(row, row.number(1), row.integer(2));
                    });
            case "lo_put(oid,int8,bytea)" ->
                    value(row -> {
                        put(row, row.number(0), row.number(1), row.bytes(2));
                        return Value.text("");
                    });
            default -> Body.Missing.MISSING;
        };
    }

    private static LargeObjects objects(Row row) {
        return row.environment().largeObjects();
    }

    private static long open(Row row) {
        int mode = row.integer(1);
        if ((mode & (READ | WRITE)) == 0) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE,
                    "invalid flags for opening a large object: " + mode);
        }
        return objects(row).open(row.number(0), (mode & WRITE) != 0);
    }

    private static long seek(Row row) {
        Origin from =
                switch (row.integer(2)) {
                    case 0 -> Origin.START;
                    case 1 -> Origin.POSITION;
                    case 2 -> Origin.END;
                    default ->
                            throw new DatabaseException(
                                    SqlState.INVALID_PARAMETER_VALUE,
                                    "invalid whence setting: " + row.integer(2));
                };
        return objects(row).seek(row.integer(0), row.number(1), from);
    }

    private static long small(long position, String function) {
        if (position > Integer.MAX_VALUE) {
            throw new DatabaseException(
                    SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
                    function + " result out of range for large-object descriptor");
        }
        return position;
    }

    private static byte[] get(Row row, long offset, int byteCount) {
        LargeObjects objects = objects(row);
        int descriptor = objects.open(row.number(0), false);
        try {
            objects.seek(descriptor, offset, Origin.START);
            return objects.read(descriptor, byteCount);
        } finally {
            objects.close(descriptor);
        }
    }

    private static void put(Row row, long oid, long offset, byte[] bytes) {
        LargeObjects objects = objects(row);
        int descriptor = objects.open(oid, true);
        try {
            objects.seek(descriptor, offset, Origin.START);
            objects.write(descriptor, bytes);
        } finally {
            objects.close(descriptor);
        }
    }
}

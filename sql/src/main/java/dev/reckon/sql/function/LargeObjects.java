package dev.reckon.sql.function;

/// The large objects of a database as one session sees them: strings of bytes that are read and
/// written in parts, through descriptors that live as long as their transaction. For the session's
/// thread and the workers of its query.
///
/// Behaviour: PostgreSQL's chapter "Large Objects".
public interface LargeObjects {
    /// Makes an empty large object and returns its oid.
    ///
    /// @param oid 0 for any that is free
    /// @throws dev.reckon.storage.error.DatabaseException 23505 when there is one of that oid
    long create(long oid);

    /// Removes a large object.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 42704, 42501
    void remove(long oid);

    /// Opens a large object and returns its descriptor.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 42704, 42501
    int open(long oid, boolean forWriting);

    /// Closes a descriptor.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 42704 when it is not open, here and in
    ///   the other methods
    void close(int descriptor);

    /// Reads from the descriptor's position on, and moves it: fewer bytes at the end.
    byte[] read(int descriptor, int byteCount);

    /// Writes at the descriptor's position, and moves it; what lies between the end and there reads
    /// as zeros.
    ///
    /// @throws dev.reckon.storage.error.DatabaseException 55000 when it was opened for reading
    void write(int descriptor, byte[] bytes);

    /// Moves a descriptor and returns its position, in bytes from the start.
    ///
    /// @param from what the offset counts from
    long seek(int descriptor, long offset, Origin from);

    /// Returns a descriptor's position, in bytes from the start.
    long position(int descriptor);

    /// Cuts or extends a large object.
    void truncate(int descriptor, long length);

    /// What the offset of a seek counts from.
    enum Origin {
        START,
        POSITION,
        END
    }
}

package dev.reckon.storage.segment;

/// Which positions of a segment hold rows that are deleted, or live elsewhere now. Immutable: an
/// edit makes a new one that shares most of its memory.
public final class DeletedPositions {
    /// No position is deleted, in a segment of any size.
    public static final DeletedPositions NONE = new DeletedPositions();

    private DeletedPositions() {}

    /// Returns the number of deleted positions.
    public int count() {
        throw new UnsupportedOperationException();
    }

    public boolean contains(int position) {
        throw new UnsupportedOperationException(String.valueOf(position));
    }

    /// Returns the first deleted position at or after `position`, `Integer.MAX_VALUE` without one.
    public int next(int position) {
        throw new UnsupportedOperationException(String.valueOf(position));
    }

    /// Begins a new version.
    public Editor edit() {
        throw new UnsupportedOperationException();
    }

    /// Returns a form for the manifest.
    public byte[] encode() {
        throw new UnsupportedOperationException();
    }

    /// Reads what [#encode] wrote.
    public static DeletedPositions decode(byte[] bytes) {
        throw new UnsupportedOperationException(String.valueOf(bytes.length));
    }

    /// Marks positions in a new version. For one thread.
    public static final class Editor {
        private Editor() {}

        /// Marks a position that is not marked yet.
        public void add(int position) {
            throw new UnsupportedOperationException(String.valueOf(position));
        }

        public DeletedPositions build() {
            throw new UnsupportedOperationException();
        }
    }
}

package dev.reckon.index;

/// The bytes of an index are not what was written: cut, changed, or of an unknown version.
public final class CorruptIndexException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptIndexException(String message) {
        super(message);
    }
}

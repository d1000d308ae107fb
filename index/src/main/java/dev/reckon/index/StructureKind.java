package dev.reckon.index;

/// The shapes that an index can have. The code is part of the format ([IndexFormat]).
public enum StructureKind {
    /// Nothing stored: binary search over the column.
    BINARY_SEARCH(0, "binary search"),
    /// One key in 128 in a static B-tree, and a byte for each cache line between them.
    FENCES(1, "fences"),
    /// Lines over a grid of the key space, with fitted corrections.
    GRID(2, "grid"),
    /// One key in 16 in a static B-tree.
    TREE(3, "tree"),
    /// One line or two: the smallest grid.
    LINE(4, "line");

    private final int code;
    private final String label;

    StructureKind(int code, String label) {
        this.code = code;
        this.label = label;
    }

    int code() {
        return code;
    }

    /// Returns the name shown to people, in lower case.
    public String label() {
        return label;
    }

    static StructureKind ofCode(int code) {
        for (StructureKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new CorruptIndexException("unknown index structure " + code);
    }
}

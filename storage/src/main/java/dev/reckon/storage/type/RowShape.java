package dev.reckon.storage.type;

import java.util.List;

/// The names and types of the fields of a row value. Immutable; rows made in one place share one.
public record RowShape(List<String> names, List<DataType> types) {
    /// Of a row whose type alone says what its fields are: as rows are stored.
    public static final RowShape UNKNOWN = new RowShape(List.of(), List.of());

    public RowShape {
        names = List.copyOf(names);
        types = List.copyOf(types);
        if (names.size() != types.size()) {
            throw new IllegalArgumentException("a name for each type");
        }
    }

    /// Returns whether the fields are described, when there are any.
    public boolean isKnown() {
        return !types.isEmpty();
    }
}

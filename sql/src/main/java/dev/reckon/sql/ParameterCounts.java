package dev.reckon.sql;

import dev.reckon.sql.ast.Expression;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;

/// How many parameters a syntax tree has, for the statement inside PREPARE.
final class ParameterCounts {
    private ParameterCounts() {}

    /// Returns the highest n of the `$n` in a tree; syntax trees are records of records.
    static int of(Object node) {
        return switch (node) {
            case Expression.Parameter parameter -> parameter.number();
            case List<?> list -> list.stream().mapToInt(ParameterCounts::of).max().orElse(0);
            case Optional<?> optional -> optional.isPresent() ? of(optional.get()) : 0;
            case Record record -> ofComponents(record);
            default -> 0;
        };
    }

    private static int ofComponents(Record record) {
        int highest = 0;
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                Object value = component.getAccessor().invoke(record);
                highest = value == null ? highest : Math.max(highest, of(value));
            }
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException(broken);
        }
        return highest;
    }
}

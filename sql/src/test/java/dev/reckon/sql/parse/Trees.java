package dev.reckon.sql.parse;

import dev.reckon.sql.ast.Expression;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;

/// Compares trees by what they say: without positions, and without the form in which a cast was
/// written.
final class Trees {
    private Trees() {}

    /// A tree as text in which equal trees are equal.
    static String canonical(Object tree) {
        var text = new StringBuilder();
        append(text, tree);
        return text.toString();
    }

    private static void append(StringBuilder text, Object value) {
        switch (value) {
            case List<?> list -> {
                text.append('[');
                for (Object element : list) {
                    append(text, element);
                    text.append(' ');
                }
                text.append(']');
            }
            case Optional<?> optional -> {
                if (optional.isPresent()) {
                    append(text, optional.get());
                } else {
                    text.append('-');
                }
            }
            case Expression.CastForm ignored -> text.append("::");
            case Record tree -> appendRecord(text, tree);
            default -> text.append('\'').append(value).append('\'');
        }
    }

    private static void appendRecord(StringBuilder text, Record tree) {
        text.append(tree.getClass().getSimpleName()).append('(');
        for (RecordComponent component : tree.getClass().getRecordComponents()) {
            if (component.getName().equals("position")) {
                continue;
            }
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                append(text, accessor.invoke(tree));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
            text.append(' ');
        }
        text.append(')');
    }
}

package dev.reckon.sql.format.json.path;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.JsonWriter;
import java.util.List;
import java.util.Optional;

/// Writes a path as PostgreSQL's output function does. For one thread, for one path.
final class PathWriter {
    private static final int SIGN_PRIORITY = 5;
    private static final int HIGHEST_PRIORITY = 6;

    private final StringBuilder text = new StringBuilder();

    private PathWriter() {}

    static String text(JsonPath path) {
        var writer = new PathWriter();
        if (path.strict()) {
            writer.text.append("strict ");
        }
        writer.append(path.expression(), true);
        return writer.text.toString();
    }

    /// Brackets around an operation that accessors follow are written always: where PostgreSQL
    /// leaves them out, its text can't be read again.
    private void append(PathNode node, boolean brackets) {
        List<PathNode> links = node.links();
        boolean followed = links.size() > 1;
        PathNode head = links.getFirst();
        if (followed && head instanceof PathNode.Literal(Json.Number _)) {
            text.append('(');
            head(head, false);
            text.append(')');
        } else {
            head(head, brackets || followed);
        }
        for (int i = 1; i < links.size(); i++) {
            accessor(links.get(i));
        }
    }

    private void head(PathNode head, boolean brackets) {
        switch (head) {
            case PathNode.Literal(Json value) -> text.append(JsonWriter.text(value));
            case PathNode.Variable(String name) -> {
                text.append('$');
                JsonWriter.quote(name, text);
            }
            case PathNode.Anchor anchor -> text.append(anchor.text());
            case PathNode.Binary(PathNode.Operator operator, PathNode left, PathNode right) -> {
                open(brackets);
                operand(left, operator.priority());
                text.append(' ').append(operator.text()).append(' ');
                operand(right, operator.priority());
                close(brackets);
            }
            case PathNode.Sign(boolean negative, PathNode operand) -> {
                open(brackets);
                text.append(negative ? '-' : '+');
                operand(operand, SIGN_PRIORITY);
                close(brackets);
            }
            case PathNode.Not(PathNode predicate) -> {
                text.append("!(");
                append(predicate, false);
                text.append(')');
            }
            case PathNode.IsUnknown(PathNode predicate) -> {
                text.append('(');
                append(predicate, false);
                text.append(") is unknown");
            }
            case PathNode.Exists(PathNode operand) -> {
                text.append("exists (");
                append(operand, false);
                text.append(')');
            }
            case PathNode.LikeRegex(PathNode operand, String pattern, String flags) -> {
                open(brackets);
                operand(operand, HIGHEST_PRIORITY);
                text.append(" like_regex ");
                JsonWriter.quote(pattern, text);
                if (!flags.isEmpty()) {
                    text.append(" flag \"").append(flags).append('"');
                }
                close(brackets);
            }
            default -> accessor(head);
        }
    }

    private void open(boolean brackets) {
        if (brackets) {
            text.append('(');
        }
    }

    private void close(boolean brackets) {
        if (brackets) {
            text.append(')');
        }
    }

    private void operand(PathNode node, int outerPriority) {
        append(node, priority(node.links().getFirst()) <= outerPriority);
    }

    private static int priority(PathNode node) {
        return switch (node) {
            case PathNode.Binary(PathNode.Operator operator, PathNode _, PathNode _) ->
                    operator.priority();
            case PathNode.Sign _ -> SIGN_PRIORITY;
            default -> HIGHEST_PRIORITY;
        };
    }

    private void accessor(PathNode link) {
        switch (link) {
            case PathNode.Member(String name) -> {
                text.append('.');
                JsonWriter.quote(name, text);
            }
            case PathNode.Wildcard wildcard ->
                    text.append(wildcard == PathNode.Wildcard.MEMBERS ? ".*" : "[*]");
            case PathNode.Elements(List<PathNode.Subscript> subscripts) -> {
                String separator = "[";
                for (PathNode.Subscript subscript : subscripts) {
                    text.append(separator);
                    separator = ",";
                    append(subscript.from(), false);
                    subscript
                            .to()
                            .ifPresent(to -> {
                                text.append(" to ");
                                append(to, false);
                            });
                }
                text.append(']');
            }
            case PathNode.Descendants(long first, long last) -> {
                text.append(".**");
                if (first != 0 || last != PathNode.Descendants.LAST_LEVEL) {
                    text.append('{').append(level(first));
                    text.append(first == last ? "" : " to " + level(last)).append('}');
                }
            }
            case PathNode.Filter(PathNode predicate) -> {
                text.append("?(");
                append(predicate, false);
                text.append(')');
            }
            case PathNode.Method method -> text.append('.').append(method.text()).append("()");
            case PathNode.DateTime(Optional<String> template) -> {
                text.append(".datetime(");
                template.ifPresent(t -> JsonWriter.quote(t, text));
                text.append(')');
            }
            default -> throw new IllegalArgumentException("no accessor: " + link);
        }
    }

    private static String level(long level) {
        return level == PathNode.Descendants.LAST_LEVEL ? "last" : Long.toString(level);
    }
}

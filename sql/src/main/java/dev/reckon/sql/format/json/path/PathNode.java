package dev.reckon.sql.format.json.path;

import dev.reckon.sql.format.json.Json;
import java.util.List;
import java.util.Optional;

/// A piece of a jsonpath expression. Immutable.
public sealed interface PathNode {
    /// A scalar.
    record Literal(Json value) implements PathNode {}

    /// `$name`: a value that the caller passes.
    record Variable(String name) implements PathNode {}

    /// Where an expression begins.
    enum Anchor implements PathNode {
        ROOT("$"),
        CURRENT("@"),
        LAST("last");

        private final String text;

        Anchor(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /// `.name`.
    record Member(String name) implements PathNode {}

    enum Wildcard implements PathNode {
        MEMBERS,
        ELEMENTS
    }

    /// `[from to to, …]`.
    record Elements(List<Subscript> subscripts) implements PathNode {
        public Elements {
            subscripts = List.copyOf(subscripts);
        }
    }

    record Subscript(PathNode from, Optional<PathNode> to) {}

    /// `.**{first to last}`.
    ///
    /// @param first a level from 0, or [#LAST_LEVEL]
    /// @param last a level, inclusive, or [#LAST_LEVEL]
    record Descendants(long first, long last) implements PathNode {
        /// `last`: the leaves.
        public static final long LAST_LEVEL = 0xFFFF_FFFFL;
    }

    /// `?(predicate)`.
    record Filter(PathNode predicate) implements PathNode {}

    /// A method without arguments.
    enum Method implements PathNode {
        TYPE,
        SIZE,
        DOUBLE,
        CEILING,
        FLOOR,
        ABS,
        KEYVALUE;

        /// Returns the name as a path writes it.
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// `.datetime(template)`.
    record DateTime(Optional<String> template) implements PathNode {}

    /// An operation of two operands, with its place among the others: higher binds closer.
    enum Operator {
        OR("||", 0, true),
        AND("&&", 1, true),
        EQUAL("==", 2, true),
        NOT_EQUAL("!=", 2, true),
        LESS("<", 2, true),
        GREATER(">", 2, true),
        LESS_OR_EQUAL("<=", 2, true),
        GREATER_OR_EQUAL(">=", 2, true),
        STARTS_WITH("starts with", 2, true),
        ADD("+", 3, false),
        SUBTRACT("-", 3, false),
        MULTIPLY("*", 4, false),
        DIVIDE("/", 4, false),
        REMAINDER("%", 4, false);

        private final String text;
        private final int priority;
        private final boolean predicate;

        Operator(String text, int priority, boolean predicate) {
            this.text = text;
            this.priority = priority;
            this.predicate = predicate;
        }

        public String text() {
            return text;
        }

        int priority() {
            return priority;
        }

        boolean isPredicate() {
            return predicate;
        }
    }

    record Binary(Operator operator, PathNode left, PathNode right) implements PathNode {}

    /// `-operand` or `+operand`.
    record Sign(boolean negative, PathNode operand) implements PathNode {}

    record Not(PathNode predicate) implements PathNode {}

    record IsUnknown(PathNode predicate) implements PathNode {}

    record Exists(PathNode operand) implements PathNode {}

    /// `operand like_regex pattern flag flags`.
    ///
    /// @param flags of `i`, `s`, `m`, `x`, `q`, each once, in this order
    record LikeRegex(PathNode operand, String pattern, String flags) implements PathNode {
        /// Returns XQuery's flags as options of regular expressions: by default a dot matches no
        /// newline.
        public String letters() {
            String ignoring = flags.indexOf('i') >= 0 ? "i" : "";
            if (flags.indexOf('q') >= 0) {
                return ignoring + "q";
            }
            boolean dotMatchesAll = flags.indexOf('s') >= 0;
            boolean lines = flags.indexOf('m') >= 0;
            return ignoring + (dotMatchesAll ? (lines ? "w" : "s") : lines ? "n" : "p");
        }
    }

    /// An expression with what follows it.
    ///
    /// @param links the head, which is no chain, and at least one accessor
    record Chain(List<PathNode> links) implements PathNode {
        public Chain {
            links = List.copyOf(links);
        }
    }

    /// Returns the node as a head with its accessors, of which there may be none.
    default List<PathNode> links() {
        return List.of(this);
    }

    /// Whether the node is true, false or unknown.
    default boolean isPredicate() {
        return switch (this) {
            case Binary binary -> binary.operator.isPredicate();
            case Not _, IsUnknown _, Exists _, LikeRegex _ -> true;
            default -> false;
        };
    }
}

package dev.reckon.tests.differential.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes expressions of a wanted kind over the columns in scope. For one thread.
///
/// A calm maker stays with what cannot fail on plain values, for the places where a server is free
/// to evaluate more or fewer rows than another (PostgreSQL, "Expression Evaluation Rules"); the
/// other kind tries everything, with extreme constants.
final class ExpressionMaker {
    private static final String[] COMPARISONS = {"=", "<>", "<", "<=", ">", ">="};

    private final Dice dice;
    private final Catalogue catalogue;
    private final List<ColumnReference> columns;
    private final boolean isCalm;
    private final Optional<QueryMaker> subqueries;

    /// @param subqueries makes the queries inside expressions; without it there are none
    ExpressionMaker(
            Dice dice,
            Catalogue catalogue,
            List<ColumnReference> columns,
            boolean isCalm,
            Optional<QueryMaker> subqueries) {
        this.dice = dice;
        this.catalogue = catalogue;
        this.columns = columns;
        this.isCalm = isCalm;
        this.subqueries = subqueries;
    }

    /// Returns an expression, in parentheses where it has parts.
    ///
    /// @param depth how many levels of parts it may have
    String of(Kind kind, int depth) {
        if (depth <= 0 || dice.percent(15)) {
            return leaf(kind);
        }
        if (kind == Kind.BOOL && dice.percent(75)) {
            return condition(depth);
        }
        int choice = dice.below(100);
        if (choice < 38) {
            return operator(kind, depth);
        } else if (choice < 76) {
            return function(kind, depth);
        } else if (choice < 84) {
            return cast(kind, depth);
        }
        return special(kind, depth);
    }

    private String leaf(Kind kind) {
        List<ColumnReference> fitting = columns.stream().filter(c -> c.kind() == kind).toList();
        if (!fitting.isEmpty() && dice.percent(75)) {
            return dice.of(fitting).text();
        }
        if (dice.percent(5)) {
            return dice.percent(50) || isCalm ? "null::" + kind.sqlName() : "null";
        }
        if (isCalm) {
            return kind.plain(dice);
        }
        return dice.percent(7) ? kind.untyped(dice) : kind.edge(dice);
    }

    private String operator(Kind kind, int depth) {
        Optional<Signature.Use> use = use(catalogue.operators(kind, isCalm), kind);
        if (use.isEmpty() || (isCalm && !isCalmUse(use.get()))) {
            return function(kind, depth - 1);
        }
        String name = use.get().signature().name();
        List<String> arguments = arguments(use.get(), depth);
        return arguments.size() == 1
                ? "(" + name + " " + arguments.getFirst() + ")"
                : "(" + arguments.getFirst() + " " + name + " " + arguments.get(1) + ")";
    }

    /// Integer products and shifts leave their range too easily, and dates theirs; nothing can be
    /// taken from a jsonb that is a number.
    private boolean isCalmUse(Signature.Use use) {
        String name = use.signature().name();
        return switch (name) {
            case "*", "<<", ">>" ->
                    use.arguments().stream()
                            .noneMatch(k ->
                                    k == Kind.INT2
                                            || k == Kind.FLOAT8
                                            || k == Kind.FLOAT4
                                            || k == Kind.BIT
                                            || k == Kind.VARBIT);
            case "+", "-" ->
                    use.arguments().stream()
                            .noneMatch(k -> isRange(k) || k == Kind.INET || k == Kind.JSONB);
            case "&", "|" ->
                    use.arguments().stream()
                            .noneMatch(k -> k == Kind.VARBIT || k == Kind.INET || k == Kind.BIT);
            default -> true;
        };
    }

    private static boolean isRange(Kind kind) {
        return kind.name().endsWith("RANGE");
    }

    private String function(Kind kind, int depth) {
        Optional<Signature.Use> use = use(catalogue.functions(kind, isCalm), kind);
        if (use.isEmpty()) {
            return dice.percent(50) ? special(kind, depth) : leaf(kind);
        }
        Signature.Use used = use.get();
        if (isCalm && used.signature().name().equals("date_trunc")) {
            return "date_trunc('%s', %s)"
                    .formatted(
                            dice.of("month", "day", "hour"),
                            of(used.arguments().get(1), depth - 1));
        }
        return "\"%s\"(%s)"
                .formatted(used.signature().name(), String.join(", ", arguments(used, depth)));
    }

    private Optional<Signature.Use> use(List<Signature> signatures, Kind kind) {
        return signatures.isEmpty() ? Optional.empty() : dice.of(signatures).use(kind, dice);
    }

    private List<String> arguments(Signature.Use use, int depth) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < use.arguments().size(); i++) {
            Optional<String> word = Words.of(use, i, dice);
            arguments.add(word.isPresent() ? word.get() : of(use.arguments().get(i), depth - 1));
        }
        return arguments;
    }

    private String cast(Kind kind, int depth) {
        List<Signature> casts = catalogue.casts(kind);
        boolean isByText = !isCalm && dice.percent(25);
        if (casts.isEmpty() || isCalm || isByText) {
            if (kind == Kind.TEXT || kind == Kind.VARCHAR) {
                Kind from = dice.of(List.of(Kind.values()));
                return "(" + of(from, depth - 1) + ")::" + kind.sqlName();
            }
            if (isCalm) {
                return leaf(kind);
            }
            // What PostgreSQL makes of a time's text followed by other text is no one's business.
            String text = kind.isTime() ? kind.untyped(dice) + "::text" : of(Kind.TEXT, depth - 1);
            return "(" + text + ")::" + kind.sqlName();
        }
        Optional<Signature.Use> use = use(casts, kind);
        if (use.isEmpty()) {
            return leaf(kind);
        }
        // Most pairs of types have no cast; all should say so, or convert by text.
        Kind source =
                dice.percent(20)
                        ? dice.of(List.of(Kind.values()))
                        : use.get().arguments().getFirst();
        String from = of(source, depth - 1);
        return dice.percent(50)
                ? "(" + from + ")::" + kind.sqlName()
                : "cast(" + from + " as " + kind.sqlName() + ")";
    }

    private String special(Kind kind, int depth) {
        int choice = dice.below(isCalm ? 60 : 70);
        if (dice.percent(20)) {
            Optional<String> spoken = spoken(kind, depth);
            if (spoken.isPresent()) {
                return spoken.get();
            }
        }
        if (choice < 12) {
            return "coalesce(" + of(kind, depth - 1) + ", " + of(kind, depth - 1) + ")";
        } else if (choice < 22 && kind.isComparable()) {
            return "nullif(" + of(kind, depth - 1) + ", " + of(kind, depth - 1) + ")";
        } else if (choice < 32 && kind.isComparable() && kind.isExact()) {
            return dice.of("greatest", "least")
                    + "("
                    + of(kind, depth - 1)
                    + ", "
                    + of(kind, depth - 1)
                    + ")";
        } else if (choice < 48) {
            return caseExpression(kind, depth);
        } else if (choice < 58 && subqueries.isPresent()) {
            return subqueries.get().scalar(kind, columns);
        } else if (kind.array().isPresent()) {
            return "("
                    + of(kind.array().get(), depth - 1)
                    + ")["
                    + (isCalm ? "" + dice.between(0, 3) : of(Kind.INT4, 0))
                    + "]";
        }
        for (Kind element : Kind.elements()) {
            if (element.array().equals(Optional.of(kind))) {
                return "array[" + of(element, depth - 1) + ", " + of(element, depth - 1) + "]";
            }
        }
        return leaf(kind);
    }

    /// Calls with a syntax of their own.
    private Optional<String> spoken(Kind kind, int depth) {
        String text = of(Kind.TEXT, depth - 1);
        return switch (kind) {
            case TEXT ->
                    Optional.of(
                            switch (dice.below(7)) {
                                case 0 ->
                                        "substring(%s from %d for %d)"
                                                .formatted(
                                                        text,
                                                        dice.between(-2, 4),
                                                        dice.between(0, 5));
                                case 1 -> "substring(%s from %s)".formatted(text, "'.[a-c]'");
                                case 2 ->
                                        "overlay(%s placing %s from %d for %d)"
                                                .formatted(
                                                        text,
                                                        leaf(Kind.TEXT),
                                                        dice.between(1, 4),
                                                        dice.between(0, 3));
                                case 3 ->
                                        "trim(%s %s from %s)"
                                                .formatted(
                                                        dice.of("both", "leading", "trailing", ""),
                                                        leaf(Kind.TEXT),
                                                        text);
                                case 4 ->
                                        "normalize(%s, %s)".formatted(text, dice.of("nfc", "nfkd"));
                                case 5 -> "(" + text + " collate \"C\")";
                                default ->
                                        "substring(%s similar '%%#\"_#\"%%' escape '#')"
                                                .formatted(text);
                            });
            case INT4 -> Optional.of("position(%s in %s)".formatted(leaf(Kind.TEXT), text));
            case NUMERIC ->
                    Optional.of(
                            "extract(%s from %s)"
                                    .formatted(
                                            dice.of(
                                                    "year", "month", "day", "hour", "second",
                                                    "epoch", "isodow", "week", "quarter"),
                                            of(
                                                    dice.of(
                                                            List.of(
                                                                    Kind.DATE,
                                                                    Kind.TIMESTAMP,
                                                                    Kind.TIMESTAMPTZ,
                                                                    Kind.INTERVAL)),
                                                    depth - 1)));
            case TIMESTAMP, TIMESTAMPTZ ->
                    Optional.of(
                            "(%s at time zone '%s')"
                                    .formatted(
                                            of(
                                                    kind == Kind.TIMESTAMP
                                                            ? Kind.TIMESTAMPTZ
                                                            : Kind.TIMESTAMP,
                                                    depth - 1),
                                            dice.of(
                                                    "UTC",
                                                    "Europe/Berlin",
                                                    "+05:30",
                                                    "FOO3BAR,M3.5.0,M10.5.0")));
            case BOOL ->
                    Optional.of(
                            switch (dice.below(4)) {
                                case 0 ->
                                        "((%s, %s) overlaps (%s, %s))"
                                                .formatted(
                                                        of(Kind.DATE, 0),
                                                        of(Kind.DATE, 0),
                                                        of(Kind.DATE, 0),
                                                        of(Kind.INTERVAL, 0));
                                case 1 ->
                                        "(%s %s '%s')"
                                                .formatted(
                                                        text,
                                                        dice.of("similar to", "not similar to"),
                                                        dice.of("%(a|b)%", "_+", "[a-c]*", "h%o"));
                                case 2 ->
                                        "(%s %s '%s' escape '#')"
                                                .formatted(
                                                        text,
                                                        dice.of("like", "not like", "ilike"),
                                                        dice.of("a#%%", "#_%", "%#", "h_l%"));
                                default -> "(" + text + " is nfc normalized)";
                            });
            default -> Optional.empty();
        };
    }

    private String caseExpression(Kind kind, int depth) {
        if (dice.percent(50)) {
            return "(case when %s then %s else %s end)"
                    .formatted(of(Kind.BOOL, depth - 1), of(kind, depth - 1), of(kind, depth - 1));
        }
        Kind tested = dice.of(Kind.COLUMNS);
        return "(case %s when %s then %s when %s then %s end)"
                .formatted(
                        of(tested, depth - 1),
                        of(tested, depth - 2),
                        of(kind, depth - 1),
                        of(tested, depth - 2),
                        of(kind, depth - 1));
    }

    private String condition(int depth) {
        Kind kind =
                columns.isEmpty() || dice.percent(20)
                        ? dice.of(Kind.COLUMNS)
                        : dice.of(columns).kind();
        if (!kind.isComparable()) {
            kind = Kind.INT4;
        }
        return switch (dice.below(subqueries.isPresent() ? 17 : 13)) {
            case 0, 1, 2 ->
                    "("
                            + of(kind, depth - 1)
                            + " "
                            + dice.of(COMPARISONS)
                            + " "
                            + of(kind, depth - 1)
                            + ")";
            case 3 -> "(" + of(Kind.BOOL, depth - 1) + " and " + of(Kind.BOOL, depth - 1) + ")";
            case 4 -> "(" + of(Kind.BOOL, depth - 1) + " or " + of(Kind.BOOL, depth - 1) + ")";
            case 5 -> "(not " + of(Kind.BOOL, depth - 1) + ")";
            case 6 -> {
                String tested =
                        dice.percent(85)
                                ? of(kind, depth - 1)
                                : columns.stream()
                                        .flatMap(column -> column.relation().stream())
                                        .findFirst()
                                        .orElse("row(null, 1)");
                yield "(" + tested + dice.of(" is null", " is not null") + ")";
            }
            case 7 ->
                    "("
                            + of(Kind.BOOL, depth - 1)
                            + dice.of(
                                    " is true",
                                    " is not true",
                                    " is false",
                                    " is unknown",
                                    " is not unknown")
                            + ")";
            case 8 ->
                    "("
                            + of(kind, depth - 1)
                            + dice.of(" is distinct from ", " is not distinct from ")
                            + of(kind, depth - 1)
                            + ")";
            case 9 ->
                    "("
                            + of(kind, depth - 1)
                            + dice.of(" in (", " not in (")
                            + of(kind, 0)
                            + ", "
                            + of(kind, 0)
                            + ", "
                            + of(kind, depth - 2)
                            + "))";
            case 10 ->
                    "("
                            + of(kind, depth - 1)
                            + dice.of(" between ", " not between ", " between symmetric ")
                            + of(kind, depth - 2)
                            + " and "
                            + of(kind, depth - 2)
                            + ")";
            case 11 -> {
                Kind element = dice.of(Kind.elements());
                yield "("
                        + of(element, depth - 1)
                        + " "
                        + dice.of(COMPARISONS)
                        + dice.of(" any (", " all (")
                        + of(element.array().orElseThrow(), depth - 1)
                        + "))";
            }
            case 12 ->
                    isCalm
                            ? "(row("
                                    + of(kind, depth - 1)
                                    + ", "
                                    + of(Kind.INT4, 0)
                                    + ") "
                                    + dice.of(COMPARISONS)
                                    + " row("
                                    + of(kind, depth - 1)
                                    + ", "
                                    + of(Kind.INT4, 0)
                                    + "))"
                            : "("
                                    + of(Kind.JSONB, depth - 1)
                                    + dice.of(" @? ", " @@ ")
                                    + Words.jsonPath(dice)
                                    + ")";
            default ->
                    subqueries.orElseThrow().predicate(dice.of(Kind.COLUMNS), this, columns, depth);
        };
    }
}

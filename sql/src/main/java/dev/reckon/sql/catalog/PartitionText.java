package dev.reckon.sql.catalog;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.sql.parse.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the bounds of partitions ask of their rows, as SQL over the columns of the parent: the
/// conditions that PostgreSQL makes of them.
public final class PartitionText {
    /// The values of the key, as SQL.
    private final List<String> elements;

    /// The types that literals are shown with; empty to leave them to who reads the condition.
    private final List<String> types;

    private PartitionText(List<String> elements, List<String> types) {
        this.elements = elements;
        this.types = types;
    }

    /// Returns the values of a partitioned table's key, as SQL.
    public static List<String> elements(Table table) {
        PartitionKey key = table.partitioning().key().orElseThrow();
        return key.elements().stream()
                .map(element ->
                        element.columnNumber() == 0
                                ? enclosed(element.expression())
                                : Identifiers.quote(
                                        table.columns()
                                                .get(table.position(element.columnNumber()))
                                                .name()))
                .toList();
    }

    /// Operators are kept in parentheses, calls need none.
    private static String enclosed(String expression) {
        return expression.startsWith("(")
                        || Parser.parseExpression(expression) instanceof Expression.FunctionCall
                ? expression
                : "(" + expression + ")";
    }

    /// Returns the condition that the rows of a partition meet beyond those of its parent's rows.
    /// Empty when they may be any: of a default partition alone, or by their hash, of which there
    /// is no condition in SQL.
    ///
    /// @param siblings the partitions of the parent; those beside a default one count
    public static Optional<String> condition(
            Table parent, PartitionBound bound, List<Table> siblings) {
        return new PartitionText(elements(parent), List.of()).condition(bound, siblings);
    }

    /// Returns the condition that all rows of a partition meet, those of its parents' included, as
    /// `pg_get_partition_constraintdef` shows it; empty when there is none.
    static Optional<String> shown(Table partition, CatalogNames names) {
        var all = new ArrayList<String>();
        Optional<Table> each = Optional.of(partition);
        while (each.isPresent() && each.get().parentOid().isPresent()) {
            Table parent = names.catalog().parent(each.get()).orElseThrow();
            all.addFirst(shown(each.get(), parent, names));
            each = Optional.of(parent);
        }
        List<String> conditions = all.stream().filter(condition -> !condition.isEmpty()).toList();
        if (conditions.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                conditions.size() == 1
                        ? conditions.getFirst()
                        : conditions.stream()
                                .map(PartitionText::inside)
                                .collect(Collectors.joining(" AND ", "(", ")")));
    }

    private static String shown(Table partition, Table parent, CatalogNames names) {
        PartitionBound bound = partition.partitioning().membership().orElseThrow().bound();
        List<String> elements = elements(parent);
        if (bound instanceof PartitionBound.Hash(int modulus, int remainder)) {
            return "satisfies_hash_partition('%d'::oid, %d, %d, %s)"
                    .formatted(parent.oid(), modulus, remainder, String.join(", ", elements));
        }
        var types = new ArrayList<String>();
        for (PartitionKey.Element element : parent.partitioning().key().orElseThrow().elements()) {
            types.add(
                    element.columnNumber() == 0
                            ? ""
                            : names.typeName(
                                    parent.columns()
                                            .get(parent.position(element.columnNumber()))
                                            .type()));
        }
        return new PartitionText(elements, types)
                .condition(bound, names.catalog().partitions(parent.oid()))
                .orElse("");
    }

    /// A conjunction stands in another without its parentheses.
    private static String inside(String condition) {
        boolean isConjunction =
                condition.startsWith("((")
                        && condition.contains(" AND ")
                        && condition.endsWith("))");
        return isConjunction ? condition.substring(1, condition.length() - 1) : condition;
    }

    private Optional<String> condition(PartitionBound bound, List<Table> siblings) {
        return switch (bound) {
            case PartitionBound.In in -> Optional.of(list(elements.getFirst(), in.values()));
            case PartitionBound.Range range -> Optional.of(range(range));
            case PartitionBound.Hash _ -> Optional.empty();
            case PartitionBound.Default _ -> rest(siblings);
        };
    }

    /// Returns a literal for a place of the key.
    private String typed(String literal, int element) {
        return types.isEmpty() || types.get(element).isEmpty() || !literal.startsWith("'")
                ? literal
                : literal + "::" + types.get(element);
    }

    private String list(String key, List<String> values) {
        List<String> literals = values.stream().filter(PartitionBound::isLiteral).toList();
        boolean hasNull = literals.size() < values.size();
        String any = literals.isEmpty() ? "" : isAny(key, literals);
        if (hasNull) {
            String isNull = "(" + key + " IS NULL)";
            return any.isEmpty() ? isNull : "(" + isNull + " OR " + any + ")";
        }
        return "((" + key + " IS NOT NULL) AND " + any + ")";
    }

    private String isAny(String key, List<String> literals) {
        List<String> values = literals.stream().map(each -> typed(each, 0)).toList();
        if (values.size() == 1) {
            return "(" + key + " = " + values.getFirst() + ")";
        }
        return types.isEmpty()
                ? "(" + key + " IN (" + String.join(", ", values) + "))"
                : "(" + key + " = ANY (ARRAY[" + String.join(", ", values) + "]))";
    }

    private Optional<String> rest(List<Table> siblings) {
        var values = new ArrayList<String>();
        var ranges = new ArrayList<String>();
        for (Table sibling : siblings) {
            switch (sibling.partitioning().membership().orElseThrow().bound()) {
                case PartitionBound.In in -> values.addAll(in.values());
                case PartitionBound.Range range -> ranges.add(between(range));
                case PartitionBound.Hash _, PartitionBound.Default _ -> {}
            }
        }
        if (!values.isEmpty()) {
            return Optional.of("(NOT " + list(elements.getFirst(), values) + ")");
        }
        if (ranges.isEmpty()) {
            return Optional.empty();
        }
        String any =
                ranges.size() == 1 ? ranges.getFirst() : "(" + String.join(" OR ", ranges) + ")";
        return Optional.of("(NOT (" + notNull() + " AND " + any + "))");
    }

    private String notNull() {
        return elements.stream()
                .map(element -> "(" + element + " IS NOT NULL)")
                .collect(Collectors.joining(" AND "));
    }

    private String range(PartitionBound.Range range) {
        List<String> conditions = conditions(range);
        return "("
                + notNull()
                + (conditions.isEmpty() ? "" : " AND " + String.join(" AND ", conditions))
                + ")";
    }

    private String between(PartitionBound.Range range) {
        List<String> conditions = conditions(range);
        return switch (conditions.size()) {
            case 0 -> "true";
            case 1 -> conditions.getFirst();
            default -> "(" + String.join(" AND ", conditions) + ")";
        };
    }

    /// Values before which all in both bounds are the same are equal to them; from there on keys
    /// are compared with each bound as rows are.
    private List<String> conditions(PartitionBound.Range range) {
        var conditions = new ArrayList<String>();
        List<String> from = range.from();
        List<String> to = range.to();
        int first = 0;
        while (first < from.size()
                && from.get(first).equals(to.get(first))
                && PartitionBound.isLiteral(from.get(first))) {
            conditions.add("(" + elements.get(first) + " = " + typed(from.get(first), first) + ")");
            first++;
        }
        beyond(from, first, true).ifPresent(conditions::add);
        beyond(to, first, false).ifPresent(conditions::add);
        return conditions;
    }

    /// Compares keys with a bound: by the first value, or the first being equal by the second, ….
    private Optional<String> beyond(List<String> bound, int first, boolean isLower) {
        var branches = new ArrayList<String>();
        var equal = new ArrayList<String>();
        String open = isLower ? PartitionBound.MINIMUM : PartitionBound.MAXIMUM;
        if (bound.get(first).equals(open)) {
            return Optional.empty();
        }
        for (int i = first; i < bound.size() && PartitionBound.isLiteral(bound.get(i)); i++) {
            String value = typed(bound.get(i), i);
            boolean isLast = i == bound.size() - 1;
            boolean isOpenNext = !isLast && bound.get(i + 1).equals(open);
            String operator = isLower ? isLast || isOpenNext ? ">=" : ">" : isOpenNext ? "<=" : "<";
            var branch = new ArrayList<>(equal);
            branch.add("(" + elements.get(i) + " " + operator + " " + value + ")");
            branches.add(and(branch));
            equal.add("(" + elements.get(i) + " = " + value + ")");
        }
        if (branches.isEmpty()) {
            return Optional.of("false");
        }
        return Optional.of(
                branches.size() == 1
                        ? branches.getFirst()
                        : "(" + String.join(" OR ", branches) + ")");
    }

    private static String and(List<String> conditions) {
        return conditions.size() == 1
                ? conditions.getFirst()
                : "(" + String.join(" AND ", conditions) + ")";
    }
}

package dev.reckon.sql.function.json.path;

import dev.reckon.sql.format.json.Json;
import dev.reckon.sql.format.json.path.JsonPath;
import dev.reckon.sql.format.json.path.PathNode;
import dev.reckon.sql.function.Environment;
import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/// Follows a path through a value, in PostgreSQL's order and with its short cuts: they decide which
/// errors are met. For one thread, for one evaluation.
final class PathEvaluator {
    private static final int NO_ARRAY = -1;

    private final JsonPath path;
    private final Json root;
    private final Json.Object variables;
    private final boolean zoned;
    private final Environment environment;
    private final PathPredicates predicates = new PathPredicates(this);
    private final PathArithmetic arithmetic = new PathArithmetic(this);
    private final PathMethods methods = new PathMethods(this);
    private PathItem current;
    private boolean throwing;
    private boolean forgiving;
    private int arrayLength = NO_ARRAY;

    /// @param zoned whether the session's time zone may be used
    /// @param silent whether errors of the data end the evaluation without being thrown
    PathEvaluator(
            JsonPath path,
            Json root,
            Json.Object variables,
            boolean zoned,
            boolean silent,
            Environment environment) {
        this.path = path;
        this.root = root;
        this.variables = variables;
        this.zoned = zoned;
        this.environment = environment;
        this.current = PathItem.of(root);
        this.throwing = !silent;
        this.forgiving = !path.strict();
        methods.enter(root, 0);
    }

    Outcome evaluate(Found found) {
        PathItem start = PathItem.of(root);
        if (!found.isWanted() && path.strict()) {
            Found all = Found.all();
            Outcome outcome = evaluate(path.expression(), start, all);
            return outcome == Outcome.ERROR ? outcome : outcomeOf(all);
        }
        return evaluate(path.expression(), start, found);
    }

    private static Outcome outcomeOf(Found found) {
        return found.items().isEmpty() ? Outcome.NOT_FOUND : Outcome.OK;
    }

    boolean isLax() {
        return !path.strict();
    }

    boolean isZoned() {
        return zoned;
    }

    Environment environment() {
        return environment;
    }

    /// Returns the item in question of the innermost filter.
    PathItem current() {
        return current;
    }

    /// Throws an error of the data, or says that there is one.
    Outcome fail(SqlState state, String message) {
        return fail(new DatabaseException(state, message));
    }

    Outcome fail(DatabaseException error) {
        if (throwing) {
            throw error;
        }
        return Outcome.ERROR;
    }

    /// An error of the structure: none in lax mode.
    private Outcome mismatch(SqlState state, String message) {
        return forgiving ? Outcome.NOT_FOUND : fail(state, message);
    }

    boolean isForgiving() {
        return forgiving;
    }

    Outcome evaluate(PathNode node, PathItem item, Found found) {
        return at(node.links(), 0, item, found, isLax());
    }

    /// Evaluates without throwing errors of the data.
    Outcome quietly(PathNode node, PathItem item, boolean unwrap, Found found) {
        boolean before = throwing;
        throwing = false;
        try {
            return unwrapped(node, item, unwrap, found);
        } finally {
            throwing = before;
        }
    }

    /// Evaluates; in lax mode arrays among the results give way to their elements.
    Outcome unwrapped(PathNode node, PathItem item, boolean unwrap, Found found) {
        if (!unwrap || !isLax()) {
            return evaluate(node, item, found);
        }
        Found all = Found.all();
        if (evaluate(node, item, all) == Outcome.ERROR) {
            return Outcome.ERROR;
        }
        for (PathItem one : Cancellation.each(all.items())) {
            if (one.isArray()) {
                one.children().forEach(child -> found.add(PathItem.of(child)));
            } else {
                found.add(one);
            }
        }
        return Outcome.OK;
    }

    /// Whether nothing follows a link and nobody wants the item itself: it need not be computed.
    boolean isEnough(List<PathNode> links, int index, Found found) {
        return index + 1 == links.size() && !found.isWanted();
    }

    /// Hands an item to the link after one.
    Outcome next(List<PathNode> links, int index, PathItem item, Found found) {
        if (index + 1 < links.size()) {
            return at(links, index + 1, item, found, isLax());
        }
        found.add(item);
        return Outcome.OK;
    }

    /// Applies a link to each element.
    Outcome eachElement(List<PathNode> links, int index, PathItem array, Found found) {
        return descend(links, index, array, found, 1, new Levels(1, 1, false, false));
    }

    /// Applies one link.
    ///
    /// @param unwrap whether a link that wants something else may be applied to an array's elements
    private Outcome at(
            List<PathNode> links, int index, PathItem item, Found found, boolean unwrap) {
        environment.checkCancelled();
        PathNode link = links.get(index);
        boolean spread = unwrap && item.isArray();
        return switch (link) {
            case PathNode.Member(String name) ->
                    spread
                            ? eachElement(links, index, item, found)
                            : member(links, index, item, found, name);
            case PathNode.Anchor anchor -> anchor(links, index, found, anchor);
            case PathNode.Wildcard wildcard ->
                    wildcard == PathNode.Wildcard.ELEMENTS
                            ? elements(links, index, item, found)
                            : spread
                                    ? eachElement(links, index, item, found)
                                    : members(links, index, item, found);
            case PathNode.Elements(List<PathNode.Subscript> subscripts) ->
                    subscripts(links, index, item, found, subscripts);
            case PathNode.Descendants(long first, long last) ->
                    descendants(links, index, item, found, first, last);
            case PathNode.Filter(PathNode predicate) ->
                    spread
                            ? eachElement(links, index, item, found)
                            : filter(predicate, item) == Truth.TRUE
                                    ? next(links, index, item, found)
                                    : Outcome.NOT_FOUND;
            case PathNode.Literal(Json value) ->
                    isEnough(links, index, found)
                            ? Outcome.OK
                            : next(links, index, PathItem.of(value), found);
            case PathNode.Variable(String name) ->
                    methods.within(variables, 1, () -> next(links, index, variable(name), found));
            case PathNode.Binary binary when !binary.isPredicate() ->
                    arithmetic.binary(links, index, binary, item, found);
            case PathNode.Sign sign -> arithmetic.sign(links, index, sign, item, found);
            case PathNode.Method method ->
                    spread && method != PathNode.Method.TYPE && method != PathNode.Method.SIZE
                            ? eachElement(links, index, item, found)
                            : methods.apply(links, index, method, item, found);
            case PathNode.DateTime(Optional<String> template) ->
                    spread
                            ? eachElement(links, index, item, found)
                            : methods.dateTime(links, index, template, item, found);
            case PathNode.Binary _,
                    PathNode.Not _,
                    PathNode.IsUnknown _,
                    PathNode.Exists _,
                    PathNode.LikeRegex _ ->
                    truth(links, index, predicates.test(link, item), found);
            case PathNode.Chain _ -> throw new IllegalStateException("a chain within a chain");
        };
    }

    private Outcome truth(List<PathNode> links, int index, Truth truth, Found found) {
        if (isEnough(links, index, found)) {
            return Outcome.OK;
        }
        Json json = truth == Truth.UNKNOWN ? Json.Null.NULL : new Json.Bool(truth == Truth.TRUE);
        return next(links, index, PathItem.of(json), found);
    }

    private Truth filter(PathNode predicate, PathItem item) {
        PathItem before = current;
        current = item;
        try {
            return predicates.test(predicate, item);
        } finally {
            current = before;
        }
    }

    private Outcome anchor(List<PathNode> links, int index, Found found, PathNode.Anchor anchor) {
        return switch (anchor) {
            case ROOT ->
                    methods.within(root, 0, () -> next(links, index, PathItem.of(root), found));
            case CURRENT -> next(links, index, current, found);
            case LAST ->
                    isEnough(links, index, found)
                            ? Outcome.OK
                            : next(
                                    links,
                                    index,
                                    PathItem.of(
                                            new Json.Number(BigDecimal.valueOf(arrayLength - 1L))),
                                    found);
        };
    }

    /// Returns the value of a variable.
    ///
    /// @throws DatabaseException 42704, even when silent
    PathItem variable(String name) {
        return PathItem.of(
                variables
                        .get(name)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        SqlState.UNDEFINED_OBJECT,
                                        "could not find jsonpath variable \"" + name + "\"")));
    }

    private Outcome member(
            List<PathNode> links, int index, PathItem item, Found found, String name) {
        if (!(item instanceof PathItem.Plain(Json.Object object))) {
            return mismatch(
                    SqlState.SQL_JSON_MEMBER_NOT_FOUND,
                    "jsonpath member accessor can only be applied to an object");
        }
        Optional<Json> member = object.get(name);
        return member.isPresent()
                ? next(links, index, PathItem.of(member.get()), found)
                : mismatch(
                        SqlState.SQL_JSON_MEMBER_NOT_FOUND,
                        "JSON object does not contain key \"" + name + "\"");
    }

    private Outcome members(List<PathNode> links, int index, PathItem item, Found found) {
        return item instanceof PathItem.Plain(Json.Object _)
                ? descend(links, index + 1, item, found, 1, new Levels(1, 1, false, isLax()))
                : mismatch(
                        SqlState.SQL_JSON_OBJECT_NOT_FOUND,
                        "jsonpath wildcard member accessor can only be applied to an object");
    }

    private Outcome elements(List<PathNode> links, int index, PathItem item, Found found) {
        if (item.isArray()) {
            return descend(links, index + 1, item, found, 1, new Levels(1, 1, false, isLax()));
        }
        return isLax()
                ? next(links, index, item, found)
                : mismatch(
                        SqlState.SQL_JSON_ARRAY_NOT_FOUND,
                        "jsonpath wildcard array accessor can only be applied to an array");
    }

    private Outcome subscripts(
            List<PathNode> links,
            int index,
            PathItem item,
            Found found,
            List<PathNode.Subscript> subscripts) {
        if (!item.isArray() && !isLax()) {
            return mismatch(
                    SqlState.SQL_JSON_ARRAY_NOT_FOUND,
                    "jsonpath array accessor can only be applied to an array");
        }
        int before = arrayLength;
        List<Json> elements = item.isArray() ? item.children() : List.of();
        int length = item.isArray() ? elements.size() : 1;
        Outcome outcome = Outcome.OK;
        for (PathNode.Subscript subscript : subscripts) {
            arrayLength = length;
            Optional<Integer> from = position(subscript.from(), item);
            Optional<Integer> to =
                    from.isPresent() && subscript.to().isPresent()
                            ? position(subscript.to().get(), item)
                            : from;
            if (from.isEmpty() || to.isEmpty()) {
                outcome = Outcome.ERROR;
                break;
            }
            boolean outside = from.get() < 0 || from.get() > to.get() || to.get() >= length;
            if (!forgiving && outside) {
                outcome =
                        fail(
                                SqlState.INVALID_SQL_JSON_SUBSCRIPT,
                                "jsonpath array subscript is out of bounds");
                break;
            }
            outcome = Outcome.NOT_FOUND;
            int end = Math.min(to.get(), length - 1);
            for (int i = Math.max(from.get(), 0); i <= end; i++) {
                Cancellation.check(i);
                PathItem element = item.isArray() ? PathItem.of(elements.get(i)) : item;
                outcome =
                        isEnough(links, index, found)
                                ? Outcome.OK
                                : next(links, index, element, found);
                if (isSettled(outcome, found)) {
                    break;
                }
            }
            if (isSettled(outcome, found)) {
                break;
            }
        }
        arrayLength = before;
        return outcome;
    }

    private static boolean isSettled(Outcome outcome, Found found) {
        return outcome == Outcome.ERROR || (outcome == Outcome.OK && !found.isWanted());
    }

    /// Evaluates a subscript; empty for an error.
    private Optional<Integer> position(PathNode subscript, PathItem item) {
        Found found = Found.all();
        if (evaluate(subscript, item, found) == Outcome.ERROR) {
            return Optional.empty();
        }
        if (found.items().size() != 1
                || !(found.items().getFirst()
                        instanceof PathItem.Plain(Json.Number(BigDecimal number)))) {
            fail(
                    SqlState.INVALID_SQL_JSON_SUBSCRIPT,
                    "jsonpath array subscript is not a single numeric value");
            return Optional.empty();
        }
        BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
        if (whole.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
                || whole.compareTo(BigDecimal.valueOf(Integer.MIN_VALUE)) < 0) {
            fail(
                    SqlState.INVALID_SQL_JSON_SUBSCRIPT,
                    "jsonpath array subscript is out of integer range");
            return Optional.empty();
        }
        return Optional.of(whole.intValueExact());
    }

    private Outcome descendants(
            List<PathNode> links, int index, PathItem item, Found found, long first, long last) {
        Outcome outcome = Outcome.NOT_FOUND;
        if (first == 0) {
            boolean before = forgiving;
            forgiving = true;
            outcome = next(links, index, item, found);
            forgiving = before;
            if (isSettled(outcome, found)) {
                return outcome;
            }
        }
        return item.isContainer()
                ? descend(links, index + 1, item, found, 1, new Levels(first, last, true, isLax()))
                : outcome;
    }

    /// Which levels below an item are meant.
    ///
    /// @param forgiving whether structural errors there don't count
    /// @param unwrap whether the first link may be applied to an array's elements
    private record Levels(long first, long last, boolean forgiving, boolean unwrap) {
        boolean isAt(int level, PathItem item) {
            return level >= first
                    || (first == PathNode.Descendants.LAST_LEVEL
                            && last == PathNode.Descendants.LAST_LEVEL
                            && !item.isContainer());
        }
    }

    /// Applies links to what is in a container, level by level, depth first.
    private Outcome descend(
            List<PathNode> links,
            int index,
            PathItem container,
            Found found,
            int level,
            Levels levels) {
        Outcome outcome = Outcome.NOT_FOUND;
        if (level > levels.last) {
            return outcome;
        }
        for (Json json : Cancellation.each(container.children())) {
            PathItem child = PathItem.of(json);
            if (levels.isAt(level, child)) {
                if (index < links.size()) {
                    boolean before = forgiving;
                    forgiving |= levels.forgiving;
                    outcome = at(links, index, child, found, levels.unwrap);
                    forgiving = before;
                    if (isSettled(outcome, found)) {
                        return outcome;
                    }
                } else if (found.isWanted()) {
                    found.add(child);
                    outcome = Outcome.OK;
                } else {
                    return Outcome.OK;
                }
            }
            if (level < levels.last && child.isContainer()) {
                outcome = descend(links, index, child, found, level + 1, levels);
                if (isSettled(outcome, found)) {
                    return outcome;
                }
            }
        }
        return outcome;
    }
}

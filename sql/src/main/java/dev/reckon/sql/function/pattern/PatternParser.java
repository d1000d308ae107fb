package dev.reckon.sql.function.pattern;

import dev.reckon.sql.function.pattern.PatternTree.Kind;
import dev.reckon.sql.function.pattern.RegexOptions.Syntax;
import dev.reckon.sql.function.pattern.Shape.Place;
import dev.reckon.sql.function.pattern.Traits.Preference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads a pattern. What is plain (no groups that are remembered, no back references, one
/// preference) becomes one leaf of the tree, as long as it can be: PostgreSQL looks for the longest
/// or shortest string of such a run as a whole, so where the leaves are decides what is found. For
/// one thread, for one pattern.
///
/// Source: PostgreSQL's manual, 9.7.3; what it leaves open was found by running it.
final class PatternParser {
    private static final int REPETITION_MAX = 255;

    private final PatternLexer lexer;
    private final RegexOptions options;
    private final BracketParser brackets;
    private final Map<Integer, Shape> groups = new HashMap<>();
    private int partCount;
    private int lookDepth;
    private boolean hasReferences;

    /// @throws dev.reckon.storage.error.DatabaseException 2201B, as [#parse()] does
    PatternParser(String pattern, RegexOptions options) {
        lexer = new PatternLexer(pattern, options);
        this.options = lexer.options();
        brackets = new BracketParser(lexer);
    }

    PatternTree parse() {
        lexer.next();
        return alternatives(Token.END_OF_PATTERN);
    }

    int groupCount() {
        return lexer.groupCount();
    }

    int partCount() {
        return partCount;
    }

    boolean hasReferences() {
        return hasReferences;
    }

    boolean ignoresCase() {
        return options.ignoresCase();
    }

    private PatternTree part(Kind kind, Traits traits, Shape shape, List<PatternTree> children) {
        return new PatternTree(kind, traits, shape, children, 0, 0, 1, 1, partCount++);
    }

    private PatternTree plain(Traits traits, Shape shape) {
        return part(Kind.PLAIN, traits, shape, List.of());
    }

    private PatternTree sequence(Traits traits, PatternTree first, PatternTree second) {
        return part(
                Kind.SEQUENCE,
                traits,
                Shape.sequence(first.shape(), second.shape()),
                List.of(first, second));
    }

    /// Branches between `|`: always greedy.
    private PatternTree alternatives(Token stopper) {
        List<PatternTree> branches = new ArrayList<>();
        Traits traits = Traits.of(Preference.LONGER);
        while (true) {
            PatternTree branch = branch(stopper);
            branches.add(branch);
            traits = traits.and(branch.traits());
            if (!lexer.sees(Token.BAR)) {
                break;
            }
            lexer.next();
        }
        if (!lexer.sees(stopper)) {
            throw PatternError.PARENTHESES.invalid();
        }
        if (branches.size() == 1) {
            return branches.getFirst();
        }
        Shape shape = new Shape.Choice(branches.stream().map(PatternTree::shape).toList());
        return traits.mattersInside()
                ? part(Kind.CHOICE, traits, shape, List.copyOf(branches))
                : plain(traits, shape);
    }

    private boolean atBranchEnd(Token stopper) {
        return lexer.sees(Token.BAR) || lexer.sees(stopper) || lexer.sees(Token.END_OF_PATTERN);
    }

    /// A branch, or the rest of one: a run of what is plain, then the first part of which the
    /// inside matters, then the rest.
    private PatternTree branch(Token stopper) {
        List<Shape> run = new ArrayList<>();
        Traits traits = Traits.NONE;
        while (!atBranchEnd(stopper)) {
            if (constraint(run)) {
                continue;
            }
            boolean isReference = lexer.sees(Token.BACK_REFERENCE);
            Atom atom = atom();
            Quantifier quantifier = quantifier();
            if (quantifier.max == 0) {
                run.add(Shape.empty());
                continue;
            }
            Traits together = traits.and(Traits.of(quantifier.preference)).and(atom.part.traits());
            if (!atom.isGroup && !isReference && !together.mattersInside()) {
                run.add(Shape.repeat(atom.part.shape(), quantifier.min, quantifier.max));
                traits = together;
                continue;
            }
            PatternTree item = quantified(atom.part, quantifier, isReference);
            // Of a quantified reference it counts that it refers, not what is preferred in it.
            Traits itemTraits = Traits.of(quantifier.preference).and(atom.part.traits());
            return withRest(run, traits, item, itemTraits, stopper);
        }
        return plain(traits, new Shape.Sequence(List.copyOf(run)));
    }

    private PatternTree withRest(
            List<Shape> run, Traits runTraits, PatternTree item, Traits itemTraits, Token stopper) {
        boolean hasRun = !run.isEmpty();
        PatternTree prefix = plain(runTraits, new Shape.Sequence(List.copyOf(run)));
        if (atBranchEnd(stopper)) {
            return hasRun ? sequence(runTraits.and(item.traits()), prefix, item) : item;
        }
        PatternTree rest = branch(stopper);
        Traits tailTraits = itemTraits.and(rest.traits());
        if (!hasRun) {
            return sequence(tailTraits, item, rest);
        }
        Traits inside = item.traits().and(rest.traits());
        boolean isPlain =
                item.kind() == Kind.PLAIN && rest.kind() == Kind.PLAIN && !inside.mattersInside();
        PatternTree tail =
                isPlain
                        ? plain(inside, Shape.sequence(item.shape(), rest.shape()))
                        : sequence(tailTraits, item, rest);
        return sequence(runTraits.and(tailTraits), prefix, tail);
    }

    /// Reads a constraint; returns false when there is none.
    private boolean constraint(List<Shape> run) {
        boolean lines = options.newlineAnchors();
        Place place =
                switch (lexer.token()) {
                    case CARET -> lines ? Place.LINE_START : Place.TEXT_START;
                    case DOLLAR -> lines ? Place.LINE_END : Place.TEXT_END;
                    case TEXT_START -> Place.TEXT_START;
                    case TEXT_END -> Place.TEXT_END;
                    case WORD_START -> Place.WORD_START;
                    case WORD_END -> Place.WORD_END;
                    case WORD_EDGE -> Place.WORD_EDGE;
                    case NO_WORD_EDGE -> Place.NO_WORD_EDGE;
                    default -> null;
                };
        if (place != null) {
            lexer.next();
            run.add(new Shape.Edge(place));
            return true;
        }
        if (!lexer.sees(Token.LOOK)) {
            return false;
        }
        int kind = lexer.value();
        lexer.next();
        lookDepth++;
        Shape shape = alternatives(Token.GROUP_CLOSE).shape();
        lookDepth--;
        lexer.next();
        run.add(
                new Shape.Look(
                        shape,
                        (kind & PatternLexer.AHEAD) != 0,
                        (kind & PatternLexer.NEGATIVE) != 0));
        return true;
    }

    /// @param isGroup whether the part is a group that is remembered
    private record Atom(PatternTree part, boolean isGroup) {}

    private Atom atom() {
        return switch (lexer.token()) {
            case GROUP_OPEN -> group();
            case BACK_REFERENCE -> {
                int number = lexer.value();
                Shape shape = groups.get(number);
                if (lookDepth > 0 || shape == null) {
                    throw PatternError.BACK_REFERENCE.invalid();
                }
                hasReferences = true;
                lexer.next();
                yield new Atom(
                        new PatternTree(
                                Kind.REFERENCE,
                                Traits.NONE.referring(),
                                shape.withoutConstraints(),
                                List.of(),
                                0,
                                number,
                                1,
                                1,
                                partCount++),
                        false);
            }
            default -> new Atom(plain(Traits.NONE, new Shape.One(oneCharacter())), false);
        };
    }

    private Atom group() {
        boolean remembers = lookDepth == 0 && lexer.value() == 1;
        int number = remembers ? lexer.openGroup() : 0;
        lexer.next();
        PatternTree inside = alternatives(Token.GROUP_CLOSE);
        lexer.next();
        if (!remembers) {
            return new Atom(inside, false);
        }
        PatternTree part =
                inside.group() == 0
                        ? inside.asGroup(number)
                        : part(Kind.GROUP, inside.traits(), inside.shape(), List.of(inside))
                                .asGroup(number);
        groups.put(number, part.shape());
        return new Atom(part, true);
    }

    private CharacterSet oneCharacter() {
        switch (lexer.token()) {
            case STAR, PLUS, QUESTION, BOUND_OPEN ->
                    throw PatternError.QUANTIFIER_OPERAND.invalid();
            case BRACKET_OPEN -> {
                return brackets.parse();
            }
            case GROUP_CLOSE -> {
                // In extended expressions a `)` that closes nothing is a character.
                if (options.syntax() != Syntax.EXTENDED) {
                    throw PatternError.PARENTHESES.invalid();
                }
            }
            default -> {}
        }
        CharacterSet set =
                switch (lexer.token()) {
                    case DOT ->
                            options.newlineStops()
                                    ? CharacterNames.NEWLINE.not()
                                    : CharacterSet.ALL;
                    case CLASS -> BracketParser.shorthand(lexer.value());
                    case CLASS_COMPLEMENT -> BracketParser.shorthand(lexer.value()).not();
                    default -> brackets.character(lexer.value());
                };
        lexer.next();
        return set;
    }

    /// @param preference NONE when the operand's counts
    private record Quantifier(int min, int max, Preference preference) {}

    private Quantifier quantifier() {
        Preference preference = lexer.value() == 0 ? Preference.SHORTER : Preference.LONGER;
        Token token = lexer.token();
        switch (token) {
            case STAR, PLUS, QUESTION, BOUND_OPEN -> lexer.next();
            default -> {}
        }
        return switch (token) {
            case STAR -> new Quantifier(0, Shape.UNLIMITED, preference);
            case PLUS -> new Quantifier(1, Shape.UNLIMITED, preference);
            case QUESTION -> new Quantifier(0, 1, preference);
            case BOUND_OPEN -> bound();
            default -> new Quantifier(1, 1, Preference.NONE);
        };
    }

    private Quantifier bound() {
        int min = number();
        int max = min;
        Preference preference = Preference.NONE;
        if (lexer.sees(Token.COMMA)) {
            lexer.next();
            max = lexer.sees(Token.DIGIT) ? number() : Shape.UNLIMITED;
            if (min > max) {
                throw PatternError.REPETITION_COUNT.invalid();
            }
            preference = lexer.value() == 0 ? Preference.SHORTER : Preference.LONGER;
        }
        if (!lexer.sees(Token.BOUND_CLOSE)) {
            throw PatternError.REPETITION_COUNT.invalid();
        }
        lexer.next();
        return new Quantifier(min, max, preference);
    }

    private int number() {
        int number = 0;
        while (lexer.sees(Token.DIGIT) && number < REPETITION_MAX) {
            number = number * 10 + lexer.value();
            lexer.next();
        }
        if (lexer.sees(Token.DIGIT) || number > REPETITION_MAX) {
            throw PatternError.REPETITION_COUNT.invalid();
        }
        return number;
    }

    private PatternTree quantified(PatternTree atom, Quantifier quantifier, boolean isReference) {
        int min = quantifier.min;
        int max = quantifier.max;
        Traits wanted = Traits.of(quantifier.preference);
        Traits traits = wanted.and(atom.traits());
        if (isReference) {
            return new PatternTree(
                    Kind.REFERENCE,
                    traits,
                    Shape.repeat(atom.shape(), min, max),
                    List.of(),
                    0,
                    atom.reference(),
                    min,
                    max,
                    atom.id());
        }
        Preference inside = atom.traits().preference();
        boolean changesNothing =
                quantifier.preference == Preference.NONE
                        || (!atom.traits().mixed()
                                && (inside == Preference.NONE || inside == quantifier.preference));
        if (min == 1 && max == 1 && changesNothing) {
            return atom;
        }
        Shape repeated = Shape.repeat(atom.shape(), min, max);
        if (!atom.traits().captures() && !atom.traits().refers()) {
            return plain(traits, repeated);
        }
        if (min > 0 && !atom.traits().refers()) {
            // Groups remember the last repetition: those before it are plain.
            int othersMax = max == Shape.UNLIMITED ? max : max - 1;
            Shape others = Shape.repeat(atom.shape(), min - 1, othersMax);
            return sequence(traits, plain(Traits.of(traits.preference()), others), atom);
        }
        return new PatternTree(
                Kind.REPEAT, traits, repeated, List.of(atom), 0, 0, min, max, partCount++);
    }
}

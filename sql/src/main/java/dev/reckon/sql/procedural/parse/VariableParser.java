package dev.reckon.sql.procedural.parse;

import dev.reckon.sql.ast.DataStatement.Accessor;
import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.bind.TypeBinder;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.parse.TokenList;
import dev.reckon.sql.procedural.tree.BoundCursor;
import dev.reckon.sql.procedural.tree.Code;
import dev.reckon.sql.procedural.tree.Names;
import dev.reckon.sql.procedural.tree.Place;
import dev.reckon.sql.procedural.tree.Step;
import dev.reckon.sql.procedural.tree.Variable;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Variables: their declarations, their types, and the places that assignments name.
final class VariableParser {
    private final Reader reader;
    private final TokenList tokens;
    private final StatementBinder binder;
    private int slotCount;

    VariableParser(Reader reader, StatementBinder binder) {
        this.reader = reader;
        this.tokens = reader.tokens();
        this.binder = binder;
    }

    int count() {
        return slotCount;
    }

    /// Makes a variable that is not declared, without a name.
    Variable make(String name, DataType type) {
        return make(name, new TypeBinder.BoundType(type, -1), Variable.Declaration.NONE);
    }

    private Variable make(
            String name, TypeBinder.BoundType type, Variable.Declaration declaration) {
        DataType base = binder.catalog().baseType(type.type());
        boolean isRow = base.equals(DataType.RECORD) || base.category() == TypeCategory.COMPOSITE;
        return new Variable(name, slotCount++, type.type(), type.modifier(), isRow, declaration);
    }

    /// Gives a variable a name in the innermost block.
    void name(String name, Variable variable) {
        reader.use(reader.names().with(name, variable));
    }

    /// Reads what follows DECLARE, and returns the variables in order.
    List<Variable> declarations() {
        var declared = new ArrayList<Variable>();
        while (!reader.at("begin")) {
            if (reader.accept("declare")) {
                continue; // PostgreSQL lets it be said again.
            }
            if (reader.atSymbol("<<")) {
                throw reader.error(
                        SqlState.SYNTAX_ERROR,
                        "block label must be placed before DECLARE, not after");
            }
            declaration().ifPresent(declared::add);
        }
        return declared;
    }

    private Optional<Variable> declaration() {
        int line = reader.line();
        if (reader.atName()
                && reader.names().variables().containsKey(tokens.name(reader.index()))) {
            throw reader.wrong("duplicate declaration");
        }
        String name = reader.takeName();
        if (reader.accept("alias")) {
            reader.expect("for");
            alias(name);
            return Optional.empty();
        }
        boolean scrollWord = reader.at("scroll") || (reader.at("no") && reader.atNext("scroll"));
        if (scrollWord || reader.at("cursor")) {
            return Optional.of(cursor(name, line));
        }
        boolean constant = reader.accept("constant");
        TypeBinder.BoundType type = type();
        if (reader.accept("collate")) {
            reader.takeName();
            while (reader.acceptSymbol(".")) {
                reader.takeName();
            }
        }
        boolean notNull = reader.accept("not");
        if (notNull) {
            reader.expect("null");
        }
        Optional<Code.Value> initial = Optional.empty();
        if (reader.accept("default") || reader.acceptAssign()) {
            initial = Optional.of(reader.expression(";", ";"));
        }
        reader.expectSymbol(";");
        if (notNull && initial.isEmpty()) {
            throw new DatabaseException(
                    SqlState.NULL_VALUE_NOT_ALLOWED,
                    "variable \""
                            + name
                            + "\" must have a default value, since it's declared NOT NULL");
        }
        Variable variable =
                make(
                        name,
                        type,
                        new Variable.Declaration(
                                constant,
                                notNull,
                                initial.map(each -> each),
                                line,
                                Optional.empty()));
        name(name, variable);
        return Optional.of(variable);
    }

    private void alias(String name) {
        List<String> path = new ArrayList<>();
        if (tokens.word(reader.index()).startsWith("$")) {
            path.add(tokens.word(reader.index()));
            reader.advance();
        } else {
            path.add(reader.takeName());
            while (reader.acceptSymbol(".")) {
                path.add(reader.takeName());
            }
        }
        Optional<Names.Found> found = reader.names().find(path);
        if (found.isEmpty() || found.get().count() != path.size()) {
            throw new DatabaseException(
                    SqlState.UNDEFINED_COLUMN,
                    "variable \"" + String.join(".", path) + "\" does not exist");
        }
        reader.expectSymbol(";");
        name(name, found.get().variable());
    }

    private Variable cursor(String name, int line) {
        Optional<Boolean> scroll = scroll();
        reader.expect("cursor");
        Names outside = reader.names();
        reader.use(outside.inside("", false));
        var parameters = new ArrayList<Variable>();
        if (reader.acceptSymbol("(")) {
            do {
                String parameter = reader.takeName();
                Variable variable = make(parameter, type(), Variable.Declaration.NONE);
                name(parameter, variable);
                parameters.add(variable);
            } while (reader.acceptSymbol(","));
            reader.expectSymbol(")");
        }
        if (!reader.accept("is")) {
            reader.expect("for");
        }
        Code.Sql query = reader.statement(";", ";");
        reader.expectSymbol(";");
        reader.use(outside);
        Variable variable =
                make(
                        name,
                        new TypeBinder.BoundType(DataType.REFCURSOR, -1),
                        new Variable.Declaration(
                                false,
                                false,
                                Optional.empty(),
                                line,
                                Optional.of(new BoundCursor(scroll, parameters, query))));
        name(name, variable);
        return variable;
    }

    /// Reads `[NO] SCROLL`.
    Optional<Boolean> scroll() {
        if (reader.accept("scroll")) {
            return Optional.of(true);
        }
        if (reader.at("no") && reader.atNext("scroll")) {
            reader.advance();
            reader.advance();
            return Optional.of(false);
        }
        return Optional.empty();
    }

    /// Reads a type, `%TYPE` and `%ROWTYPE` included.
    private TypeBinder.BoundType type() {
        int start = reader.index();
        if (reader.at("record")) {
            reader.advance();
            return new TypeBinder.BoundType(DataType.RECORD, -1);
        }
        Optional<TypeBinder.BoundType> copied = copiedType();
        if (copied.isPresent()) {
            return copied.get();
        }
        int depth = 0;
        while (!reader.atEnd() && (depth > 0 || !endsType())) {
            depth += reader.atSymbol("(") || reader.atSymbol("[") ? 1 : 0;
            depth -= reader.atSymbol(")") || reader.atSymbol("]") ? 1 : 0;
            reader.advance();
        }
        String text = reader.text(start, reader.index());
        if (text.isEmpty()) {
            throw reader.wrong("missing data type declaration");
        }
        if (reader.atEnd()) {
            throw reader.error(SqlState.SYNTAX_ERROR, "incomplete data type declaration");
        }
        return bound(text, tokens.start(start));
    }

    private TypeBinder.BoundType bound(String text, int offset) {
        try {
            TypeBinder.BoundType type = binder.types().bind(Parser.parseType(text));
            boolean isPseudo =
                    type.type().category() == TypeCategory.PSEUDO
                            && !type.type().equals(DataType.RECORD);
            if (isPseudo) {
                throw new DatabaseException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "variable cannot have pseudo-type " + type.type());
            }
            return type;
        } catch (DatabaseException wrong) {
            throw wrong.at(0).shift(offset);
        }
    }

    private boolean endsType() {
        return reader.atSymbol(";")
                || reader.atSymbol(":=")
                || reader.atSymbol("=")
                || reader.atSymbol(",")
                || reader.atSymbol(")")
                || reader.at("default")
                || reader.at("not")
                || reader.at("collate");
    }

    /// `name%TYPE`, `table.column%TYPE`, `table%ROWTYPE`.
    private Optional<TypeBinder.BoundType> copiedType() {
        int start = reader.index();
        if (!tokens.isName(start)) {
            return Optional.empty();
        }
        int end = start + 1;
        List<String> path = new ArrayList<>(List.of(tokens.name(start)));
        while (tokens.isSymbol(end, ".") && tokens.isName(end + 1)) {
            path.add(tokens.name(end + 1));
            end += 2;
        }
        boolean isType = tokens.isSymbol(end, "%") && tokens.isWord(end + 1, "type");
        boolean isRow = tokens.isSymbol(end, "%") && tokens.isWord(end + 1, "rowtype");
        if (!isType && !isRow) {
            return Optional.empty();
        }
        reader.reset(end + 2);
        String name = reader.text(start, end);
        if (isRow) {
            boolean isRelation = binder.catalog().relation(binder.searchPath(), path).isPresent();
            if (!isRelation) {
                throw new DatabaseException(
                        SqlState.UNDEFINED_TABLE,
                        "relation \"" + String.join(".", path) + "\" does not exist");
            }
            return Optional.of(bound(name, tokens.start(start)));
        }
        TypeBinder.BoundType type = variableType(path).orElseGet(() -> columnType(path, name));
        int bounds = 0;
        while (reader.atSymbol("[")) {
            while (!reader.acceptSymbol("]")) {
                reader.advance();
            }
            bounds++;
        }
        return Optional.of(
                bounds == 0
                        ? type
                        : new TypeBinder.BoundType(type.type().newArray(), type.modifier()));
    }

    private Optional<TypeBinder.BoundType> variableType(List<String> path) {
        Optional<Names.Found> found = reader.names().find(path);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Variable variable = found.get().variable();
        if (found.get().count() == path.size()) {
            return Optional.of(new TypeBinder.BoundType(variable.type(), variable.modifier()));
        }
        String field = path.get(found.get().count());
        return binder.fields(variable.type()).stream()
                .filter(each -> each.name().equals(field))
                .findFirst()
                .map(each -> new TypeBinder.BoundType(each.type(), each.modifier()));
    }

    private TypeBinder.BoundType columnType(List<String> path, String name) {
        if (path.size() == 1) {
            throw new DatabaseException(
                    SqlState.SYNTAX_ERROR, "variable \"" + name + "\" does not exist");
        }
        return binder.types()
                .bind(
                        new TypeName(
                                new QualifiedName(path, -1),
                                List.of(),
                                List.of(),
                                Optional.empty(),
                                false,
                                true,
                                -1));
    }

    /// Reads the place that an assignment names, when a variable does; empty, and nothing taken,
    /// when the next token is no variable.
    Optional<Place> place() {
        int start = reader.index();
        if (!reader.atName() && !isParameter()) {
            return Optional.empty();
        }
        List<String> path = new ArrayList<>();
        path.add(isParameter() ? tokens.word(start) : tokens.name(start));
        int end = start + 1;
        while (tokens.isSymbol(end, ".") && tokens.isName(end + 1)) {
            path.add(tokens.name(end + 1));
            end += 2;
        }
        Optional<Names.Found> found = reader.names().find(path);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Variable variable = found.get().variable();
        List<String> rest = path.subList(found.get().count(), path.size());
        Optional<String> field = Optional.empty();
        List<Accessor> accessors = new ArrayList<>();
        for (String each : rest) {
            if (field.isEmpty() && variable.isRow()) {
                field = Optional.of(each);
            } else {
                accessors.add(new Accessor.Field(each));
            }
        }
        reader.reset(end);
        while (reader.atSymbol("[") || reader.atSymbol(".")) {
            if (reader.acceptSymbol(".")) {
                accessors.add(new Accessor.Field(reader.takeName()));
            } else {
                accessors.add(subscript());
            }
        }
        return Optional.of(new Place(reader.newId(), variable, field, accessors, reader.names()));
    }

    private boolean isParameter() {
        return tokens.word(reader.index()).startsWith("$")
                && !tokens.isString(reader.index())
                && !reader.atEnd();
    }

    private Accessor subscript() {
        reader.expectSymbol("[");
        Optional<Expression> lower = Optional.empty();
        if (!reader.atSymbol(":")) {
            lower = Optional.of(reader.expression("]", "]", ":").tree());
        }
        if (reader.acceptSymbol("]")) {
            return new Accessor.Element(lower.orElseThrow());
        }
        reader.expectSymbol(":");
        Optional<Expression> upper = Optional.empty();
        if (!reader.atSymbol("]")) {
            upper = Optional.of(reader.expression("]", "]").tree());
        }
        reader.expectSymbol("]");
        return new Accessor.Range(lower, upper);
    }

    /// Reads the place that something is put into.
    Place assignable() {
        int start = reader.index();
        Place place =
                place().orElseThrow(() ->
                        reader.error(
                                SqlState.SYNTAX_ERROR,
                                "\"" + tokens.word(reader.index()) + "\" is not a known variable"));
        if (place.variable().declaration().constant()) {
            reader.reset(start);
            throw reader.error(
                    SqlState.ERROR_IN_ASSIGNMENT,
                    "variable \"" + place.variable().name() + "\" is declared CONSTANT");
        }
        return place;
    }

    /// Reads what takes a row: one row variable, or a list of places.
    Step.Target target() {
        Place first = assignable();
        if (first.variable().isRow() && first.field().isEmpty() && first.path().isEmpty()) {
            if (reader.atSymbol(",")) {
                throw reader.error(
                        SqlState.SYNTAX_ERROR,
                        "record variable cannot be part of multiple-item INTO list");
            }
            return new Step.Target.Row(first.variable());
        }
        var places = new ArrayList<Place>();
        places.add(first);
        while (reader.acceptSymbol(",")) {
            Place next = assignable();
            if (next.variable().isRow() && next.field().isEmpty()) {
                throw reader.error(
                        SqlState.SYNTAX_ERROR,
                        "\"" + next.variable().name() + "\" is not a scalar variable");
            }
            places.add(next);
        }
        return new Step.Target.Places(places);
    }
}

package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.FunctionParameter;
import dev.reckon.sql.ast.ObjectKind;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.bind.TypeBinder;
import dev.reckon.sql.catalog.Header;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.catalog.Schema;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.parse.ParsedStatement;
import dev.reckon.sql.parse.Parser;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// CREATE FUNCTION, and the search for functions by name and parameters.
public final class RoutineDefinitions {
    private final Definitions definitions;

    public RoutineDefinitions(Definitions definitions) {
        this.definitions = definitions;
    }

    /// Makes a function or procedure.
    public void create(SchemaStatement.CreateFunction create) {
        Schema schema = definitions.schemaFor(create.name());
        RoutineChecks.requireParameters(create.parameters(), create.procedure());
        List<Routine.Parameter> parameters = parameters(create.parameters());
        String language = text(create.options(), "language").orElse("sql").toLowerCase(Locale.ROOT);
        requireLanguage(language, create);
        boolean returnsSet =
                create.result().filter(TypeName::setOf).isPresent()
                        || parameters.stream().anyMatch(each -> each.mode() == 't');
        DataType result = result(create, parameters);
        String body = body(create, language);
        requireResult(language, result);
        List<DataType> inputs =
                parameters.stream()
                        .filter(Routine.Parameter::isInput)
                        .map(Routine.Parameter::type)
                        .toList();
        var outputs = new ArrayList<DataType>();
        outputs.add(result);
        parameters.stream()
                .filter(Routine.Parameter::isOutput)
                .forEach(parameter -> outputs.add(parameter.type()));
        FunctionCatalog.requireDeterminable(inputs, outputs);
        Optional<Routine> known = exact(schema, create.name().name(), inputs);
        if (known.isPresent() && !create.orReplace()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_FUNCTION,
                    "function \""
                            + create.name().name()
                            + "\" already exists with same argument types");
        }
        Header header =
                known.map(Routine::header)
                        .map(each -> each.withOptions(List.of()))
                        .orElseGet(() ->
                                definitions.newHeader(schema.oid(), create.name().name(), 'f'));
        boolean standardBody = !create.body().isEmpty();
        var plain =
                new Routine(
                        header,
                        create.procedure(),
                        parameters,
                        result,
                        returnsSet,
                        language,
                        body,
                        Volatility.VOLATILE,
                        false,
                        false,
                        standardBody ? definitions.searchPath().schemas() : List.of(),
                        Routine.Traits.usual(returnsSet, standardBody));
        Routine routine = RoutineAttributes.applied(plain, create.options(), definitions);
        if (known.isPresent()) {
            definitions.requireOwner(known.get(), known.get().noun());
            RoutineChecks.requireReplaceable(known.get(), routine);
        }
        if (standardBody && inputs.stream().anyMatch(FunctionCatalog::isPolymorphic)) {
            throw new DatabaseException(
                    SqlState.INVALID_FUNCTION_DEFINITION,
                    "SQL function with unquoted function body cannot have polymorphic arguments");
        }
        definitions.put(routine);
        if (standardBody
                || definitions.environment().setting("check_function_bodies").equals("on")) {
            if (language.equals("sql")) {
                new RoutineBodies(definitions).require(routine);
            } else {
                new ProcedureBodies(definitions).require(routine, create);
            }
        }
        if (standardBody) {
            definitions.put(routine.withBody(resolvedBody(routine)));
        }
    }

    private void requireLanguage(String language, SchemaStatement.CreateFunction create) {
        if (language.equals("sql") || language.equals("plpgsql")) {
            return;
        }
        if (language.equals("c") || language.equals("internal")) {
            throw DatabaseException.notSupported(
                            "language " + language, "Write the function in SQL or PL/pgSQL.")
                    .at(create.position());
        }
        var missing =
                new DatabaseException(
                        SqlState.UNDEFINED_OBJECT, "language \"" + language + "\" does not exist");
        throw language.startsWith("pl")
                ? missing.withHint("Write the function in SQL or PL/pgSQL.")
                : missing;
    }

    /// @throws DatabaseException 42P13 when a function in the language cannot return the type
    private static void requireResult(String language, DataType result) {
        boolean isPseudo =
                result.category() == TypeCategory.PSEUDO
                        && !result.equals(DataType.VOID)
                        && !result.equals(DataType.RECORD)
                        && !FunctionCatalog.isPolymorphic(result);
        boolean isTrigger = result.equals(DataType.TRIGGER) && language.equals("plpgsql");
        if (isPseudo && !isTrigger) {
            throw new DatabaseException(
                    language.equals("sql")
                            ? SqlState.INVALID_FUNCTION_DEFINITION
                            : SqlState.FEATURE_NOT_SUPPORTED,
                    (language.equals("sql") ? "SQL" : "PL/pgSQL")
                            + " functions cannot return type "
                            + result);
        }
    }

    /// Changes the attributes of a function or procedure.
    void alter(SchemaStatement.AlterFunction alter) {
        Routine routine = find(alter.function()).orElseThrow(() -> missing(alter.function()));
        definitions.requireOwner(routine, routine.noun());
        definitions.put(RoutineAttributes.applied(routine, alter.options(), definitions));
    }

    private List<Routine.Parameter> parameters(List<FunctionParameter> written) {
        var parameters = new ArrayList<Routine.Parameter>();
        for (FunctionParameter parameter : written) {
            TypeBinder.BoundType type = definitions.bindType(parameter.type());
            char mode =
                    switch (parameter.mode()) {
                        case DEFAULT, IN -> 'i';
                        case OUT -> 'o';
                        case INOUT -> 'b';
                        case VARIADIC -> 'v';
                        case TABLE -> 't';
                    };
            parameters.add(
                    new Routine.Parameter(
                            mode,
                            parameter.name().orElse(""),
                            type.type(),
                            parameter.defaultValue().map(value -> defaultText(value, type))));
        }
        return parameters;
    }

    /// Returns the default of a parameter as it is kept: in its resolved form, but for a parameter
    /// of any type.
    private String defaultText(Expression value, TypeBinder.BoundType type) {
        Expression resolved =
                type.type().category() == TypeCategory.PSEUDO
                        ? value
                        : definitions
                                .binder()
                                .resolveDefault(value, type.type(), type.modifier(), "default");
        return Deparser.deparse(resolved);
    }

    private DataType result(
            SchemaStatement.CreateFunction create, List<Routine.Parameter> parameters) {
        List<DataType> outputs =
                parameters.stream()
                        .filter(Routine.Parameter::isOutput)
                        .map(Routine.Parameter::type)
                        .toList();
        if (create.result().isPresent()) {
            return definitions.bindType(create.result().get()).type();
        }
        if (outputs.isEmpty()) {
            if (!create.procedure()) {
                throw new DatabaseException(
                        SqlState.INVALID_FUNCTION_DEFINITION,
                        "function result type must be specified");
            }
            return DataType.VOID;
        }
        return outputs.size() == 1 ? outputs.getFirst() : DataType.RECORD;
    }

    /// A body in SQL's own form is bound to what it names.
    private String resolvedBody(Routine routine) {
        var texts = new ArrayList<String>();
        for (ParsedStatement parsed : Parser.parse(routine.body())) {
            Preparable statement = (Preparable) parsed.statement();
            texts.add(
                    Deparser.deparse(
                            statement instanceof Query query
                                    ? definitions.binder().resolveBody(routine, query)
                                    : statement));
        }
        return String.join("; ", texts);
    }

    private static String body(SchemaStatement.CreateFunction create, String language) {
        if (!create.body().isEmpty()) {
            if (text(create.options(), "as").isPresent()) {
                throw new DatabaseException(
                        SqlState.INVALID_FUNCTION_DEFINITION, "duplicate function body specified");
            }
            if (!language.equals("sql")) {
                throw new DatabaseException(
                        SqlState.INVALID_FUNCTION_DEFINITION,
                        "inline SQL function body only valid for language SQL");
            }
            var texts = new ArrayList<String>();
            for (Statement statement : create.body()) {
                if (!(statement instanceof Preparable preparable)) {
                    throw DatabaseException.notSupported(
                                    "a function of other than queries and changes of rows",
                                    "Write the body as a string.")
                            .at(create.position());
                }
                texts.add(Deparser.deparse(preparable));
            }
            return String.join("; ", texts);
        }
        for (Option option : create.options()) {
            if (option.name().equals("as") && option.value() instanceof Option.Names) {
                throw new DatabaseException(
                        SqlState.INVALID_FUNCTION_DEFINITION,
                        "only one AS item needed for language \"" + language + "\"");
            }
        }
        return text(create.options(), "as")
                .orElseThrow(() ->
                        new DatabaseException(
                                SqlState.INVALID_FUNCTION_DEFINITION,
                                "no function body specified"));
    }

    private static Optional<String> text(List<Option> options, String name) {
        for (Option option : options) {
            if (option.name().equals(name)) {
                return switch (option.value()) {
                    case Option.Text(String text) -> Optional.of(text);
                    case Option.Body(String text, int _) -> Optional.of(text);
                    case Option.Names(List<String> names) -> Optional.of(names.getFirst());
                    case Option.None _ -> Optional.of("true");
                    default -> Optional.empty();
                };
            }
        }
        return Optional.empty();
    }

    private Optional<Routine> exact(Schema schema, String name, List<DataType> inputs) {
        return definitions.catalog().objects().stream()
                .filter(Routine.class::isInstance)
                .map(Routine.class::cast)
                .filter(each ->
                        each.schemaOid() == schema.oid()
                                && each.name().equals(name)
                                && each.argumentTypes().equals(inputs))
                .findFirst();
    }

    /// @throws DatabaseException 42723 when another function has the name and the parameters
    void requireFree(Routine routine, long schemaOid, String name) {
        Schema schema = definitions.catalog().schema(schemaOid).orElseThrow();
        if (exact(schema, name, routine.argumentTypes())
                .filter(each -> each.oid() != routine.oid())
                .isPresent()) {
            throw new DatabaseException(
                    SqlState.DUPLICATE_FUNCTION,
                    "function "
                            + name
                            + routine.argumentTypes().stream()
                                    .map(DataType::sqlName)
                                    .collect(Collectors.joining(",", "(", ")"))
                            + " already exists in schema \""
                            + schema.name()
                            + "\"");
        }
    }

    /// Finds the function that DROP, ALTER or COMMENT names.
    Optional<Routine> find(ObjectReference reference) {
        List<Routine> named =
                definitions.catalog().routines(definitions.searchPath(), reference.name().parts());
        if (reference.parameters().isPresent()) {
            List<DataType> inputs = inputTypes(reference);
            Optional<Routine> found =
                    named.stream().filter(each -> each.argumentTypes().equals(inputs)).findFirst();
            found.ifPresent(each -> requireKind(each, reference.kind()));
            return found;
        }
        List<Routine> fitting =
                named.stream().filter(each -> isOfKind(each, reference.kind())).toList();
        if (fitting.size() == 1) {
            return Optional.of(fitting.getFirst());
        }
        if (named.size() > 1) {
            throw new DatabaseException(
                            SqlState.AMBIGUOUS_FUNCTION,
                            "function name \"" + reference.name().dotted() + "\" is not unique")
                    .withHint("Specify the argument list to select the function unambiguously.");
        }
        return named.stream().findFirst();
    }

    private static boolean isOfKind(Routine routine, ObjectKind kind) {
        return switch (kind) {
            case FUNCTION -> !routine.procedure();
            case PROCEDURE -> routine.procedure();
            default -> true;
        };
    }

    private void requireKind(Routine routine, ObjectKind kind) {
        if (!isOfKind(routine, kind)) {
            throw new DatabaseException(
                    SqlState.WRONG_OBJECT_TYPE,
                    routine.name()
                            + routine.argumentTypes().stream()
                                    .map(DataType::sqlName)
                                    .collect(Collectors.joining(", ", "(", ")"))
                            + " is not a "
                            + kind.noun());
        }
    }

    private List<DataType> inputTypes(ObjectReference reference) {
        return reference.parameters().orElse(List.of()).stream()
                .filter(parameter ->
                        parameter.mode() != FunctionParameter.Mode.OUT
                                && parameter.mode() != FunctionParameter.Mode.TABLE)
                .map(parameter -> definitions.bindType(parameter.type()).type())
                .toList();
    }

    /// Returns the error for a function that is not there.
    DatabaseException missing(ObjectReference reference) {
        String noun = reference.kind().noun();
        if (reference.parameters().isEmpty()) {
            return new DatabaseException(
                    SqlState.UNDEFINED_FUNCTION,
                    "could not find a " + noun + " named \"" + reference.name().dotted() + "\"");
        }
        var types = new ArrayList<String>();
        inputTypes(reference).forEach(type -> types.add(type.toString()));
        return new DatabaseException(
                SqlState.UNDEFINED_FUNCTION,
                noun
                        + " "
                        + reference.name().dotted()
                        + "("
                        + String.join(",", types)
                        + ") does not exist");
    }
}

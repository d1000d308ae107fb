package dev.reckon.sql.define;

import dev.reckon.sql.ast.FunctionParameter;
import dev.reckon.sql.ast.ObjectReference;
import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.Preparable;
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
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
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
        List<Routine.Parameter> parameters = parameters(create.parameters());
        String language = text(create.options(), "language").orElse("sql").toLowerCase(Locale.ROOT);
        if (!language.equals("sql")) {
            throw DatabaseException.notSupported(
                            "language " + language, "Write the function in SQL.")
                    .at(create.position());
        }
        boolean returnsSet =
                create.result().filter(TypeName::setOf).isPresent()
                        || parameters.stream().anyMatch(each -> each.mode() == 't');
        DataType result = result(create, parameters);
        String body = body(create);
        Volatility volatility =
                Volatility.valueOf(
                        text(create.options(), "volatility")
                                .orElse("volatile")
                                .toUpperCase(Locale.ROOT));
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
        if (known.isPresent() && !known.get().result().equals(result)) {
            throw new DatabaseException(
                            SqlState.INVALID_FUNCTION_DEFINITION,
                            "cannot change return type of existing function")
                    .withHint(
                            "Use DROP "
                                    + (create.procedure() ? "PROCEDURE " : "FUNCTION ")
                                    + create.name().name()
                                    + inputs.stream()
                                            .map(DataType::sqlName)
                                            .collect(Collectors.joining(",", "(", ")"))
                                    + " first.");
        }
        Header header =
                known.map(Routine::header)
                        .orElseGet(() -> definitions.newHeader(schema.oid(), create.name().name()));
        definitions.put(
                new Routine(
                        header,
                        create.procedure(),
                        parameters,
                        result,
                        returnsSet,
                        language,
                        body,
                        volatility,
                        text(create.options(), "strict").filter("true"::equals).isPresent(),
                        text(create.options(), "security")
                                .filter(each -> each.equals("definer") || each.equals("true"))
                                .isPresent(),
                        create.body().isEmpty() ? List.of() : definitions.searchPath().schemas()));
    }

    private List<Routine.Parameter> parameters(List<FunctionParameter> written) {
        var parameters = new ArrayList<Routine.Parameter>();
        for (FunctionParameter parameter : written) {
            TypeBinder.BoundType type = definitions.binder().types().bind(parameter.type());
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
                            parameter.defaultValue().map(Deparser::deparse)));
        }
        return parameters;
    }

    private DataType result(
            SchemaStatement.CreateFunction create, List<Routine.Parameter> parameters) {
        List<DataType> outputs =
                parameters.stream()
                        .filter(Routine.Parameter::isOutput)
                        .map(Routine.Parameter::type)
                        .toList();
        if (create.result().isPresent()) {
            return definitions.binder().types().bind(create.result().get()).type();
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

    private static String body(SchemaStatement.CreateFunction create) {
        if (!create.body().isEmpty()) {
            Statement last = create.body().getLast();
            if (create.body().size() > 1 || !(last instanceof Preparable preparable)) {
                throw DatabaseException.notSupported(
                                "a function of several statements", "Write the body as one query.")
                        .at(create.position());
            }
            return Deparser.deparse(preparable);
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

    /// Finds the function that DROP, ALTER or COMMENT names.
    Optional<Routine> find(ObjectReference reference) {
        List<Routine> named =
                definitions.catalog().routines(definitions.searchPath(), reference.name().parts());
        if (reference.parameters().isPresent()) {
            List<DataType> inputs = inputTypes(reference);
            return named.stream().filter(each -> each.argumentTypes().equals(inputs)).findFirst();
        }
        if (named.size() > 1) {
            throw new DatabaseException(
                            SqlState.AMBIGUOUS_FUNCTION,
                            "function name \"" + reference.name().dotted() + "\" is not unique")
                    .withHint("Specify the argument list to select the function unambiguously.");
        }
        return named.stream().findFirst();
    }

    private List<DataType> inputTypes(ObjectReference reference) {
        return reference.parameters().orElse(List.of()).stream()
                .filter(parameter ->
                        parameter.mode() != FunctionParameter.Mode.OUT
                                && parameter.mode() != FunctionParameter.Mode.TABLE)
                .map(parameter -> definitions.binder().types().bind(parameter.type()).type())
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

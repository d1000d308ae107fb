package dev.reckon.sql.function.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reckon.sql.format.RegText;
import dev.reckon.sql.format.ValueFormat;
import dev.reckon.sql.function.ScalarFunction;
import dev.reckon.storage.batch.Batch;
import dev.reckon.storage.batch.ColumnVector;
import dev.reckon.storage.batch.VectorBuilder;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Compares operators, functions and casts with what PostgreSQL 15 answered: text of the result,
/// its type, or the SQLSTATE. The answers are kept in `golden.tsv`, which
/// `scripts/function-golden.py` makes.
final class FunctionGoldenTest {
    private static final Batch ONE_ROW = new Batch(List.of(), 1);
    private static final int SHOWN_MAX = 100;

    /// Differences that are known: results of C's mathematical library in the last digit, and
    /// alternatives of regular expressions, of which the JDK takes the first instead of the
    /// longest.
    private static final int DIFFERENCES_MAX = 20;

    private final FixedEnvironment environment = new FixedEnvironment();
    private final FunctionCatalog catalog = new FunctionCatalog(environment);

    private record Case(String line, String kind, String name, List<Argument> arguments) {}

    private record Argument(DataType type, String text) {}

    @Test
    void answersAsPostgresDoes() throws IOException {
        List<String> differences = new ArrayList<>();
        int count = 0;
        for (String line : lines()) {
            String[] fields = line.split("\t", -1);
            List<Argument> arguments = new ArrayList<>();
            for (String argument : fields[2].split("\u001f", -1)) {
                int colon = argument.indexOf(':');
                arguments.add(
                        new Argument(
                                type(argument.substring(0, colon)),
                                unescape(argument.substring(colon + 1))));
            }
            String expected = fields[3] + "\t" + (fields[3].startsWith("!") ? "" : fields[4]);
            String actual = answer(new Case(line, fields[0], fields[1], arguments));
            count++;
            if (!actual.equals(expected)) {
                differences.add(line.replace("\u001f", " , ") + "   GOT " + actual);
            }
        }
        System.out.println(differences.size() + " differences in " + count + " answers");
        differences.stream()
                .limit(Integer.getInteger("shown", SHOWN_MAX))
                .forEach(System.out::println);
        assertThat(count).isGreaterThan(10_000);
        assertThat(differences).hasSizeLessThanOrEqualTo(DIFFERENCES_MAX);
    }

    private static List<String> lines() throws IOException {
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        FunctionGoldenTest.class.getResourceAsStream("golden.tsv")),
                                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static String unescape(String text) {
        return text.replace("\\\\", "\\");
    }

    private DataType type(String name) {
        return name.equals("unknown")
                ? DataType.UNKNOWN
                : RegText.type(name, environment).orElseThrow();
    }

    private String answer(Case test) {
        try {
            List<DataType> types = test.arguments.stream().map(Argument::type).toList();
            return switch (test.kind) {
                case "o" -> {
                    ResolvedOperator operator =
                            types.size() == 2
                                    ? catalog.operator(test.name, types.get(0), types.get(1))
                                    : catalog.prefixOperator(test.name, types.get(0));
                    yield call(
                            operator.function(),
                            operator.argumentTypes(),
                            operator.resultType(),
                            test.arguments);
                }
                case "c" -> {
                    DataType target = type(test.name);
                    Value value = value(test.arguments.getFirst(), target, CastContext.EXPLICIT);
                    yield text(value, target);
                }
                default -> {
                    ResolvedFunction function = catalog.function(FunctionCall.of(test.name, types));
                    yield switch (function.target()) {
                        case ResolvedFunction.Target.Scalar(ScalarFunction scalar) ->
                                call(
                                        scalar,
                                        function.argumentTypes(),
                                        function.resultType(),
                                        inOrder(test, function));
                        case ResolvedFunction.Target.Cast _ ->
                                text(
                                        value(
                                                test.arguments.getFirst(),
                                                function.resultType(),
                                                CastContext.EXPLICIT),
                                        function.resultType());
                        default -> "no scalar";
                    };
                }
            };
        } catch (DatabaseException e) {
            return "!" + e.sqlState().code() + "\t";
        } catch (RuntimeException | AssertionError e) {
            return "BUG " + e;
        }
    }

    private List<Argument> inOrder(Case test, ResolvedFunction function) {
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < function.sources().size(); i++) {
            arguments.add(
                    switch (function.sources().get(i)) {
                        case ResolvedFunction.Source.Given(int index) -> test.arguments.get(index);
                        case ResolvedFunction.Source.Default(String expression) ->
                                new Argument(
                                        DataType.UNKNOWN,
                                        expression.replaceFirst("^'(.*)'::.*$", "$1"));
                    });
        }
        return arguments;
    }

    private String call(
            ScalarFunction function,
            List<DataType> types,
            DataType resultType,
            List<Argument> arguments) {
        List<ColumnVector> vectors = new ArrayList<>();
        boolean hasNull = false;
        for (int i = 0; i < arguments.size(); i++) {
            Value value = value(arguments.get(i), types.get(i), CastContext.IMPLICIT);
            hasNull |= value.isNull();
            vectors.add(vector(value, types.get(i)));
        }
        ColumnVector result = function.kernel().compute(vectors, ONE_ROW, environment);
        if (function.strict() && hasNull) {
            assertThat(result.isNull(0)).isTrue();
        }
        return text(result.value(0), resultType);
    }

    private static ColumnVector vector(Value value, DataType type) {
        var builder = new VectorBuilder(type.physical(), 1);
        builder.append(value);
        return builder.build();
    }

    private Value value(Argument argument, DataType target, CastContext context) {
        if (argument.type.equals(DataType.UNKNOWN)) {
            return ValueFormat.readText(argument.text, target, -1, environment);
        }
        Value value = ValueFormat.readText(argument.text, argument.type, -1, environment);
        if (target.equals(DataType.ANY) || target.equals(argument.type)) {
            return value;
        }
        Conversion conversion =
                catalog.conversion(argument.type, target, context)
                        .orElseThrow(() ->
                                new DatabaseException(
                                        dev.reckon.storage.error.SqlState.CANNOT_COERCE,
                                        argument.type + " to " + target));
        return switch (conversion) {
            case Conversion.Relabel _ -> value;
            case Conversion.Call(ScalarFunction function) ->
                    function.kernel()
                            .compute(List.of(vector(value, argument.type)), ONE_ROW, environment)
                            .value(0);
        };
    }

    /// The answers are texts by a cast.
    private String text(Value value, DataType type) {
        Value shown = value;
        DataType shownType = type;
        if (!value.isNull()
                && catalog.conversion(type, DataType.TEXT, CastContext.EXPLICIT)
                                .orElse(Conversion.Relabel.RELABEL)
                        instanceof Conversion.Call(ScalarFunction function)) {
            shown =
                    function.kernel()
                            .compute(List.of(vector(value, type)), ONE_ROW, environment)
                            .value(0);
            shownType = DataType.TEXT;
        }
        String text = shown.isNull() ? "<NULL>" : ValueFormat.text(shown, shownType, environment);
        return text.replace("\\", "\\\\")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                        .replace("\r", "\\r")
                + "\t"
                + type.sqlName();
    }
}

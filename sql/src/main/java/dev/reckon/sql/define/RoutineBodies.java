package dev.reckon.sql.define;

import dev.reckon.sql.ast.Preparable;
import dev.reckon.sql.ast.Query;
import dev.reckon.sql.ast.Statement;
import dev.reckon.sql.bind.BoundStatement;
import dev.reckon.sql.bind.StatementBinder;
import dev.reckon.sql.catalog.Routine;
import dev.reckon.sql.function.catalog.FunctionCatalog;
import dev.reckon.sql.parse.ParsedStatement;
import dev.reckon.sql.parse.Parser;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.List;

/// Looks at the body of a routine in SQL when it is made, so that what can't work is refused then.
record RoutineBodies(Definitions definitions) {
    /// @throws DatabaseException the errors of its statements, and 42P13 when the last one gives
    ///   something else than the routine returns
    void require(Routine routine) {
        List<ParsedStatement> statements = Parser.parse(routine.body());
        boolean polymorphic =
                routine.parameters().stream()
                        .anyMatch(each -> FunctionCatalog.isPolymorphic(each.type()));
        if (polymorphic) {
            return;
        }
        StatementBinder binder = definitions.binder();
        BoundStatement last = null;
        for (ParsedStatement parsed : statements) {
            last = null;
            if (parsed.statement() instanceof Preparable statement && !isInto(statement)) {
                try {
                    last = binder.bindBody(routine, statement);
                } catch (DatabaseException unknown) {
                    if (madeInside(statements, unknown)) {
                        return;
                    }
                    throw unknown;
                }
            }
        }
        if (last == null) {
            requireNothing(routine, statements.isEmpty() ? null : statements.getLast().statement());
        } else {
            requireResult(routine, last, binder);
        }
    }

    private static boolean isInto(Preparable statement) {
        return statement instanceof Query query
                && query.body() instanceof Query.Select select
                && select.into().isPresent();
    }

    /// What an earlier statement of the body makes is not there yet.
    private static boolean madeInside(List<ParsedStatement> statements, DatabaseException unknown) {
        return unknown.sqlState() == SqlState.UNDEFINED_TABLE
                && statements.stream().anyMatch(each -> !(each.statement() instanceof Preparable));
    }

    private static DatabaseException mismatch(Routine routine, String detail) {
        return new DatabaseException(
                        SqlState.INVALID_FUNCTION_DEFINITION,
                        "return type mismatch in function declared to return "
                                + routine.result().sqlName())
                .withDetail(detail);
    }

    private static void requireNothing(
            Routine routine, @org.jspecify.annotations.Nullable Statement last) {
        boolean returns = !routine.result().equals(DataType.VOID);
        if (returns && !routine.procedure() && !(last instanceof Preparable)) {
            throw mismatch(
                    routine,
                    "Function's final statement must be SELECT or INSERT/UPDATE/DELETE"
                            + " RETURNING.");
        }
    }

    private void requireResult(Routine routine, BoundStatement last, StatementBinder binder) {
        DataType result = routine.result();
        List<BoundStatement.Field> fields = last.fields();
        if (result.equals(DataType.VOID)) {
            return;
        }
        if (fields.isEmpty()) {
            throw mismatch(
                    routine,
                    "Function's final statement must be SELECT or INSERT/UPDATE/DELETE"
                            + " RETURNING.");
        }
        DataType base = definitions.catalog().baseType(result);
        List<DataType> outputs =
                routine.parameters().stream()
                        .filter(Routine.Parameter::isOutput)
                        .map(Routine.Parameter::type)
                        .toList();
        if (base.category() == TypeCategory.COMPOSITE || outputs.size() > 1) {
            requireRow(routine, fields, outputs, binder);
            return;
        }
        if (result.equals(DataType.RECORD)) {
            return;
        }
        if (fields.size() != 1) {
            throw mismatch(routine, "Final statement must return exactly one column.");
        }
        if (!binder.isAssignable(fields.getFirst().type(), result)) {
            throw mismatch(
                    routine, "Actual return type is " + fields.getFirst().type().sqlName() + ".");
        }
    }

    private void requireRow(
            Routine routine,
            List<BoundStatement.Field> fields,
            List<DataType> outputs,
            StatementBinder binder) {
        DataType first = fields.getFirst().type();
        boolean isRow = first.equals(DataType.RECORD) || first.category() == TypeCategory.COMPOSITE;
        if (fields.size() == 1 && isRow && outputs.size() > 1) {
            return;
        }
        if (fields.size() == 1
                && outputs.size() <= 1
                && binder.isAssignable(fields.getFirst().type(), routine.result())) {
            return;
        }
        List<DataType> types =
                outputs.isEmpty()
                        ? definitions
                                .catalog()
                                .columnTypes(definitions.catalog().baseType(routine.result()))
                        : outputs;
        if (types.isEmpty()) {
            return;
        }
        for (int i = 0; i < fields.size(); i++) {
            if (i >= types.size()) {
                throw mismatch(routine, "Final statement returns too many columns.");
            }
            if (!binder.isAssignable(fields.get(i).type(), types.get(i))) {
                throw mismatch(
                        routine,
                        "Final statement returns "
                                + fields.get(i).type().sqlName()
                                + " instead of "
                                + types.get(i).sqlName()
                                + " at column "
                                + (i + 1)
                                + ".");
            }
        }
        if (fields.size() < types.size()) {
            throw mismatch(routine, "Final statement returns too few columns.");
        }
    }
}

package dev.reckon.sql.define;

import dev.reckon.sql.ast.Expression;
import dev.reckon.sql.ast.SyntaxTrees;
import dev.reckon.sql.bind.StatementBinder.DefinitionPlace;
import dev.reckon.sql.catalog.Table;
import dev.reckon.sql.catalog.TableColumn;
import dev.reckon.sql.function.Volatility;
import dev.reckon.sql.parse.Deparser;
import dev.reckon.sql.parse.Parser;
import dev.reckon.sql.plan.Scalar;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.Optional;

/// What PostgreSQL demands of expressions whose values are stored: those of generated columns and
/// indexes.
record GeneratedColumns(Definitions definitions) {
    /// Returns a table with the expressions of its generated columns in their resolved form.
    ///
    /// @throws DatabaseException 42P17 when a generated column reads another one, or is not the
    ///   same whenever it is computed; the binder's errors
    Table resolved(Table table) {
        Table resolved = table;
        for (TableColumn column : table.columns()) {
            if (column.generatedText().isEmpty()) {
                continue;
            }
            Expression expression = Parser.parseExpression(column.generatedText().get());
            requirePlainColumns(table, expression);
            Scalar value =
                    definitions
                            .binder()
                            .bindRowExpression(
                                    expression,
                                    table,
                                    ConstraintDefinitions.rowColumns(table),
                                    DefinitionPlace.GENERATED);
            if (!isImmutable(value)) {
                throw new DatabaseException(
                        SqlState.INVALID_OBJECT_DEFINITION,
                        "generation expression is not immutable");
            }
            definitions.binder().assign(value, column.type(), column.modifier(), column.name(), -1);
            String text =
                    Deparser.deparse(
                            definitions
                                    .binder()
                                    .resolveRowExpression(
                                            expression,
                                            table,
                                            ConstraintDefinitions.rowColumns(table),
                                            DefinitionPlace.GENERATED));
            resolved = resolved.withColumn(column.withGenerated(Optional.of(text)));
        }
        return resolved;
    }

    private static void requirePlainColumns(Table table, Expression expression) {
        SyntaxTrees.visit(
                expression,
                node -> {
                    if (!(node instanceof Expression.ColumnReference reference)) {
                        return;
                    }
                    table.position(reference.names().getLast())
                            .map(table.columns()::get)
                            .filter(read -> read.generatedText().isPresent())
                            .ifPresent(read -> {
                                throw generated(read);
                            });
                });
    }

    private static DatabaseException generated(TableColumn read) {
        return new DatabaseException(
                        SqlState.INVALID_OBJECT_DEFINITION,
                        "cannot use generated column \""
                                + read.name()
                                + "\" in column generation expression")
                .withDetail("A generated column cannot reference another generated column.");
    }

    /// Returns whether a scalar is the same whenever and wherever it is computed.
    static boolean isImmutable(Scalar scalar) {
        if (scalar instanceof Scalar.Call call
                && call.function().volatility() != Volatility.IMMUTABLE) {
            return false;
        }
        return scalar.operands().stream().allMatch(GeneratedColumns::isImmutable);
    }
}

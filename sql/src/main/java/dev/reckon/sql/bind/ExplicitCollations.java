package dev.reckon.sql.bind;

import dev.reckon.sql.ast.Expression;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.List;
import java.util.Optional;

/// The collations that operands are given by COLLATE. All that are offered order text alike, and
/// still two of them in one place are a contradiction.
final class ExplicitCollations {
    private ExplicitCollations() {}

    /// Checks the operands of an operator or a function.
    ///
    /// @throws DatabaseException 42P21 when two have different collations
    static void requireOne(List<Expression> operands) {
        Optional<Expression.Collate> first = Optional.empty();
        for (Expression operand : operands) {
            Optional<Expression.Collate> found = of(operand);
            if (first.isPresent() && found.isPresent()) {
                requireSame(first.get(), found.get());
            }
            first = first.or(() -> found);
        }
    }

    private static void requireSame(Expression.Collate first, Expression.Collate other) {
        String name = first.collation().name();
        String otherName = other.collation().name();
        if (!name.equals(otherName)) {
            throw new DatabaseException(
                            SqlState.COLLATION_MISMATCH,
                            "collation mismatch between explicit collations \"%s\" and \"%s\""
                                    .formatted(name, otherName))
                    .at(other.position());
        }
    }

    private static Optional<Expression.Collate> of(Expression operand) {
        return switch (operand) {
            case Expression.Collate collate -> Optional.of(collate);
            case Expression.Binary binary when binary.operator().symbol().equals("||") ->
                    of(binary.left()).or(() -> of(binary.right()));
            default -> Optional.empty();
        };
    }
}

package dev.reckon.sql.function.kernel;

import dev.reckon.sql.function.Kernel;
import dev.reckon.storage.type.Value;
import java.math.BigDecimal;

/// What a function does, as its family states it: a kernel over vectors, or what happens in one
/// row. [Bodies#kernel] makes kernels of the latter, with NULL handling as the catalog says.
public sealed interface Body {
    /// The family has no such function.
    enum Missing implements Body {
        MISSING
    }

    /// A kernel that sees to NULLs itself.
    record Vector(Kernel kernel) implements Body {}

    /// The result is a boolean, integer, date or timestamp.
    @FunctionalInterface
    non-sealed interface OfNumber extends Body {
        long compute(Row row);
    }

    @FunctionalInterface
    non-sealed interface OfBool extends Body {
        boolean compute(Row row);
    }

    @FunctionalInterface
    non-sealed interface OfReal extends Body {
        double compute(Row row);
    }

    @FunctionalInterface
    non-sealed interface OfText extends Body {
        String compute(Row row);
    }

    @FunctionalInterface
    non-sealed interface OfBytes extends Body {
        byte[] compute(Row row);
    }

    @FunctionalInterface
    non-sealed interface OfDecimal extends Body {
        BigDecimal compute(Row row);
    }

    /// The result is any value, NULL included.
    @FunctionalInterface
    non-sealed interface OfValue extends Body {
        Value compute(Row row);
    }

    /// Names a kernel over vectors.
    static Body vector(Kernel kernel) {
        return new Vector(kernel);
    }

    /// Names a function with a boolean, integer, date or timestamp as its result.
    static Body number(OfNumber body) {
        return body;
    }

    static Body bool(OfBool body) {
        return body;
    }

    static Body real(OfReal body) {
        return body;
    }

    static Body text(OfText body) {
        return body;
    }

    static Body bytes(OfBytes body) {
        return body;
    }

    static Body decimal(OfDecimal body) {
        return body;
    }

    static Body value(OfValue body) {
        return body;
    }
}

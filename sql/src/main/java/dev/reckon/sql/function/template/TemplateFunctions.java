package dev.reckon.sql.function.template;

import static dev.reckon.sql.function.kernel.Body.number;
import static dev.reckon.sql.function.kernel.Body.text;
import static dev.reckon.sql.function.kernel.Body.value;

import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Signature;
import java.util.Optional;

/// The chapter "Data Type Formatting Functions" by name.
public final class TemplateFunctions {
    private TemplateFunctions() {}

    /// Finds a function.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "to_char(timestamp,text)" ->
                    value(row ->
                            TimeToChar.timestamp(row.number(0), row.text(1), Optional.empty()));
            case "to_char(timestamptz,text)" ->
                    value(row ->
                            TimeToChar.timestamp(
                                    row.number(0),
                                    row.text(1),
                                    Optional.of(row.environment().timeZone())));
            case "to_char(interval,text)" ->
                    value(row -> TimeToChar.interval(row.interval(0), row.text(1)));
            case "to_date(text,text)" -> number(row -> TimeFromChar.date(row.text(0), row.text(1)));
            case "to_timestamp(text,text)" ->
                    number(row ->
                            TimeFromChar.timestamp(
                                    row.text(0), row.text(1), row.environment().timeZone()));
            case "to_char(int4,text)" ->
                    text(row -> NumberToChar.format(row.number(0), row.text(1), false));
            case "to_char(int8,text)" ->
                    text(row -> NumberToChar.format(row.number(0), row.text(1), true));
            case "to_char(numeric,text)" ->
                    text(row -> NumberToChar.format(row.value(0), row.text(1)));
            case "to_char(float8,text)" ->
                    text(row ->
                            NumberToChar.format(
                                    row.real(0), row.text(1), NumberToChar.DOUBLE_DIGITS));
            case "to_char(float4,text)" ->
                    text(row ->
                            NumberToChar.format(
                                    row.real(0), row.text(1), NumberToChar.FLOAT_DIGITS));
            case "to_number(text,text)" ->
                    value(row -> NumberFromChar.read(row.text(0), row.text(1)));
            default -> Body.Missing.MISSING;
        };
    }
}

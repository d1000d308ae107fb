package dev.reckon.sql.function.text;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Splitting at delimiters.
public final class Splitting {
    private Splitting() {}

    /// Returns the pieces between delimiters.
    private static List<String> pieces(String text, String delimiter) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        PartSearch search = PartSearch.of(delimiter);
        int end = search.find(text, 0);
        while (end >= 0) {
            Cancellation.check(pieces.size());
            pieces.add(text.substring(start, end));
            start = end + delimiter.length();
            end = search.find(text, start);
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    private static List<String> characters(String text) {
        List<String> characters = new ArrayList<>();
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            Cancellation.check(characters.size());
            characters.add(Character.toString(text.codePointAt(i)));
        }
        return characters;
    }

    /// Returns the nth piece, counted from the end when n is negative; empty when there is none.
    ///
    /// @throws DatabaseException 22023
    static String part(String text, String delimiter, int n) {
        if (n == 0) {
            throw new DatabaseException(
                    SqlState.INVALID_PARAMETER_VALUE, "field position must not be zero");
        }
        if (text.isEmpty()) {
            return "";
        }
        List<String> pieces = delimiter.isEmpty() ? List.of(text) : pieces(text, delimiter);
        int index = n > 0 ? n - 1 : pieces.size() + n;
        return index >= 0 && index < pieces.size() ? pieces.get(index) : "";
    }

    /// Returns the pieces of string_to_array and string_to_table.
    ///
    /// @param delimiter without one every character is a piece
    /// @param nullText the piece that stands for NULL
    public static List<Value> split(
            String text, Optional<String> delimiter, Optional<String> nullText) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> pieces;
        if (delimiter.isEmpty()) {
            pieces = characters(text);
        } else if (delimiter.get().isEmpty()) {
            pieces = List.of(text);
        } else {
            pieces = pieces(text, delimiter.get());
        }
        List<Value> values = new ArrayList<>();
        for (String piece : Cancellation.each(pieces)) {
            values.add(
                    nullText.isPresent() && nullText.get().equals(piece)
                            ? Value.Null.NULL
                            : Value.text(piece));
        }
        return values;
    }
}

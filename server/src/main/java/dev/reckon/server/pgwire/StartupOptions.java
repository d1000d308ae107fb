package dev.reckon.server.pgwire;

import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The startup parameter `options`: the server's command line as PostgreSQL reads it, of which `-c
/// name=value` and `--name=value` set settings. A backslash keeps a space in a word.
final class StartupOptions {
    private StartupOptions() {}

    /// Returns the settings by their names, in the text's order.
    ///
    /// @throws DatabaseException 42601 for anything else
    static Map<String, String> parse(String options) {
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> words = words(options);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String assignment;
            if (word.equals("-c") && i + 1 < words.size()) {
                assignment = words.get(++i);
            } else if (word.startsWith("-c") && word.length() > 2) {
                assignment = word.substring(2);
            } else if (word.startsWith("--")) {
                assignment = word.substring(2);
            } else {
                throw invalid(word);
            }
            int equals = assignment.indexOf('=');
            if (equals <= 0) {
                throw invalid(word);
            }
            String name = assignment.substring(0, equals).replace('-', '_');
            settings.put(name.toLowerCase(Locale.ROOT), assignment.substring(equals + 1));
        }
        return settings;
    }

    private static List<String> words(String options) {
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        for (int i = 0; i < options.length(); i++) {
            char character = options.charAt(i);
            if (character == '\\' && i + 1 < options.length()) {
                word.append(options.charAt(++i));
            } else if (Character.isWhitespace(character)) {
                add(words, word);
            } else {
                word.append(character);
            }
        }
        add(words, word);
        return words;
    }

    private static void add(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static DatabaseException invalid(String word) {
        return new DatabaseException(
                SqlState.SYNTAX_ERROR, "invalid command-line argument for server process: " + word);
    }
}

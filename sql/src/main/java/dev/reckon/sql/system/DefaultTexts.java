package dev.reckon.sql.system;

import dev.reckon.sql.function.Names;
import dev.reckon.sql.parse.Parser;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Defaults as a session sees them: a kept text names a sequence with its schema, which is shown
/// only where the search path does not lead to it, as PostgreSQL shows a `regclass`.
final class DefaultTexts {
    private static final Pattern RELATION = Pattern.compile("'((?:[^']|'')+)'::regclass");

    private DefaultTexts() {}

    static String shown(String text, Names names) {
        Matcher matcher = RELATION.matcher(text);
        return matcher.replaceAll(match -> {
            String path = match.group(1).replace("''", "'");
            String shown =
                    names.relationOid(Parser.parseType(path).name().parts())
                            .flatMap(names::relationName)
                            .orElse(path);
            return Matcher.quoteReplacement("'" + shown.replace("'", "''") + "'::regclass");
        });
    }
}

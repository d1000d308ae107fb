package dev.reckon.tests.regression;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file written for psql, read statement by statement: comments dropped, variables put in, the
/// data of `COPY … FROM STDIN` and the commands that send or reconnect recognized, all others
/// skipped. Source: the PostgreSQL documentation's page on psql.
final class PsqlScript {
    private static final Pattern VARIABLE =
            Pattern.compile(":'(\\w+)'|:\"(\\w+)\"|:([A-Za-z_]\\w*)");
    private static final Pattern DOLLAR_QUOTE =
            Pattern.compile("\\$([A-Za-z_\\x80-\\uffff][\\w]*)?\\$");
    private static final Pattern COMMAND = Pattern.compile("\\\\(\\w+|;)[ \\t]*([^\\n]*)");
    private static final Pattern SET_PART =
            Pattern.compile(":'(\\w+)'|:(\\w+)|'((?:[^']|'')*)'|([^\\s:']+)");
    private static final Pattern COPY_IN =
            Pattern.compile("copy\\b.*\\bfrom\\s+stdin.*", Pattern.DOTALL);
    private static final Pattern ROUTINE =
            Pattern.compile(
                    "\\s*create\\s+(or\\s+replace\\s+)?(function|procedure)\\b.*", Pattern.DOTALL);

    private final String text;
    private final Map<String, String> variables;
    private final StringBuilder statement = new StringBuilder();
    private int position;
    private int parentheses;
    private int blocks;

    /// What psql would do with a statement.
    enum Action {
        SEND,
        /// Send, and set variables from the row that comes back.
        SEND_AND_SET,
        /// Connect anew; there is no statement.
        RECONNECT
    }

    /// One statement.
    ///
    /// @param copyData what follows `COPY … FROM STDIN`, else empty
    record Step(Action action, String sql, String copyData) {}

    PsqlScript(String text, Map<String, String> variables) {
        this.text = text;
        this.variables = new HashMap<>(variables);
    }

    void set(String variable, String value) {
        variables.put(variable, value);
    }

    /// Returns the next statement, or nothing at the end of the file.
    Optional<Step> next() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (text.startsWith("--", position)) {
                position = lineEnd(position);
            } else if (text.startsWith("/*", position)) {
                take(commentEnd());
            } else if (c == '\'') {
                take(stringEnd());
            } else if (c == '"') {
                take(text.indexOf('"', position + 1) + 1);
            } else if (c == '$' && !isWordBefore()) {
                take(dollarQuoteEnd());
            } else if (c == ':') {
                variable();
            } else if (c == '\\') {
                Optional<Step> step = command();
                if (step.isPresent()) {
                    return step;
                }
            } else if (c == ';' && parentheses == 0 && blocks == 0) {
                position++;
                String sql = takeStatement();
                if (!sql.isEmpty()) {
                    return Optional.of(new Step(Action.SEND, sql, copyData(sql)));
                }
            } else if (Character.isLetter(c) && !isWordBefore()) {
                word();
            } else {
                parentheses = Math.max(0, parentheses + (c == '(' ? 1 : c == ')' ? -1 : 0));
                take(position + 1);
            }
        }
        String rest = takeStatement();
        return rest.isEmpty() ? Optional.empty() : Optional.of(new Step(Action.SEND, rest, ""));
    }

    private void take(int end) {
        int stop = end <= position ? text.length() : Math.min(end, text.length());
        statement.append(text, position, stop);
        position = stop;
    }

    private String takeStatement() {
        String sql = statement.toString().strip();
        statement.setLength(0);
        return sql;
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private boolean isWordBefore() {
        return !statement.isEmpty()
                && Character.isJavaIdentifierPart(statement.charAt(statement.length() - 1));
    }

    private int commentEnd() {
        int depth = 1;
        int end = position + 2;
        while (end < text.length() && depth > 0) {
            if (text.startsWith("/*", end)) {
                depth++;
                end += 2;
            } else if (text.startsWith("*/", end)) {
                depth--;
                end += 2;
            } else {
                end++;
            }
        }
        return end;
    }

    private int stringEnd() {
        int length = statement.length();
        boolean isEscaped =
                length > 0
                        && "eE".indexOf(statement.charAt(length - 1)) >= 0
                        && (length < 2
                                || !Character.isJavaIdentifierPart(statement.charAt(length - 2)));
        int end = position + 1;
        while (end < text.length()) {
            if (isEscaped && text.charAt(end) == '\\') {
                end += 2;
            } else if (text.charAt(end) != '\'') {
                end++;
            } else if (text.startsWith("''", end)) {
                end += 2;
            } else {
                return end + 1;
            }
        }
        return text.length();
    }

    private int dollarQuoteEnd() {
        Matcher quote = DOLLAR_QUOTE.matcher(text).region(position, text.length());
        if (!quote.lookingAt()) {
            return position + 1;
        }
        int end = text.indexOf(quote.group(), quote.end());
        return end < 0 ? text.length() : end + quote.group().length();
    }

    private void variable() {
        if (text.startsWith("::", position)) {
            take(position + 2);
            return;
        }
        Matcher name = VARIABLE.matcher(text).region(position, text.length());
        if (name.lookingAt()) {
            for (int group = 1; group <= 3; group++) {
                String value = name.group(group) == null ? null : variables.get(name.group(group));
                if (value != null) {
                    String quote = group == 1 ? "'" : group == 2 ? "\"" : "";
                    statement.append(quote).append(value).append(quote);
                    position = name.end();
                    return;
                }
            }
        }
        take(position + 1);
    }

    private Optional<Step> command() {
        Matcher command = COMMAND.matcher(text).region(position, text.length());
        if (!command.lookingAt()) {
            position = lineEnd(position);
            return Optional.empty();
        }
        if (command.group(1).equals(";")) {
            statement.append(';');
            position += 2;
            return Optional.empty();
        }
        position = command.end();
        String argument = command.group(2);
        switch (command.group(1)) {
            case "g", "gx", "gset", "crosstabview" -> {
                String sql = takeStatement();
                if (!sql.isEmpty()) {
                    boolean sets = command.group(1).equals("gset");
                    return Optional.of(new Step(sets ? Action.SEND_AND_SET : Action.SEND, sql, ""));
                }
            }
            case "gdesc", "gexec", "r" -> statement.setLength(0);
            case "set" -> setVariable(argument);
            case "c", "connect" -> {
                return Optional.of(new Step(Action.RECONNECT, "", ""));
            }
            default -> {
                // Output, conditions and the like: psql's own matters.
            }
        }
        return Optional.empty();
    }

    private void setVariable(String argument) {
        String[] nameAndValue = argument.strip().split("\\s+", 2);
        if (nameAndValue.length < 2) {
            return;
        }
        var value = new StringBuilder();
        Matcher part = SET_PART.matcher(nameAndValue[1]);
        while (part.find()) {
            String name = part.group(1) == null ? part.group(2) : part.group(1);
            if (name != null) {
                value.append(variables.getOrDefault(name, name));
            } else if (part.group(3) != null) {
                value.append(part.group(3).replace("''", "'"));
            } else {
                value.append(part.group(4));
            }
        }
        variables.put(nameAndValue[0], value.toString());
    }

    /// Semicolons within the body of a routine in the SQL standard's form do not end the statement.
    private void word() {
        int end = position;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        String word = text.substring(position, end).toLowerCase(Locale.ROOT);
        boolean opens = word.equals("begin") || (word.equals("case") && blocks > 0);
        if (opens || (word.equals("end") && blocks > 0)) {
            if (ROUTINE.matcher(statement.toString().toLowerCase(Locale.ROOT)).matches()) {
                blocks += opens ? 1 : -1;
            }
        }
        take(end);
    }

    private String copyData(String sql) {
        if (!COPY_IN.matcher(sql.toLowerCase(Locale.ROOT)).matches()) {
            return "";
        }
        var data = new StringBuilder();
        position = Math.min(lineEnd(position) + 1, text.length());
        while (position < text.length()) {
            int end = lineEnd(position);
            String line = text.substring(position, end);
            position = Math.min(end + 1, text.length());
            if (line.equals("\\.")) {
                break;
            }
            data.append(line).append('\n');
        }
        return data.toString();
    }
}

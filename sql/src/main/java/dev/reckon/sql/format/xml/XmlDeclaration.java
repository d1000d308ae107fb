package dev.reckon.sql.format.xml;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an XML text says of itself before all else: `<?xml version="1.0" …?>`. Immutable.
///
/// @param version `1.0` where there is no declaration
/// @param encoding the encoding that the text had where it came from
/// @param standalone `yes` or `no`
/// @param end where the rest of the text begins; 0 without a declaration
record XmlDeclaration(
        String version, Optional<String> encoding, Optional<String> standalone, int end) {
    private static final String DEFAULT_VERSION = "1.0";

    private static final XmlDeclaration NONE =
            new XmlDeclaration(DEFAULT_VERSION, Optional.empty(), Optional.empty(), 0);

    private static final Pattern BEGIN = Pattern.compile("<\\?xml[ \\t\\r\\n]");

    private static final Pattern WHOLE =
            Pattern.compile(
                    "<\\?xml[ \\t\\r\\n]+version[ \\t\\r\\n]*=[ \\t\\r\\n]*(['\"])"
                            + "([A-Za-z0-9_.:-]{1,16})\\1"
                            + "(?:[ \\t\\r\\n]+encoding[ \\t\\r\\n]*=[ \\t\\r\\n]*(['\"])"
                            + "([A-Za-z][A-Za-z0-9._-]{0,40})\\3)?"
                            + "(?:[ \\t\\r\\n]+standalone[ \\t\\r\\n]*=[ \\t\\r\\n]*(['\"])"
                            + "(yes|no)\\5)?[ \\t\\r\\n]*\\?>");

    /// Reads the declaration at the begin of a text; empty when there is one and it is wrong.
    static Optional<XmlDeclaration> read(String text) {
        if (!BEGIN.matcher(text).lookingAt()) {
            return Optional.of(NONE);
        }
        Matcher matcher = WHOLE.matcher(text);
        return matcher.lookingAt()
                ? Optional.of(
                        new XmlDeclaration(
                                matcher.group(2),
                                Optional.ofNullable(matcher.group(4)),
                                Optional.ofNullable(matcher.group(6)),
                                matcher.end()))
                : Optional.empty();
    }

    /// Returns the declaration as it is written out: nothing when it says what goes without saying,
    /// and never an encoding, since that is the client's.
    String text() {
        if (version.equals(DEFAULT_VERSION) && standalone.isEmpty()) {
            return "";
        }
        String second = standalone.map(word -> " standalone=\"" + word + "\"").orElse("");
        return "<?xml version=\"" + version + "\"" + second + "?>";
    }
}

package dev.reckon.sql.format.xml;

import dev.reckon.storage.error.Cancellation;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Texts of the type xml. A value is kept as it came: what is checked is that it is well-formed, as
/// a document or as content, which is what may stand between two tags.
///
/// Source: PostgreSQL's chapter "XML Type". Nothing outside the text is ever read: an external
/// entity is empty.
public final class XmlText {
    /// The tag around content, which makes a document of it.
    private static final String OPEN = "<c>";

    private static final String CLOSE = "</c>";

    private XmlText() {}

    /// Requires that a text is a document, or content; a document type makes it one in any case.
    ///
    /// @throws DatabaseException 2200M, 2200N
    public static void validate(String text, boolean document) {
        problem(text, document)
                .ifPresent(problem -> {
                    throw problem;
                });
    }

    /// Returns whether a text is a document, or content.
    public static boolean isWellFormed(String text, boolean document) {
        return problem(text, document).isEmpty();
    }

    private static Optional<DatabaseException> problem(String text, boolean document) {
        SqlState state = document ? SqlState.INVALID_XML_DOCUMENT : SqlState.INVALID_XML_CONTENT;
        String what = document ? "invalid XML document" : "invalid XML content";
        Optional<XmlDeclaration> declaration = XmlDeclaration.read(text);
        if (declaration.isEmpty()) {
            return Optional.of(
                    new DatabaseException(state, what + ": invalid XML declaration")
                            .withDetail("Parsing XML declaration: '?>' expected."));
        }
        String rest = text.substring(declaration.get().end());
        boolean isWhole = document || hasDocumentType(rest);
        try {
            parse(isWhole ? rest : OPEN + rest + CLOSE, !isWhole);
            return Optional.empty();
        } catch (XMLStreamException e) {
            return Optional.of(new DatabaseException(state, what, e).withDetail(detail(e)));
        }
    }

    /// Returns whether a document type comes first, comments and instructions aside.
    private static boolean hasDocumentType(String text) {
        int at = 0;
        while (true) {
            while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            String end;
            if (text.startsWith("<!--", at)) {
                end = "-->";
            } else if (text.startsWith("<?", at)) {
                end = "?>";
            } else {
                return text.startsWith("<!DOCTYPE", at);
            }
            int found = text.indexOf(end, at);
            if (found < 0) {
                return false;
            }
            at = found + end.length();
        }
    }

    /// Reads a text to its end.
    ///
    /// @param wrapped whether the outermost tag is not the text's own: it must end at the very end
    private static void parse(String text, boolean wrapped) throws XMLStreamException {
        XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(text));
        int depth = 0;
        while (reader.hasNext()) {
            int event = reader.next();
            Cancellation.check();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && --depth == 0
                    && wrapped
                    && reader.getLocation().getCharacterOffset() < text.length()) {
                throw new XMLStreamException("Extra content at the end", reader.getLocation());
            }
        }
    }

    /// A factory is cheap, and not for many threads.
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // A prefix that is not bound is no error here, as in PostgreSQL.
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((_, _, _, _) -> new ByteArrayInputStream(new byte[0]));
        return factory;
    }

    private static String detail(XMLStreamException error) {
        String message = String.valueOf(error.getMessage());
        int start = message.indexOf("Message: ");
        String reason = start < 0 ? message : message.substring(start + "Message: ".length());
        int line = error.getLocation() == null ? 1 : error.getLocation().getLineNumber();
        return "line " + line + ": " + reason;
    }

    /// Returns the output form: the declaration without its encoding, if anything is left of it,
    /// and the rest.
    public static String output(String text) {
        Optional<XmlDeclaration> declaration = XmlDeclaration.read(text);
        if (declaration.isEmpty() || declaration.get().end() == 0) {
            return text;
        }
        String shown = declaration.get().text();
        int start = declaration.get().end();
        if (shown.isEmpty() && text.startsWith("\n", start)) {
            start++;
        }
        return shown + text.substring(start);
    }

    /// Reads the binary form: a text in the encoding that its declaration names.
    ///
    /// @throws DatabaseException 0A000 for an encoding that nobody knows
    public static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Optional<String> encoding = XmlDeclaration.read(text).flatMap(XmlDeclaration::encoding);
        if (encoding.isEmpty() || encoding.get().equalsIgnoreCase("UTF-8")) {
            return text;
        }
        try {
            return new String(bytes, Charset.forName(encoding.get()));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw DatabaseException.notSupported(
                    "the encoding \"" + encoding.get() + "\" of XML", "Send UTF-8.");
        }
    }
}

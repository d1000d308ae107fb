package dev.reckon.sql.function.text;

import dev.reckon.sql.format.xml.XmlText;
import dev.reckon.sql.function.kernel.Body;
import dev.reckon.sql.function.kernel.Row;
import dev.reckon.sql.function.kernel.Signature;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.Value;

/// The functions of XML texts.
public final class XmlFunctions {
    private XmlFunctions() {}

    /// Finds a function of this family.
    public static Body find(Signature signature) {
        return switch (signature.text()) {
            case "xml(text)" ->
                    Body.value(row -> {
                        XmlText.validate(row.text(0), isDocumentWanted(row));
                        return Value.text(row.text(0));
                    });
            case "text(xml)" -> Body.value(row -> Value.text(row.text(0)));
            case "xml_is_well_formed(text)" ->
                    Body.bool(row -> XmlText.isWellFormed(row.text(0), isDocumentWanted(row)));
            case "xml_is_well_formed_document(text)" ->
                    Body.bool(row -> XmlText.isWellFormed(row.text(0), true));
            case "xml_is_well_formed_content(text)" ->
                    Body.bool(row -> XmlText.isWellFormed(row.text(0), false));
            case "xmlcomment(text)" -> Body.value(row -> comment(row.text(0)));
            default -> Body.Missing.MISSING;
        };
    }

    private static boolean isDocumentWanted(Row row) {
        return row.environment().setting("xmloption").equals("document");
    }

    private static Value comment(String text) {
        if (text.contains("--") || text.endsWith("-")) {
            throw new DatabaseException(SqlState.INVALID_XML_COMMENT, "invalid XML comment");
        }
        return Value.text("<!--" + text + "-->");
    }
}

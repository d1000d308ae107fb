package dev.reckon.sql.define;

import dev.reckon.sql.ast.Option;
import dev.reckon.sql.ast.QualifiedName;
import dev.reckon.sql.ast.SchemaStatement;
import dev.reckon.sql.ast.TypeName;
import dev.reckon.sql.parse.Identifiers;
import dev.reckon.sql.parse.Parser;
import dev.reckon.storage.error.DatabaseException;
import dev.reckon.storage.error.SqlState;
import dev.reckon.storage.type.DataType;
import dev.reckon.storage.type.TypeCategory;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The options of CREATE TYPE AS RANGE.
///
/// @param multirangeName as given
/// @param defaultName of the multirange when none is given
record RangeOptions(DataType subtype, Optional<QualifiedName> multirangeName, String defaultName) {
    private static final int NAME_BYTES_MAX = 63;

    /// Reads the options.
    ///
    /// @throws DatabaseException 42601 for an option that PostgreSQL has not, 42P17 without a
    ///   subtype, 0A000 for a function that brings ranges into a canonical form
    static RangeOptions of(SchemaStatement.CreateRange create, Definitions definitions) {
        Optional<DataType> subtype = Optional.empty();
        Optional<QualifiedName> multirangeName = Optional.empty();
        Set<String> seen = new HashSet<>();
        for (Option option : create.options()) {
            if (!seen.add(option.name())) {
                throw new DatabaseException(
                                SqlState.SYNTAX_ERROR, "conflicting or redundant options")
                        .at(option.position());
            }
            switch (option.name()) {
                case "subtype" ->
                        subtype =
                                Optional.of(definitions.binder().types().bind(type(option)).type());
                case "multirange_type_name" -> multirangeName = Optional.of(type(option).name());
                // Values have one order each, and the difference only serves GiST.
                case "subtype_opclass", "collation", "subtype_diff" -> {}
                case "canonical" ->
                        throw DatabaseException.notSupported(
                                        "the canonical function of a range type",
                                        "Leave it out: the bounds stay as they are written.")
                                .at(option.position());
                default ->
                        throw new DatabaseException(
                                SqlState.SYNTAX_ERROR,
                                "type attribute \"" + option.name() + "\" not recognized");
            }
        }
        DataType found =
                subtype.orElseThrow(() ->
                        new DatabaseException(
                                SqlState.SYNTAX_ERROR, "type attribute \"subtype\" is required"));
        if (found.category() == TypeCategory.PSEUDO) {
            throw new DatabaseException(
                    SqlState.DATATYPE_MISMATCH, "range subtype cannot be " + found);
        }
        if (found.equals(DataType.JSON)
                || found.equals(DataType.JSONPATH)
                || found.equals(DataType.XML)) {
            throw new DatabaseException(
                            SqlState.UNDEFINED_OBJECT,
                            "data type "
                                    + found
                                    + " has no default operator class for access method \"btree\"")
                    .withHint(
                            "You must specify an operator class for the range type or define a"
                                    + " default operator class for the subtype.");
        }
        return new RangeOptions(found, multirangeName, defaultName(create.name().name()));
    }

    private static TypeName type(Option option) {
        return switch (option.value()) {
            case Option.Type(TypeName type) -> type;
            case Option.Text(String text) -> Parser.parseType(Identifiers.quote(text));
            default ->
                    throw new DatabaseException(
                                    SqlState.SYNTAX_ERROR, option.name() + " requires a parameter")
                            .at(option.position());
        };
    }

    /// Puts "multi" before the last "range" of a name, or adds "_multirange".
    private static String defaultName(String name) {
        int range = name.lastIndexOf("range");
        String proposal =
                range < 0
                        ? name + "_multirange"
                        : name.substring(0, range) + "multi" + name.substring(range);
        byte[] bytes = proposal.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return bytes.length <= NAME_BYTES_MAX
                ? proposal
                : new String(bytes, 0, NAME_BYTES_MAX, java.nio.charset.StandardCharsets.UTF_8);
    }
}

package dev.reckon.sql.catalog;

import java.util.Set;

/// Names as SQL writes them.
public final class Identifiers {
    /// Words that are no plain column names in PostgreSQL's grammar (its keyword list, kinds other
    /// than unreserved), so that quote_ident quotes them.
    private static final Set<String> RESERVED =
            Set.of(
                    ("all analyse analyze and any array as asc asymmetric authorization between"
                                    + " bigint binary bit boolean both case cast char character check"
                                    + " coalesce collate collation column concurrently constraint create"
                                    + " cross current_catalog current_date current_role current_schema"
                                    + " current_time current_timestamp current_user dec decimal default"
                                    + " deferrable desc distinct do else end except exists extract false"
                                    + " fetch float for foreign freeze from full grant greatest group"
                                    + " grouping having ilike in initially inner inout int integer"
                                    + " intersect interval into is isnull join lateral leading least left"
                                    + " like limit localtime localtimestamp national natural nchar none"
                                    + " normalize not notnull null nullif numeric offset on only or order"
                                    + " out outer overlaps overlay placing position precision primary real"
                                    + " references returning right row select session_user setof similar"
                                    + " smallint some substring symmetric table tablesample then time"
                                    + " timestamp to trailing treat trim true union unique user using"
                                    + " values varchar variadic verbose when where window with"
                                    + " xmlattributes xmlconcat xmlelement xmlexists xmlforest"
                                    + " xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable")
                            .split(" "));

    private Identifiers() {}

    /// Returns a name with quotes where SQL needs them, as `quote_ident`.
    public static String quote(String name) {
        boolean plain = !name.isEmpty() && !RESERVED.contains(name);
        for (int i = 0; plain && i < name.length(); i++) {
            char c = name.charAt(i);
            plain = (c >= 'a' && c <= 'z') || c == '_' || (i > 0 && c >= '0' && c <= '9');
        }
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    /// Returns a text as an SQL string constant.
    public static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
    }
}

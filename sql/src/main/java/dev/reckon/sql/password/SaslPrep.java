package dev.reckon.sql.password;

import java.text.Normalizer;

/// Brings a password into the form that clients hash (SASLprep, RFC 4013), so that the same
/// password typed on different systems is the same. As in PostgreSQL, a password that the rules
/// forbid is taken as it is.
final class SaslPrep {
    private SaslPrep() {}

    static String prepare(String password) {
        if (password.chars().allMatch(character -> character >= ' ' && character < 0x7f)) {
            return password;
        }
        var mapped = new StringBuilder(password.length());
        password.codePoints()
                .filter(point -> !isMappedToNothing(point))
                .map(point -> isSpace(point) ? ' ' : point)
                .forEach(mapped::appendCodePoint);
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        boolean forbidden =
                normal.isEmpty()
                        || normal.codePoints().anyMatch(SaslPrep::isProhibited)
                        || mixesDirections(normal);
        return forbidden ? password : normal;
    }

    /// Table C.1.2 of RFC 3454: spaces other than the ASCII one.
    private static boolean isSpace(int point) {
        return Character.getType(point) == Character.SPACE_SEPARATOR || point == 0x200b;
    }

    /// Table B.1 of RFC 3454; the zero-width space is mapped to a space before this counts.
    private static boolean isMappedToNothing(int point) {
        return switch (point) {
            case 0x00ad, 0x034f, 0x1806, 0x200c, 0x200d, 0x2060, 0xfeff -> true;
            default -> (point >= 0x180b && point <= 0x180d) || (point >= 0xfe00 && point <= 0xfe0f);
        };
    }

    /// Tables C.2 to C.9 of RFC 3454 and its unassigned code points, by Unicode category.
    private static boolean isProhibited(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    true;
            default ->
                    (point >= 0xfff9 && point <= 0xfffd)
                            || (point >= 0x2ff0 && point <= 0x2ffb)
                            || point == 0x0340
                            || point == 0x0341;
        };
    }

    /// RFC 3454 section 6: a text with right-to-left characters has no left-to-right ones, and both
    /// begins and ends with them.
    private static boolean mixesDirections(String text) {
        if (text.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
            return false;
        }
        return text.codePoints()
                        .anyMatch(point ->
                                Character.getDirectionality(point)
                                        == Character.DIRECTIONALITY_LEFT_TO_RIGHT)
                || !isRightToLeft(text.codePointAt(0))
                || !isRightToLeft(text.codePointBefore(text.length()));
    }

    private static boolean isRightToLeft(int point) {
        byte direction = Character.getDirectionality(point);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}

package dev.reckon.sql.function.text;

/// Upper and lower case as the C locale knows it: of the letters of ASCII.
final class Case {
    private Case() {}

    static byte[] lower(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            text[i] = LikePattern.lower(text[i]);
        }
        return text;
    }

    static byte[] upper(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            text[i] = upper(text[i]);
        }
        return text;
    }

    private static byte upper(byte unit) {
        return unit >= 'a' && unit <= 'z' ? (byte) (unit - ('a' - 'A')) : unit;
    }

    /// The first letter of each word in upper case, the others in lower case.
    static byte[] initial(byte[] text) {
        boolean inWord = false;
        for (int i = 0; i < text.length; i++) {
            text[i] = inWord ? LikePattern.lower(text[i]) : upper(text[i]);
            byte unit = text[i];
            inWord =
                    (unit >= '0' && unit <= '9')
                            || (unit >= 'A' && unit <= 'Z')
                            || (unit >= 'a' && unit <= 'z');
        }
        return text;
    }
}

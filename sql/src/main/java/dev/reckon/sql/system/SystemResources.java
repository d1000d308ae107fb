package dev.reckon.sql.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Texts that stand beside the classes of this package.
final class SystemResources {
    private SystemResources() {}

    /// Returns a whole text.
    static String text(String name) {
        try (InputStream stream = SystemResources.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

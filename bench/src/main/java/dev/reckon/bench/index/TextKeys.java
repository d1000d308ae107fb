package dev.reckon.bench.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Text keys as a segment sees them: the first eight bytes after the common prefix.
///
/// The words are those in the names of the JDK's own classes: a real vocabulary, with its real
/// frequencies, present wherever this runs.
final class TextKeys {
    private TextKeys() {}

    static void words(long[] keys, SplittableRandom random) {
        String[] words = vocabulary();
        for (int i = 0; i < keys.length; i++) {
            keys[i] = code(pick(words, random) + pick(words, random) + random.nextInt(1000));
        }
    }

    static void urls(long[] keys, SplittableRandom random) {
        String[] words = vocabulary();
        String[] hosts = new String[50_000];
        Arrays.setAll(hosts, _ -> pick(words, random) + pick(words, random) + ".org/");
        for (int i = 0; i < keys.length; i++) {
            // All begin with "https://", which the segment takes off.
            String host = hosts[(int) (hosts.length * Math.pow(random.nextDouble(), 3))];
            keys[i] = code(host + pick(words, random) + "/" + random.nextInt(100_000));
        }
    }

    private static String pick(String[] words, SplittableRandom random) {
        return words[random.nextInt(words.length)];
    }

    private static long code(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long code = 0;
        for (int i = 0; i < 8; i++) {
            code = code << 8 | (i < bytes.length ? bytes[i] & 0xFF : 0);
        }
        return code;
    }

    /// Returns the words in class names, as often as they occur.
    private static String[] vocabulary() {
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        try (var walk = Files.walk(modules)) {
            List<String> words =
                    walk.filter(file -> file.toString().endsWith(".class"))
                            .map(file -> file.getFileName().toString())
                            .flatMap(name -> Arrays.stream(name.split("(?=[A-Z])|[^A-Za-z]")))
                            .map(word -> word.toLowerCase(Locale.ROOT))
                            .filter(word -> word.length() > 2 && !word.equals("class"))
                            .sorted()
                            .toList();
            return words.toArray(String[]::new);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

package dev.reckon.storage.maintenance;

import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.segment.Segment;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Removes segment files that a crash left behind. Files of other names are not ours to touch.
public final class Orphans {
    private static final Pattern NAME = Pattern.compile("segment-[0-9a-f]{16}");

    private Orphans() {}

    /// Removes the segments that are none of those whose ids are given: the manifest's and the
    /// recovered state's.
    public static void delete(FileSystem files, Set<Long> named) throws IOException {
        Set<String> names = new HashSet<>();
        named.forEach(id -> names.add(Segment.fileName(id)));
        for (String name : files.list()) {
            if (NAME.matcher(name).matches() && !names.contains(name)) {
                files.delete(name);
            }
        }
    }
}

package dev.reckon.storage.maintenance;

import dev.reckon.storage.file.FileSystem;
import dev.reckon.storage.segment.Segment;
import dev.reckon.storage.state.SegmentState;
import dev.reckon.storage.state.StoreState;
import dev.reckon.storage.state.TableState;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Removes segment files that a crash left behind. Files of other names are not ours to touch.
public final class Orphans {
    private static final Pattern NAME = Pattern.compile("segment-[0-9a-f]{16}");

    private Orphans() {}

    /// Removes the segments that a recovered state doesn't have.
    public static void delete(FileSystem files, StoreState recovered) throws IOException {
        Set<String> live = new HashSet<>();
        for (TableState table : recovered.tables().all()) {
            for (SegmentState segment : table.segments()) {
                live.add(Segment.fileName(segment.segment().id()));
            }
        }
        for (String name : files.list()) {
            if (NAME.matcher(name).matches() && !live.contains(name)) {
                files.delete(name);
            }
        }
    }
}

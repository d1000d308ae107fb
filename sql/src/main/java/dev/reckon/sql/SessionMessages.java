package dev.reckon.sql;

import dev.reckon.sql.settings.SessionSettings;
import dev.reckon.storage.error.DatabaseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What a session has to tell its client beside results: notices, and notifications of other
/// sessions. For the session's thread, but for [#receive].
final class SessionMessages {
    private final SessionSettings settings;
    private final List<Notice> notices = new ArrayList<>();
    private final Queue<Notification> received = new ConcurrentLinkedQueue<>();
    private boolean isListening;

    SessionMessages(SessionSettings settings) {
        this.settings = settings;
    }

    void notice(String severity, DatabaseException message) {
        new Notice(severity, message).addTo(notices, settings);
    }

    /// Returns and forgets the notices since the last call.
    List<Notice> takeNotices() {
        if (notices.isEmpty()) {
            return List.of();
        }
        List<Notice> taken = List.copyOf(notices);
        notices.clear();
        return taken;
    }

    /// Returns whether the session has listened to a channel.
    boolean isListening() {
        return isListening;
    }

    void listening(boolean listens) {
        isListening = listens;
    }

    /// Takes a notification in. Safe to call from any thread.
    void receive(Notification notification) {
        received.add(notification);
    }

    /// Returns and forgets the notifications since the last call.
    List<Notification> takeNotifications() {
        if (received.isEmpty()) {
            return List.of();
        }
        List<Notification> taken = new ArrayList<>();
        for (Notification each = received.poll(); each != null; each = received.poll()) {
            taken.add(each);
        }
        return taken;
    }
}

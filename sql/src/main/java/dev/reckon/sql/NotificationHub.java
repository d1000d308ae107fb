package dev.reckon.sql;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who listens to which channel. Safe for use by many threads.
final class NotificationHub {
    private final Map<String, Set<Session>> listeners = new ConcurrentHashMap<>();

    void listen(String channel, Session session) {
        listeners.computeIfAbsent(channel, _ -> ConcurrentHashMap.newKeySet()).add(session);
        session.listening(true);
    }

    void unlisten(String channel, Session session) {
        Set<Session> sessions = listeners.get(channel);
        if (sessions != null) {
            sessions.remove(session);
        }
    }

    void unlistenAll(Session session) {
        listeners.values().forEach(sessions -> sessions.remove(session));
        session.listening(false);
    }

    /// Hands a notification to all who listen.
    void send(Notification notification) {
        for (Session session : listeners.getOrDefault(notification.channel(), Set.of())) {
            session.receive(notification);
        }
    }
}

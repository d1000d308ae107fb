package dev.reckon.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who listens to which channel. Safe for use by many threads.
final class NotificationHub {
    private final Map<String, Set<Session>> listeners = new ConcurrentHashMap<>();

    /// A notification on its way.
    record Sending(NotificationHub hub, Notification notification) implements Runnable {
        @Override
        public void run() {
            hub.send(notification);
        }
    }

    /// Returns the channels that a session listens to, in order.
    List<String> channels(Session session) {
        return listeners.entrySet().stream()
                .filter(channel -> channel.getValue().contains(session))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

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

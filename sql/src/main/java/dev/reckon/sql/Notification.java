package dev.reckon.sql;

/// A message by NOTIFY from another session, or from this one.
public record Notification(int processId, String channel, String payload) {}

package dev.reckon.server;

/// The `reckon` command.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.err.println("reckon: no command yet");
        System.exit(2);
    }
}

package dev.reckon.server.command;

/// An option of a subcommand, always with a value: `--port N`.
///
/// @param name with its dashes
/// @param placeholder what stands for the value in the usage
/// @param description ends without a full stop
record CommandOption(String name, String placeholder, String description) {}

package dev.reckon.sql.function.json.path;

/// How the evaluation of a path ended.
enum Outcome {
    OK,
    NOT_FOUND,
    /// An error that is not thrown.
    ERROR
}

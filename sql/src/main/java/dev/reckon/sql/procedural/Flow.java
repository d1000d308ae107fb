package dev.reckon.sql.procedural;

/// How a step ended: what runs next.
enum Flow {
    /// The step after it.
    NEXT,
    /// What follows the loop or block of [Frame#exitLabel].
    EXIT,
    /// The next turn of that loop.
    CONTINUE,
    /// Nothing: the procedure has returned.
    RETURN
}

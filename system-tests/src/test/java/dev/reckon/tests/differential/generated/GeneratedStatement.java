package dev.reckon.tests.differential.generated;

import java.util.List;

/// A statement to compare.
///
/// @param sql its text
/// @param form how it is sent
/// @param isOrdered whether the order of its rows is fixed
/// @param isSingle whether it evaluates one expression and nothing else, so that it is fixed which
///   error it gives
/// @param before what is run before it, and after which state nothing is compared
/// @param after what is compared after it, then what puts things back
record GeneratedStatement(
        String sql,
        WirePeer.Form form,
        boolean isOrdered,
        boolean isSingle,
        List<String> before,
        List<String> after) {}

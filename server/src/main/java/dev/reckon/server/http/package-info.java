/// SQL over HTTP: JSON, NDJSON and CSV out of the same sessions as the PostgreSQL protocol's, each
/// request a session and a transaction of its own. Also health, metrics and the description of all
/// of it.
///
/// A request passes [dev.reckon.server.http.RequestGuard] (Host, Origin, who is it), then
/// [dev.reckon.server.http.SqlEndpoint] reads it and runs it, and a
/// [dev.reckon.server.http.ResultFormat] writes what comes out.
@NullMarked
package dev.reckon.server.http;

import org.jspecify.annotations.NullMarked;

/// The PostgreSQL protocol 3.0, server side.
///
/// In come bytes of a socket, out go bytes: [dev.reckon.server.pgwire.PgServer] accepts
/// connections; a [dev.reckon.server.pgwire.PgConnection] opens one (TLS, startup packet,
/// authentication) and then talks in it, one message after the other, on its own thread. Messages
/// are named as in PostgreSQL's chapter "Message Formats": those of clients are records in
/// [dev.reckon.server.pgwire.FrontendMessage], those of the server are methods of
/// [dev.reckon.server.pgwire.BackendMessages]. Bind, CopyData and DataRow, of which there can be
/// very many, are read and written without an object.
///
/// ```
/// client            PgConnection                     Session
///  ── SSLRequest ──►  Startup        (S and TLS, or N)
///  ── StartupMessage►
///  ◄─ Authentication…─ Authentication
///  ── Query ───────►  SimpleQuery   ── split, prepare, execute ──►
///  ── Parse, Bind, …► ExtendedQuery ── prepare, execute ─────────►
///  ── CopyData ────►  CopyFlow      ── write ────────────────────►
///  ◄─ … ReadyForQuery
/// ```
@NullMarked
package dev.reckon.server.pgwire;

import org.jspecify.annotations.NullMarked;

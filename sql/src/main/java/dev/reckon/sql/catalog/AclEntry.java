package dev.reckon.sql.catalog;

/// What one role granted to another, as an `aclitem` says it.
///
/// @param grantee a role's oid, 0 for PUBLIC
/// @param letters the privileges' letters in PostgreSQL's order (`arwdDxt…`)
/// @param grantable those of `letters` that may be granted on
public record AclEntry(long grantee, long grantor, String letters, String grantable) {}

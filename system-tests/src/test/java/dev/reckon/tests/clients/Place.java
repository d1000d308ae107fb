package dev.reckon.tests.clients;

/// Where a story takes place.
///
/// @param url of the database, with the user
record Place(String url, String user) {}

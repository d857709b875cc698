"""Writes the reference pages that repeat what the code says; a test compares them with it."""

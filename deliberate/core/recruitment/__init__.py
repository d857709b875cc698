"""Kinds of steps that form the body: nomination, public vote, confirmation of seats."""

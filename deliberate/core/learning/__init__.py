"""Kinds of steps in which members learn about the question."""

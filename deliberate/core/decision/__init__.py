"""Kinds of steps in which members decide, and the counting they rest on."""

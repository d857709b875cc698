"""Kinds of steps in which members deliberate."""

"""Evaluation: what the process was worth, and whether to extend, adapt or stop."""

"""Holding a process against the principles of good practice: one function for each ask.

Nothing here knows a model: an ask looks at kinds of steps, at the pilot file and at facts.
"""

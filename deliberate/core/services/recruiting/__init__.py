"""Recruitment as work: who was invited, what they answer, who is called, what becomes of data."""

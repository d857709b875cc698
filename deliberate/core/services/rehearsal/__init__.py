"""Rehearsals: a whole process lived through with synthetic people under a simulated clock."""

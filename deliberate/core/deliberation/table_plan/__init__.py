"""Table plans: who sits where in each round, mixed, meeting as many others as possible."""

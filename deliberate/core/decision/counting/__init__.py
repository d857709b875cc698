"""The ballot engine: papers and a definition frozen before the vote give one exact outcome.

`count.count(definition, papers, present=..., seed=...)` is the one entry. Everything is pure and
exact (`Fraction`, never floats); the order of rows changes nothing.
"""

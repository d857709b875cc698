"""The draw from a register: whom to invite, recomputed by anybody from seed and identifier.

Everybody has a *hash*, SHA-256 of the seed and the identifier; of each stratum the smallest hashes
are drawn. That is a sample without replacement in which all samples are equally likely, it does not
depend on the order of the rows, and one SQL statement says it on any engine.
"""

"""The draw from a register: drawn, checked by anybody, and how many to invite."""

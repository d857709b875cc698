"""How fast the house is. Run with `make bench`."""

"""The command line: one noun per module, loaded when it is called."""

import os

# The matrices of a lottery are so small that the threads of OpenBLAS mostly wait for each other,
# and they wait by spinning: CPU time that other work on the machine lacks, and no second is won.
# OpenBLAS reads this once, when NumPy is imported, so it stands before every other import.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from deliberate.cli.app import main

__all__ = ["main"]

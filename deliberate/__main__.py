"""`python -m deliberate`: the command line, where no script of that name is on the path."""

from __future__ import annotations

from deliberate.cli import main

main()

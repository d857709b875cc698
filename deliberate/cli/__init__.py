"""The command line: one noun per module, loaded when it is called."""

from deliberate.cli.app import main

__all__ = ["main"]

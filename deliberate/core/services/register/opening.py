"""Registers for the doors, which never touch the store themselves."""

from deliberate.core.storage.registers import open_register as opened

__all__ = ["opened"]

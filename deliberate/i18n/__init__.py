"""Kazakh, Russian and English for every door: catalogues, formats and the glossary.

Framework-free: the command line, the web, mail and documents share one `Translator`.
"""

from deliberate.i18n.catalogue import HOUSE, LOCALES, locales
from deliberate.i18n.translator import Translator

__all__ = ["HOUSE", "LOCALES", "Translator", "locales"]

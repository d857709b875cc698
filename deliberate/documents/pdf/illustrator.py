"""Charts as PNG, for editable copies: the same chart gives the same bytes."""

from __future__ import annotations

from functools import cached_property

import typst

from deliberate.documents.pdf import FOLDER, FONTS

POINTS_PER_INCH = 200.0


class Illustrator:
    """Draws charts one after the other; keep one, since it reads the fonts only once."""

    def png(self, svg: str) -> bytes | None:
        """The picture as PNG; None where it cannot be drawn."""
        try:
            made = self._compiler.compile(
                format="png", ppi=POINTS_PER_INCH, sys_inputs={"svg": svg}
            )
        except (typst.TypstError, RuntimeError):
            return None
        return made if isinstance(made, bytes) else None

    @cached_property
    def _compiler(self) -> typst.Compiler:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
        )
        return typst.Compiler(
            str(FOLDER / "picture.typ"),
            root=str(FOLDER),
            font_paths=fonts,
            ignore_system_fonts=True,
        )

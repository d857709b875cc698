"""The pages' templates: what writes elements stands where elements may stand."""

from __future__ import annotations

import re
from pathlib import Path

MACRO = re.compile(r"\{%-? macro (\w+)\(.*?\)(.*?)\{%-? endmacro", re.DOTALL)
CALL = re.compile(r"\{\{ ?(\w+)\(")
ATTRIBUTE = re.compile(r'[\w-]+="(?:[^"{]|\{(?!\{))*\{\{ ?(\w+)\(')


def test_no_attribute_holds_elements(project: Path) -> None:
    """A text in another language is marked with an element: inside an attribute it would end it."""
    folder = project / "web" / "deliberate_web" / "templates"
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))}
    bodies = [macro for text in texts.values() for macro in MACRO.findall(text)]
    elements = {name for name, body in bodies if "<" in body}
    elements |= {name for name, body in bodies if elements & set(CALL.findall(body))}
    assert {"text", "time", "body"} <= elements
    found = {
        f"{path.relative_to(folder)}: {match.group()}"
        for path, text in texts.items()
        for match in ATTRIBUTE.finditer(text)
        if match.group(1) in elements
    }
    assert found == set()

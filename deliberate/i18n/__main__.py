"""`python -m deliberate.i18n extract|check [PACKAGE ...]`: keep catalogues and sources together.

Without packages the house and the plugins of this source tree are meant.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from deliberate.i18n.extraction import Bookshelf, gaps, house, package_shelf, update


def main(arguments: Sequence[str]) -> int:
    """0: fine, 1: gaps were found, 2: not understood."""
    match list(arguments):
        case ["extract", *packages]:
            return _extract(_shelves(packages))
        case ["check", *packages]:
            return _check(_shelves(packages))
        case _:
            print(__doc__, file=sys.stderr)
            return 2


def _shelves(packages: Sequence[str]) -> tuple[Bookshelf, ...]:
    if packages:
        return tuple(package_shelf(Path(package).resolve()) for package in packages)
    tree = Path(__file__).parents[2]
    plugins = sorted(path.parent for path in tree.glob("plugins/*/deliberate_*/__init__.py"))
    return (house(), *(package_shelf(plugin) for plugin in plugins))


def _extract(shelves: Sequence[Bookshelf]) -> int:
    for shelf in shelves:
        for path in update(shelf):
            print(path)
    return 0


def _check(shelves: Sequence[Bookshelf]) -> int:
    found = [gap for shelf in shelves for gap in gaps(shelf)]
    for gap in found:
        print(f"{gap.file}: {gap.reason}: {gap.msgid}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

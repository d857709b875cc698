"""The blueprint of the public pages; each module of this folder adds its addresses to it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("portal", __name__)

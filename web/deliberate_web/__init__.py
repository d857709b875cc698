"""The web: portal, member pages and API of deliberate, on Flask."""

from deliberate_web.app import create_app
from deliberate_web.config import WebConfig

__all__ = ["WebConfig", "create_app"]

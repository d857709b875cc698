"""The public pages: the list of processes, one process, its public record."""

from deliberate_web.portal.pages import blueprint

__all__ = ["blueprint"]

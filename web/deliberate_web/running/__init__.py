"""Running a process: surveys, table plans and ballots on paper, for those who hold its sessions."""

from deliberate_web.running import index, papers, surveys, tables  # noqa: F401  (each registers its views)
from deliberate_web.running.blueprint import blueprint

__all__ = ["blueprint"]

"""What the public may read of a process, gathered for pages and for programs.

Every door that shows processes to people reads them here, so that the one rule of visibility is
asked in one place. Nothing here changes anything.
"""

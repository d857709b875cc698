"""A pool from a table that some other program wrote: columns and values are matched, every fault is
told with its line, and nothing is stored before the table is clean and somebody confirmed it."""

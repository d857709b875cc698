"""Numbered migrations, applied in order and never changed once released.

Each declares frozen copies of the tables it makes, independent of `tables.py`, and defines
`up(migrator, db)`. Partial unique indexes are SQL by hand, because peewee's generator forgets them;
the append-only triggers are put in place by `guards.py` after every upgrade.
"""

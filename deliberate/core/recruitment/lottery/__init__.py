"""The civic lottery: who is chosen from a pool, with which chance, and how anybody can check it.

A pool and its quotas become *person types* (people nobody could tell apart), a *polytope* of mixed
panels, the *fair shares* of each type (leximin by default), and a *lottery*: real panels with
weights that give everybody the share. The panel is drawn from it.
"""

"""合议: what the members of a panel agree and differ on, what a ruling is worth, and what stands (evaluation §3.2).

`targets`, `printed` and `outlook` are pure; `reading` builds them from the rows of a panel.
"""

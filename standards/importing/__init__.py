"""Lists that come in: files read within bounds, headings understood, rows compared with the registry.

`reading` knows files, `headers` columns, `rows` values, `precheck` the registry; nothing here writes.
"""

"""Rounds of surveys as pages: the round, an item by commune, factors, changes between rounds.

Owns: nothing but pages and their addresses. In: rounds in the store and their reports
(``surveys``), the frame of the site (``cockpit``), rights. Out: internal pages with their twins,
for who reads the province's pages. ``held`` fetches a version of a round once and keeps what was
computed of it, ``memory`` keeps pages as rendered; ``words`` and the ``…_tables`` are pure; each
page is a module of its name.
"""

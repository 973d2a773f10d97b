"""Public services as pages: the portal's score, units, leagues, what is due, the import.

Owns: no figures and no tables of the database. In: stored answers of the national portal and
the lake of dossiers (``dossiers``), the frame of the site (``cockpit``), rights (``accounts``).
Out: internal pages with their JSON and CSV twins, and the start page of an officer. Everything
here is scoped: the province's pages are for leaders and the coordinator, a unit's page also for
its own people. ``captures`` and ``lake_figures`` fetch and keep what a version of the store or
of the lake gave, so that no page reads the lake twice; ``words``, ``matching``, ``queues``,
``portal_tables`` and ``lake_tables`` are pure; each page is a module of its name.
"""

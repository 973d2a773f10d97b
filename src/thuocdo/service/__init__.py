"""Public services as pages: the portal's score, units, leagues, what is due, questions, the import.

Owns: the answers of units to questions (``Reply``), no figures. In: stored answers of the national
portal and the lake of dossiers (``dossiers``), the frame of the site (``cockpit``), rights. Out:
internal pages with their twins, and the start page of an officer. All is scoped: the province's
pages are for leaders and the coordinator, a unit's pages also for its own people. ``captures``
and ``lake_figures`` fetch and keep what a version of the store or the lake gave, ``memory`` keeps
pages as rendered; ``words``, ``months``, ``leagues``, ``dues``, ``losing``, ``tracing``,
``questions``, ``imports`` and ``portal_tables`` are pure; each page is a module of its name.
"""

"""Scores of the national public-service portal: read, kept, explained, and what would raise them.

Pure: ``rules``, ``scores``, ``reading``, ``bundles``, ``recomputing``, ``versions``, ``levers``,
``cheapest``, ``whatif``, ``parameters``, ``periods``. Edges: ``finding`` and ``storing`` (disk),
``importing``, ``fetching`` (network), ``asking``, ``commands``.
"""

"""The pages leaders open: overview, ranking, unit, comparison, sources, *Vì sao số này?*.

Owns: no figures. In: standings, briefs and traces from the rooms below. Out: pages, each with
its JSON and CSV twins. It stands above all rooms because the home page gathers from them all.
Modules are named after their page; ``figures`` fetches, ``addresses`` links, ``frame`` holds
what every page shares.
"""

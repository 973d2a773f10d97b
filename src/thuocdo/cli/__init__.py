"""The ``thuocdo`` command. Each room adds its sub-commands in its own ``commands.py``.

Only the room that is called is imported, so that the command answers at once. Exit codes:
0 fine, 1 the data says no, 2 the call is wrong; errors go to stderr, one line each.
"""

"""Files that are there whole or not at all.

Owns: the checksum of a file, writing it in one step, names that are surely on the disk, the
lock of the one writer. In: paths and bytes. Out: files. Knows no room's data and tells no
errors of its own: what the system raises (``OSError``) is told by the room that writes.
"""

from thuocdo.disk.whole import NAMED_BY, NO_ROOM, checksum, keep_only, put, put_named, sync_folder
from thuocdo.disk.writers import Busy, in_turn, one_writer

__all__ = [
    "NAMED_BY",
    "NO_ROOM",
    "Busy",
    "checksum",
    "in_turn",
    "keep_only",
    "one_writer",
    "put",
    "put_named",
    "sync_folder",
]

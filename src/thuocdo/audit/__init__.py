"""Audit: who did what, when, in a log that cannot be changed unseen.

Owns: the append-only table ``audit_entry``, where every row carries the hash of the row before
it. In: ``record(actor, action, …)``, called inside the transaction of the change it tells of;
an actor is a plain identifier, details are codes and numbers, never personal data. Out:
``verify()`` names every row edited, moved or removed; ``head()`` is the last hash, to be kept
elsewhere. The database refuses updates and deletions; the chain shows those of somebody who
got past it. ``chain`` is pure.
"""

from thuocdo.audit.log import head, record, verify

__all__ = ["head", "record", "verify"]

"""The lake of dossiers: immutable Parquet parts and one numbered manifest, under THUOCDO_HOME.

Owns: the allow-list of columns, the reading and judging of files, the rule by which one row a
dossier wins, the versions of the lake. In: files of dossiers. Out: a ``Manifest`` naming
parts; error files. No name, number, phone, address or free text of a person reaches the disk.
Moments are integers, seconds since 1970 in UTC.
"""

from thuocdo.dossiers.lake.importing import Order, Outcome, import_files
from thuocdo.dossiers.lake.known_units import known_units
from thuocdo.dossiers.lake.manifests import Lake, Manifest, Part
from thuocdo.dossiers.lake.verifying import Verified, verify

__all__ = [
    "Lake",
    "Manifest",
    "Order",
    "Outcome",
    "Part",
    "Verified",
    "import_files",
    "known_units",
    "verify",
]

"""People's numbers as keyed hashes: the same person is the same hash, nobody can go back.

The key comes from the environment and is never stored; its ``fingerprint`` is, so that a lake
cannot be fed with two keys. A value that is a hash already (``@`` and 32 hex digits, as error
files carry it) is taken as it is.
"""

from __future__ import annotations

import hashlib

import polars as pl

from thuocdo.errors import ThuocDoError

SHORTEST = 32  # characters of a key
MARK = "@"
HASHED = r"^@[0-9a-f]{32}$"


def checked(key: str) -> bytes:
    """The key as bytes. Raises ``ThuocDoError`` DOSSIER-004 (none), DOSSIER-005 (too short)."""
    if not key:
        raise ThuocDoError.of("DOSSIER-004")
    if len(key) < SHORTEST:
        raise ThuocDoError.of("DOSSIER-005", least=SHORTEST)
    return hashlib.sha256(key.encode("utf-8")).digest()


def fingerprint(key: bytes) -> str:
    """Twelve hex digits that tell two keys apart and give neither away."""
    return hashlib.blake2b(b"thuocdo dossiers", key=key, digest_size=6).hexdigest()


def hashed(values: pl.Series, key: bytes, purpose: str) -> pl.Series:
    """``values`` (text) as ``@`` and 32 hex digits; null and blank stay null.

    ``purpose`` keeps an officer and an applicant of one number apart.
    """
    text = values.cast(pl.String).str.strip_chars().str.to_lowercase()
    text = text.set(text == "", None)
    once = text.drop_nulls().unique()
    return text.replace_strict(once, _hashes(once, key, purpose), return_dtype=pl.String)


def _hashes(once: pl.Series, key: bytes, purpose: str) -> pl.Series:
    """The hash of each text; keyed once, so that ten million cost a minute and not ten."""
    keyed = hashlib.blake2b(key=key, digest_size=16, person=purpose.encode("utf-8"))
    made = []
    for text in once:
        one = keyed.copy()
        one.update(text.encode("utf-8"))
        made.append(one.hexdigest())
    hashes = pl.lit(MARK) + pl.Series(made, dtype=pl.String)
    already = pl.lit(once).str.contains(HASHED)
    return pl.select(pl.when(already).then(pl.lit(once)).otherwise(hashes)).to_series()

"""The numbered manifests of the lake: what the lake is, swapped in one step.

``lake/manifests/000007.json`` names every part with its rows and checksum. The lake is what the
manifest of the highest number says; parts are never changed, so an older number is the lake as
it was. A writer makes its parts first and its manifest last, in one rename.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from thuocdo.calendar import end_of
from thuocdo.disk import sync_folder
from thuocdo.dossiers.lake.room import no_room_told
from thuocdo.errors import ThuocDoError


@dataclass(frozen=True)
class Part:
    """A Parquet file of the lake: ``part`` is the year and month of its dossiers' codes."""

    part: str
    file: str
    rows: int
    bytes: int
    sha256: str
    simulated: int
    updated: int  # the latest moment a row was updated, seconds since 1970


@dataclass(frozen=True)
class Changes:
    """The file that turns the version before into this one: rows with ``sign`` -1 and +1."""

    file: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """A version of the lake. ``key`` is the fingerprint of the key of hashes, "" for none yet.

    ``changes`` is ``None`` where too much changed at once to be worth telling row by row.
    """

    version: int
    made: str
    key: str
    parts: tuple[Part, ...]
    files: tuple[dict, ...]  # what the import read, file by file, in numbers
    changes: Changes | None = None

    @property
    def rows(self) -> int:
        """Dossiers in the lake."""
        return sum(one.rows for one in self.parts)

    @property
    def simulated(self) -> int:
        """Dossiers that are simulated."""
        return sum(one.simulated for one in self.parts)

    @property
    def updated(self) -> int:
        """The latest moment anything in the lake was updated; 0 when it is empty."""
        return max((one.updated for one in self.parts), default=0)


EMPTY = Manifest(0, "", "", (), ())


class Lake:
    """Where the files of a lake are: ``home``/lake."""

    def __init__(self, home: Path):
        self.root = home / "lake"
        self.parts = self.root / "parts"
        self.changes = self.root / "changes"
        self.manifests = self.root / "manifests"
        self.staging = self.root / "staging"

    def numbers(self) -> list[int]:
        """The versions there are, oldest first."""
        return sorted(int(path.stem) for path in self.manifests.glob("[0-9]*.json"))

    def manifest(self, version: int | None = None) -> Manifest:
        """The manifest ``version``, the newest by default, ``EMPTY`` when there is none.

        Raises ``ThuocDoError`` DOSSIER-014 (no such version), DOSSIER-009 (unreadable).
        """
        numbers = self.numbers()
        if version is None and not numbers:
            return EMPTY
        number = numbers[-1] if version is None else version
        if number not in numbers:
            raise ThuocDoError.of("DOSSIER-014", version=number, known=len(numbers))
        path = self._path(number)
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            listed = tuple(Part(**one) for one in found.pop("parts"))
            changes = found.pop("changes", None)
            changes = Changes(**changes) if changes else None
            return Manifest(parts=listed, files=tuple(found.pop("files")), changes=changes, **found)
        except (ValueError, TypeError, KeyError):
            raise ThuocDoError.of("DOSSIER-009", file=path.name) from None

    def swap(self, manifest: Manifest) -> None:
        """Make ``manifest`` the lake, in one step."""
        self.manifests.mkdir(parents=True, exist_ok=True)
        path = self._path(manifest.version)
        partial = path.with_suffix(".partial")
        with partial.open("w", encoding="utf-8") as out:
            json.dump(asdict(manifest), out, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        os.replace(partial, path)  # noqa: PTH105 - one step on every system
        sync_folder(self.manifests)

    def path_of(self, part: Part) -> Path:
        """The file of a part."""
        return self.parts / part.file

    def _path(self, version: int) -> Path:
        return self.manifests / f"{version:06d}.json"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock of the one writer; what a killed writer left is cleared away.

        The system lets the lock go when its holder dies. Raises ``ThuocDoError`` DOSSIER-007
        when another import holds it, DOSSIER-008 when there is no room on the disk; what was
        begun is cleared then, so that it takes none.
        """
        with no_room_told():
            self.root.mkdir(parents=True, exist_ok=True)
            with (self.root / "lock").open("a") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    raise ThuocDoError.of("DOSSIER-007") from None
                self.clear()
                try:
                    yield
                except BaseException:
                    with suppress(OSError, ThuocDoError):
                        self.clear()
                    raise
                finally:
                    shutil.rmtree(self.staging, ignore_errors=True)

    def forget(self, version: int) -> None:
        """Remove the manifest of ``version``; its files go with ``clear``."""
        self._path(version).unlink()
        sync_folder(self.manifests)

    def as_of(self, day: date) -> int | None:
        """The version that was the lake at the end of ``day`` in Việt Nam; ``None`` before any."""
        last = datetime.fromtimestamp(end_of(day), UTC).isoformat(timespec="seconds")
        return max((one for one in self.numbers() if self.manifest(one).made <= last), default=None)

    def clear(self) -> None:
        """Remove what a killed writer left and the files no manifest names; under the lock."""
        shutil.rmtree(self.staging, ignore_errors=True)
        kept = [self.manifest(number) for number in self.numbers()]
        _keep_only(self.parts, {one.file for told in kept for one in told.parts})
        _keep_only(self.changes, {told.changes.file for told in kept if told.changes})
        for path in [*self.manifests.glob("*.partial"), *self.root.glob("*.partial")]:
            path.unlink()


def _keep_only(folder: Path, named: set[str]) -> None:
    for path in folder.glob("*"):
        if path.name not in named:
            path.unlink()

"""The store of rounds: ``THUOCDO_HOME/surveys/<round>/``, immutable files and numbered manifests.

``files/`` holds respondents (Parquet) and codebooks (JSON), named by their checksums and never
changed; ``manifests/000003.json`` says which of them the round is. The round is what the manifest
of the highest number says. A writer makes its files first and its manifest last, in one rename:
killed at any moment the round is as before or as after.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from thuocdo import disk
from thuocdo.errors import Problem, ThuocDoError
from thuocdo.surveys.rounds import codebook as books
from thuocdo.surveys.rounds.codebook import Codebook
from thuocdo.surveys.rounds.design import Design

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
FOLDER = "surveys"


@dataclass(frozen=True)
class Piece:
    """A file of a round."""

    file: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Source:
    """A file that was imported, in numbers: none of its words but its name is kept."""

    file: str
    sha256: str
    captured: str  # when the file was last written, UTC
    read: int
    good: int
    bad: int
    doubled: int
    simulated: bool


@dataclass(frozen=True)
class Manifest:
    """A version of a round. ``simulated`` once anything in it is."""

    round: str
    version: int
    made: str
    title: str
    respondents: Piece
    codebook: Piece
    design: Design
    simulated: bool
    sources: tuple[Source, ...]


class Round:
    """The files of the round ``name`` under ``home``. Raises ``ThuocDoError`` SURVEY-130."""

    def __init__(self, home: Path, name: str):
        if not NAME.fullmatch(name):
            raise ThuocDoError.of("SURVEY-130", name=name)
        self.name = name
        self.root = home / FOLDER / name
        self.files = self.root / "files"
        self.manifests = self.root / "manifests"

    def numbers(self) -> list[int]:
        """The versions there are, oldest first."""
        return sorted(int(path.stem) for path in self.manifests.glob("[0-9]*.json"))

    def known(self) -> Manifest | None:
        """The newest manifest, ``None`` for a round that is not there yet. Raises SURVEY-132."""
        numbers = self.numbers()
        return self.manifest(numbers[-1]) if numbers else None

    def manifest(self, version: int | None = None) -> Manifest:
        """The manifest ``version``, by default the newest.

        Raises ``ThuocDoError`` SURVEY-131 (there is none), SURVEY-132 (unreadable).
        """
        numbers = self.numbers()
        number = version or (numbers[-1] if numbers else 0)
        if number not in numbers:
            raise ThuocDoError.of("SURVEY-131", name=self.name, version=number)
        path = self._path(number)
        try:
            return _manifest(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError, KeyError, AttributeError, OSError):
            raise self._damaged(path) from None

    def respondents(self, version: int | None = None) -> pl.DataFrame:
        """The respondent frame of a version: one row a respondent, answers as codes.

        Raises ``ThuocDoError`` SURVEY-131, SURVEY-132.
        """
        raw = self._whole(self.manifest(version).respondents)
        return pl.read_parquet(io.BytesIO(raw))

    def codebook(self, version: int | None = None) -> Codebook:
        """The codebook of a version. Raises ``ThuocDoError`` SURVEY-131, SURVEY-132."""
        piece = self.manifest(version).codebook
        return books.read(self._whole(piece), piece.file)

    def put(self, rows: pl.DataFrame, codebook: Codebook) -> tuple[Piece, Piece]:
        """Write the files of a version; until a manifest names them they are nothing."""
        self.files.mkdir(parents=True, exist_ok=True)
        held = io.BytesIO()
        rows.write_parquet(held, compression="zstd")
        path, digest = disk.put_named(self.files, "respondents", ".parquet", held.getvalue())
        book, known_by = disk.put_named(self.files, "codebook", ".json", books.written(codebook))
        return Piece(path.name, rows.height, digest), Piece(
            book.name, len(codebook.items), known_by
        )

    def swap(self, manifest: Manifest) -> None:
        """Make ``manifest`` the round, in one step."""
        self.manifests.mkdir(parents=True, exist_ok=True)
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
        disk.put(self._path(manifest.version), text.encode())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock of the one writer; what a killed one left is cleared away.

        Raises ``ThuocDoError`` SURVEY-133 (another holds it), SURVEY-134 (no room on the disk).
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with disk.one_writer(self.root / "lock"):
                self.clear()
                yield
        except disk.Busy:
            raise ThuocDoError.of("SURVEY-133", name=self.name) from None
        except OSError as error:
            if error.errno in disk.NO_ROOM:
                raise ThuocDoError.of("SURVEY-134") from None
            raise

    def clear(self) -> None:
        """Remove the files no manifest names; under the lock."""
        told = [self.manifest(number) for number in self.numbers()]
        named = {one.file for each in told for one in (each.respondents, each.codebook)}
        disk.keep_only(self.files, named)
        for path in self.manifests.glob("*.partial"):
            path.unlink()

    def _whole(self, piece: Piece) -> bytes:
        path = self.files / piece.file
        if not path.is_file() or disk.checksum(path) != piece.sha256:
            raise self._damaged(path)
        return path.read_bytes()

    def _damaged(self, path: Path) -> ThuocDoError:
        return ThuocDoError(Problem("SURVEY-132", path.name, values={"name": self.name}))

    def _path(self, version: int) -> Path:
        return self.manifests / f"{version:06d}.json"


def _manifest(found: dict) -> Manifest:
    design = found.pop("design")
    design["fpc"] = tuple(design["fpc"])
    pieces = {name: Piece(**found.pop(name)) for name in ("respondents", "codebook")}
    sources = tuple(Source(**one) for one in found.pop("sources"))
    return Manifest(design=Design(**design), sources=sources, **pieces, **found)


def rounds(home: Path) -> list[Manifest]:
    """The newest manifest of every round under ``home``, by name. Raises SURVEY-132."""
    folders = sorted(path for path in (home / FOLDER).glob("*") if NAME.fullmatch(path.name))
    found = (Round(home, path.name).known() for path in folders)
    return [one for one in found if one is not None]


def stamp(home: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, version and moment of every round under ``home``: another when anything changed."""
    found = []
    for path in sorted((home / FOLDER).glob("*")):
        held = Round(home, path.name) if NAME.fullmatch(path.name) else None
        numbers = held.numbers() if held else []
        if numbers:
            told = held.manifests / f"{numbers[-1]:06d}.json"
            found.append((path.name, numbers[-1], told.stat().st_mtime_ns))
    return tuple(found)

"""English beside Vietnamese: gather the messages, compile the catalogue, or check both.

Vietnamese is the source language (the message ids). ``make messages`` brings
``django.po`` up to date and compiles ``django.mo``; ``--check`` fails when a message has no
English or a file is not current.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path("src/thuocdo")
FOLDER = SOURCE / "site" / "locale" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}


def messages() -> dict[str, set[str]]:
    """Every message id and the files it stands in."""
    import django
    from django.conf import settings

    settings.configure(USE_I18N=True) if not settings.configured else None
    django.setup()
    found: dict[str, set[str]] = {}
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]):
        for text in _messages_of(path):
            found.setdefault(text, set()).add(path.relative_to(SOURCE).as_posix())
    return found


def _messages_of(path: Path) -> list[str]:
    from django.utils.translation.template import templatize

    text = path.read_text(encoding="utf-8")
    code = templatize(text) if path.suffix == ".html" else text
    stream = io.BytesIO(code.encode("utf-8"))
    options = {"encoding": "utf-8"}
    rows = extract("python", stream, KEYWORDS, options=options)
    return [one for _, ids, _, _ in rows for one in ([ids] if isinstance(ids, str) else ids) if one]


def updated(old: Catalog | None) -> Catalog:
    """The catalogue of today's messages with the English it already had."""
    catalog = Catalog(locale="en", charset="utf-8", project="thuocdo", fuzzy=False)
    for text, places in sorted(messages().items()):
        known = old.get(text) if old else None
        flags = ["python-format"] if "%(" in text else []
        catalog.add(
            text,
            known.string if known else "",
            locations=[(place, None) for place in sorted(places)],
            flags=flags,
        )
    return catalog


def po_text(catalog: Catalog) -> bytes:
    """The catalogue as a .po file without dates, so that only changes change it."""
    stream = io.BytesIO()
    write_po(stream, catalog, omit_header=True, sort_output=True, width=100)
    head = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    plural = b'"Language: en\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    return head + plural + stream.getvalue()


def mo_entries(data: bytes) -> dict:
    """What a compiled catalogue says, for comparison."""
    return {one.id: one.string for one in read_mo(io.BytesIO(data)) if one.id}


def compiled(catalog: Catalog) -> bytes:
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def main() -> int:
    old = read_po(io.BytesIO(PO.read_bytes()), locale="en") if PO.is_file() else None
    catalog = updated(old)
    missing = [one.id for one in catalog if one.id and not one.string]
    if "--check" in sys.argv:
        return check(catalog, missing)
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_text(catalog))
    MO.write_bytes(compiled(catalog))
    sys.stdout.write(f"{len(catalog)} messages, {len(missing)} without English\n")
    return 0


def check(catalog: Catalog, missing: list[str]) -> int:
    """Exit code: 1 when a message has no English or a file is not current."""
    complaints = [f"no English for: {text}" for text in missing]
    if not PO.is_file() or PO.read_bytes() != po_text(catalog):
        complaints.append("django.po is not current: make messages")
    if not MO.is_file() or mo_entries(MO.read_bytes()) != mo_entries(compiled(catalog)):
        complaints.append("django.mo is not current: make messages")
    sys.stdout.write("".join(f"{line}\n" for line in complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())

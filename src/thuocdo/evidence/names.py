"""Names of files as words to show: no path, no control letter, no trick of direction."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200  # characters of a name that is kept
UNSHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # Cf holds the overrides of direction


def plain(text: str, longest: int = LONGEST) -> str:
    """``text`` on one line in NFC, without letters that cannot be seen, at most ``longest``."""
    spaced = re.sub(r"[\t\n\r\v\f]", " ", unicodedata.normalize("NFC", text[: 50 * longest]))
    seen = "".join(one for one in spaced if unicodedata.category(one) not in UNSHOWN)
    return " ".join(seen.split())[:longest].rstrip()


def shown(name: str) -> str:
    """The last part of ``name`` as ``plain`` words, its ending kept; "" when nothing is left."""
    last = plain(re.split(r"[/\\]", name)[-1], 50 * LONGEST)
    if len(last) > LONGEST:
        stem, dot, ending = last.rpartition(".")
        tail = f"…{dot}{ending}" if stem and len(ending) <= 10 else "…"
        last = last[: LONGEST - len(tail)] + tail
    return "" if last.strip(" .") == "" else last


def saved_as(name: str, ending: str) -> str:
    """The name under which a browser saves the file: it ends as the content is (".pdf").

    ``x.exe`` that holds a PDF becomes ``x.exe.pdf``; letters that systems refuse become "_".
    """
    safe = re.sub(r'[<>:"|?*/\\%;]', "_", shown(name)).strip(" .") or "tep"
    alike = {".jpg": (".jpg", ".jpeg")}.get(ending, (ending,))
    return safe if safe.lower().endswith(alike) else safe + ending

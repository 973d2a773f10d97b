"""Which register of procedures stood behind a figure, in words; what is not known without one."""

from __future__ import annotations

from thuocdo.dossiers.measures.register import Register
from thuocdo.wording import Sentence


def told(register: Register, language: str) -> str:
    """The register in a sentence, or what is not known for want of one."""
    if not register.count:
        return _say("register_none", language)
    counts = {"count": register.count, "sha256": register.sha256[:12]}
    key = "register_file" if register.version is None else "register_kept"
    said = _say(key, language, version=register.version or 0, **counts)
    if register.simulated:
        said += " " + _say("register_simulated", language, count=register.simulated)
    return said


def marks(register: Register, language: str) -> list[str]:
    """The same as lines of a terminal: none where no register is there."""
    return [told(register, language)] if register.count else []


def _say(key: str, language: str, **values) -> str:
    return Sentence("dossiers.measures", key, values).text(language)

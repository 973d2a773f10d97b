"""The child that reads a hostile document: alone, with limits, able to open nothing.

Run as a script (``extracting`` does), so it imports nothing of the product. The document comes
by standard input, its text goes to standard output as JSON. When the libraries are in memory the
number of open files is limited to the three it has: from then on the system gives it no file and
no socket, whatever the document makes it do.
"""

from __future__ import annotations

import io
import json
import resource
import sys

DONE, UNREADABLE, NO_MEMORY, PASSWORD = 0, 11, 12, 13
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Password(Exception):
    """The document opens with a password only."""


def load() -> None:
    """Everything the readers may import later, for later no file opens."""
    import contextlib
    import importlib
    import pkgutil

    for name in ("encodings", "pypdf", "docx"):
        package = importlib.import_module(name)
        for one in pkgutil.walk_packages(package.__path__, f"{name}."):
            with contextlib.suppress(ImportError):  # what needs a library that is not here
                importlib.import_module(one.name)


def close_in(cpu: int, memory: int, output: int) -> None:
    """Limits of seconds and bytes, on this process and for good."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def of_pdf(content: bytes, longest: int) -> tuple[str, int]:
    """Text and number of pages; no more pages are read than ``longest`` letters need."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not _opens(reader):
        raise Password
    found, length = [], 0
    for page in reader.pages:
        found.append(page.extract_text())
        length += len(found[-1])
        if length > longest:
            break
    return "\n".join(found), len(reader.pages)


def _opens(reader) -> bool:
    """Many a PDF is locked against printing only, with an empty password for reading."""
    try:
        return bool(reader.decrypt(""))
    except Exception:  # also a cipher that is not there
        return False


def of_word(content: bytes, longest: int) -> tuple[str, None]:
    """Text of paragraphs, tables and boxes in their order; what was struck out is left out."""
    from docx import Document

    found = []
    for paragraph in Document(io.BytesIO(content)).element.body.iter(f"{W}p"):
        found.append("".join(one.text or "" for one in paragraph.iter(f"{W}t")))
    return "\n".join(found), None


def of_text(content: bytes, longest: int) -> tuple[str, None]:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return content.decode("utf-16" if marked else "utf-8-sig"), None


READERS = {"pdf": of_pdf, "docx": of_word, "text": of_text}


def main(kind: str, longest: int, *limits: int) -> int:
    """Read, say, and tell by the exit code how it went."""
    load()
    close_in(*limits)
    try:
        text, pages = READERS[kind](sys.stdin.buffer.read(), longest)
        told = {"text": text[:longest], "pages": pages, "cut": len(text) > longest}
        out = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    except Password:
        return PASSWORD
    except MemoryError:
        return NO_MEMORY
    except Exception:  # whatever a broken document makes of its reader
        return UNREADABLE
    sys.stdout.buffer.write(out)
    sys.stdout.buffer.flush()
    return DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))

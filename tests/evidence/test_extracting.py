"""The text of documents, and what becomes of those that fight back."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pypdf
import pytest
from tests.evidence import files

from thuocdo.errors import ThuocDoError
from thuocdo.evidence import extracting, taking
from thuocdo.evidence.extracting import Limits, take


@pytest.fixture
def lying(tmp_path):
    """``lying(content)``: its path."""

    def made(content: bytes):
        path = tmp_path / "content"
        path.write_bytes(content)
        return path

    return made


def code_of(path, kind: str, **more) -> str:
    with pytest.raises(ThuocDoError) as told:
        take(path, kind, **more)
    return told.value.code


def test_text_of_a_pdf(lying):
    taken = take(lying(files.pdf("Quyet dinh so 12")), "pdf")
    assert (taken.text.strip(), taken.pages, taken.cut) == ("Quyet dinh so 12", 1, False)


def test_text_of_word_with_its_tables(lying):
    taken = take(
        lying(files.word("Số: 12/BC-UBND", "Đường làng", cells=("Ô một", "Ô hai"))), "docx"
    )
    assert taken.text.split("\n")[-4:] == ["Số: 12/BC-UBND", "Đường làng", "Ô một", "Ô hai"]
    assert taken.pages is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_of_text(lying, encoding):
    assert take(lying("Đường làng\0".encode(encoding)), "text").text == "Đường làng\0"


def test_a_long_text_is_cut_and_says_so(lying):
    taken = take(lying(b"a" * (extracting.LONGEST + 5)), "text")
    assert (len(taken.text), taken.cut) == (extracting.LONGEST, True)


def locked(password: str) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(files.pdf("Quyet dinh")))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_password_is_told_and_an_empty_one_is_none(lying):
    assert code_of(lying(locked("secret")), "pdf") == "EVIDENCE-023"
    assert take(lying(locked("")), "pdf").text.strip() == "Quyet dinh"


ENTITIES = (
    b'<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 12) for n in range(4))
    + b']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body><w:p><w:r><w:t>x&f;&e;</w:t></w:r></w:p></w:body></w:document>"
)


def test_no_entity_is_followed(lying):
    content = files.repacked(files.word("x"), {"word/document.xml": ENTITIES})
    try:
        text = take(lying(content), "docx").text
    except ThuocDoError as error:
        text = error.code
    assert "root" not in text and "haha" not in text


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n", b"PK\x03\x04", files.pdf()[:200]])
def test_what_cannot_be_read_is_told(lying, kind, content):
    assert code_of(lying(content), kind) == "EVIDENCE-020"


def test_what_takes_too_long_is_stopped(lying):
    loop = files.pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    assert code_of(lying(loop), "pdf", patience=0.01) == "EVIDENCE-021"


def test_what_wants_too_much_memory_is_told(lying):
    path = lying(b"a" * 40_000_000)
    assert code_of(path, "text", limits=Limits(memory=80 << 20)) == "EVIDENCE-022"


def test_a_pdf_that_swells_is_stopped_by_one_limit_or_another(lying):
    path = lying(files.swollen_pdf(40_000_000))
    assert path.stat().st_size < 200_000
    narrow = Limits(cpu=2, memory=300 << 20)
    assert code_of(path, "pdf", limits=narrow) in {f"EVIDENCE-02{n}" for n in (0, 1, 2)}


def test_what_says_too_much_is_told(lying):
    assert code_of(lying(b"a" * 100_000), "text", limits=Limits(output=50_000)) == "EVIDENCE-022"


INSIDE = """
import sys
sys.path.insert(0, {folder!r})
import json, os, socket, taking
taking.close_in(1, 1 << 30, 1 << 20)
told = {{}}
def tried(name, does):
    try:
        does()
        told[name] = "done"
    except OSError:
        told[name] = "refused"
tried("socket", socket.socket)
tried("file", lambda: open("/etc/passwd"))
tried("pipe", os.pipe)
print(json.dumps(told), flush=True)
while sys.argv[1:]:
    pass
"""


def closed_in(*words: str) -> subprocess.CompletedProcess:
    code = INSIDE.format(folder=str(Path(taking.__file__).parent))
    call = [sys.executable, "-I", "-c", code, *words]
    return subprocess.run(call, capture_output=True, text=True, timeout=60)


def test_inside_no_socket_no_file_and_no_pipe_opens():
    done = closed_in()
    assert set(json.loads(done.stdout).values()) == {"refused"} and done.returncode == 0


def test_inside_a_loop_ends_by_the_processors_clock(lying, monkeypatch):
    done = closed_in("loop")
    assert done.returncode == -24
    monkeypatch.setattr(extracting, "_ended", lambda *_: done.returncode)
    monkeypatch.setattr(extracting, "_begun", lambda *_: None)
    assert code_of(lying(b"a"), "text") == "EVIDENCE-021"


@pytest.mark.parametrize("code", [-9, -11, -25, 12, 1, 127])
def test_a_child_that_dies_of_anything_is_told(lying, monkeypatch, code):
    monkeypatch.setattr(extracting, "_ended", lambda *_: code)
    monkeypatch.setattr(extracting, "_begun", lambda *_: None)
    assert code_of(lying(b"a"), "text") == "EVIDENCE-022"


def test_a_child_killed_while_it_reads_is_told(lying, monkeypatch):
    begun = extracting._begun

    def killed(*told):
        child = begun(*told)
        child.kill()
        return child

    monkeypatch.setattr(extracting, "_begun", killed)
    assert code_of(lying(files.pdf()), "pdf") == "EVIDENCE-022"


def test_no_child_is_left_behind(lying, monkeypatch):
    child = subprocess.Popen(["sleep", "60"], start_new_session=True)
    assert extracting._ended(child, 0.01) is None
    assert child.returncode == -9
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        child = subprocess.Popen(["sleep", "60"], start_new_session=True)
        waited = child.wait

        def interrupted(*patience):
            if patience:
                raise KeyboardInterrupt
            return waited()

        monkeypatch.setattr(child, "wait", interrupted)
        extracting._ended(child, 30)
    assert child.returncode == -9 and time.monotonic() - began < 30


@pytest.mark.parametrize(
    "said", [b"", b"[]", b"{}", b"\xff", b'{"text": 1, "pages": "x", "cut": 0}']
)
def test_the_word_of_the_child_is_not_trusted(said):
    with pytest.raises(ThuocDoError, match="EVIDENCE-020"):
        extracting._read(said)

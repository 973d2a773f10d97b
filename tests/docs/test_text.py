"""The written documents: links resolve, commands exist, nothing of the maker's machine in them."""

from __future__ import annotations

import re
import shlex

import pytest

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HOSTS = re.compile(
    r"p[y]pi\.org|python[h]osted|registry\.np[m]js|deb\.deb[i]an\.org|proxy\.gol[a]ng"
)
# A root of a machine in front of a path; a place to put a server's data is shown as /srv.
MACHINE = re.compile(r"(?<![\w.:/])/(?:wor[k]|roo[t]|hom[e]|User[s]|tm[p])/|[A-Z]:\\\\")
PICTURES = {
    *("tong-quan.png", "chi-so.png", "don-vi.png", "dien-thoai.png"),
    *("mat-diem.png", "xep-hang-xa.png"),
}
WANTED = (
    *("README.md", "GLOSSARY.md", "CHANGELOG.md", "docs/README.md", "docs/decisions.md"),
    *("docs/how-to/xem-vi-tri.md", "docs/how-to/so-sanh-tinh.md", "docs/how-to/in-mot-trang.md"),
    *("docs/how-to/nap-so-lieu-nam-moi.md", "docs/how-to/vi-sao-so-nay.md"),
    *("docs/how-to/phan-tich-voi-python.md", "docs/how-to/van-hanh.md"),
    "docs/how-to/nap-ho-so.md",
    "docs/how-to/nguoi-dung.md",
    "docs/explanation/statistics.md",
    "docs/explanation/losses.md",
    "docs/how-to/mat-diem-o-dau.md",
    "docs/how-to/import-a-survey.md",
)


@pytest.fixture(scope="module")
def pages(root):
    """Every document by its path within the repository."""
    found = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return {path.relative_to(root).as_posix(): path for path in found}


def test_the_documents_are_there(pages):
    assert set(WANTED) <= set(pages)


def test_links_between_documents_resolve(pages):
    broken = []
    for name, path in pages.items():
        for link in LINK.findall(path.read_text(encoding="utf-8")):
            if link.startswith(("http://", "https://", "mailto:")):
                continue
            target, _, anchor = link.partition("#")
            there = (path.parent / target).resolve() if target else path
            if there.suffix == ".png":
                continue  # see the next test
            if not there.exists() or (anchor and anchor not in anchors(there)):
                broken.append((name, link))
    assert broken == []


def test_the_pictures_are_there(pages, root):
    named = {
        (path.parent / link).resolve()
        for path in pages.values()
        for link in LINK.findall(path.read_text(encoding="utf-8"))
        if link.endswith(".png")
    }
    assert {path.name for path in named} == PICTURES
    assert [path.name for path in sorted(named) if not path.exists()] == []


def anchors(path) -> set[str]:
    """The anchors of a Markdown page's headings, as readers of Markdown make them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    plain = (re.sub(r"[^\w\s-]", "", head.replace("`", "").lower()) for head in heads)
    return {one.strip().replace(" ", "-") for one in plain}


def test_nothing_of_a_machine_or_a_registry(pages, root):
    texts = {name: path.read_text(encoding="utf-8") for name, path in pages.items()}
    texts |= {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in [root / "docs/analyst.py", *(root / "docs/reference").glob("*.json")]
    }
    found = [
        (name, match[0])
        for name, text in texts.items()
        for match in (*HOSTS.finditer(text), *MACHINE.finditer(text))
    ]
    assert found == []


def test_a_machine_and_a_registry_would_be_seen():
    assert MACHINE.search("see " + "/wor" + "k/main") and MACHINE.search('"/ro' + 'ot/x"')
    assert HOSTS.search("https://py" + "pi.org/simple")
    assert not MACHINE.search("https://host/home/x") and not MACHINE.search("docs/home/x")


def test_make_targets_named_exist(pages, root):
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.M))
    named = {
        (word, name)
        for name, path in pages.items()
        for word in re.findall(r"\bmake ([a-z]+)\b(?=[`\s])", _code(path))
    }
    assert {"run", "test"} <= {word for word, name in named if name == "README.md"}
    assert {one for one in named if one[0] not in targets} == set()


def _code(path) -> str:
    """The code of a document: fences and inline."""
    text = path.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.S))


def test_commands_named_exist_with_their_options(pages):
    from tools.reference import leaves

    from thuocdo.cli.main import application

    known = {
        path: {opt for one in command.params for opt in (*one.opts, *one.secondary_opts)}
        for path, command in leaves(application(), "thuocdo")
    }
    wrong = [(name, line) for name, line in _calls(pages) if not _is_known(line, known)]
    assert wrong == []


def _calls(pages):
    for name, path in pages.items():
        for line in re.findall(r"^(?:\$ )?(thuocdo .+)$|`(thuocdo [^`\n]+)`", _code(path), re.M):
            yield name, next(part for part in line if part).rstrip("\\ ")


def _is_known(line: str, known: dict[str, set[str]]) -> bool:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        words = line.split()
    if "--version" in words or "--help" in words:
        return True
    path = next((" ".join(words[:n]) for n in (4, 3, 2) if " ".join(words[:n]) in known), None)
    if path is None:
        group = " ".join(words[:2])
        return len(words) == 2 and any(one.startswith(f"{group} ") for one in known)
    return all(word.split("=")[0] in known[path] for word in words if word.startswith("--"))


def test_an_unknown_command_or_option_would_be_seen():
    known = {"thuocdo index show": {"--year"}, "thuocdo doctor": set()}
    assert _is_known("thuocdo index show papi --year 2024", known)
    assert not _is_known("thuocdo index show papi --years 2024", known)
    assert not _is_known("thuocdo index display papi", known)
    assert not _is_known("thuocdo cure", known)


def test_the_tour_prints_what_the_readme_shows(root, command):
    text = (root / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"```\n\$ thuocdo ([^\n]+)\n(.*?)```", text, re.S)
    assert len(shown) == 5
    for line, printed in shown:
        code, out, _ = command("", *shlex.split(line))
        assert code == 0, line
        for piece in printed.split("…\n"):
            assert flat(piece) in flat(out), line


def flat(text: str) -> str:
    """Words alone: how lines are broken and framed depends on the width of the terminal."""
    return " ".join(re.sub(r"[│├└─]", " ", text).split())


def test_the_changelog_knows_this_version(root):
    from thuocdo import __version__

    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[?{re.escape(__version__)}\]? - \d{{4}}-\d\d-\d\d$", text, re.M)


def test_identifiers_of_the_glossary_exist_in_the_code(root):
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for suffix in ("*.py", "*.toml", "*.csv")
        for path in (root / "src").rglob(suffix)
        if path.name != "papi_score.csv"
    )
    rows = re.findall(r"^\| (.+) \|$", (root / "GLOSSARY.md").read_text(encoding="utf-8"), re.M)
    cells = [row.split(" | ") for row in rows if not row.startswith(("---", "Tiếng Việt |"))]
    assert len(cells) >= 50 and {len(row) for row in cells} == {4}
    missing = [
        (row[0], name)
        for row in cells
        for name in re.findall(r"`([^`]+)`", row[2])
        if name.split("(")[0] not in source
    ]
    assert missing == []

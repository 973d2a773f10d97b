"""The reference is what the product says of itself today: nothing left out, nothing stale."""

from __future__ import annotations

import pkgutil
import re

import pytest
from tools import reference

import thuocdo


@pytest.fixture(scope="module")
def written():
    """The pages as the generator would write them now."""
    return reference.pages()


def test_the_pages_that_stand_there_are_current(written):
    stale = [
        name
        for name, text in written.items()
        if not (reference.PLACE / name).exists()
        or (reference.PLACE / name).read_text(encoding="utf-8") != text
    ]
    assert not stale, "run: make docs"


def test_check_tells_a_stale_page(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(reference, "PLACE", tmp_path)
    assert reference.main([]) == 0
    assert reference.main(["--check"]) == 0
    page = tmp_path / "settings.md"
    page.write_text(page.read_text(encoding="utf-8").replace("THUOCDO_HOME", "?"), encoding="utf-8")
    capsys.readouterr()
    assert reference.main(["--check"]) == 1
    assert "settings.md" in capsys.readouterr().err
    assert "?" in page.read_text(encoding="utf-8"), "--check writes nothing"


def test_writing_twice_gives_the_same(written):
    assert reference.pages() == written


def test_every_command_and_option(written):
    from thuocdo.cli.main import COMMANDS, application

    found = list(reference.leaves(application(), "thuocdo"))
    assert {path.split()[1] for path, _ in found} == set(COMMANDS)
    for path, command in found:
        section = _section(written["commands.md"], path)
        assert command.help, f"{path} has no help"
        assert command.help.splitlines()[0] in section
        for parameter in command.params:
            if parameter.name == "help":
                continue
            assert getattr(parameter, "help", None), f"{path} {parameter.name} has no help"
            shown = (
                parameter.opts if reference.is_option(parameter) else [reference.usage(parameter)]
            )
            assert all(f"`{name}`" in section for name in shown), (path, parameter.name)


def _section(page: str, path: str) -> str:
    assert f"\n## {path}\n" in page, f"{path} is not documented"
    return page.split(f"\n## {path}\n", 1)[1].split("\n## ", 1)[0]


def test_every_command_that_prints_json_has_its_schema(root, written):
    from thuocdo.cli.main import application

    wanted = {
        path.removeprefix("thuocdo ").replace(" ", "-") + ".schema.json"
        for path, command in reference.leaves(application(), "thuocdo")
        if any("--json" in parameter.opts for parameter in command.params)
    }
    there = {path.name for path in (root / "docs/reference").glob("*.schema.json")}
    assert wanted == there
    assert all(f"({name})" in written["commands.md"] for name in wanted)


def test_every_setting(written):
    from thuocdo.environment import SETTINGS

    for setting in SETTINGS.values():
        assert f"`{setting.name}`" in written["settings.md"]
        assert setting.meaning_vi in written["settings.md"]


def test_settings_named_in_the_text_exist(root):
    from thuocdo.environment import SETTINGS

    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    named = {
        (word, page.name)
        for page in pages
        for word in re.findall(r"\bTHUOCDO_[A-Z]+(?:_[A-Z]+)*\b", page.read_text(encoding="utf-8"))
    }
    assert named
    assert {one for one in named if one[0] not in SETTINGS} == set()


def test_every_address_of_the_site(written):
    from thuocdo.pages.twins import routes
    from thuocdo.site.urls import urlpatterns

    found = dict(routes(urlpatterns))
    assert found and set(found.values()) <= set(reference.ACCESS)
    for route in found:
        assert reference.address(route) in written["pages.md"], route


def test_an_address_without_a_meaning_stops_the_run(monkeypatch):
    monkeypatch.delitem(reference.PAGES, "why")
    with pytest.raises(KeyError, match="why"):
        reference.pages_page()


def test_every_error_in_both_languages(written):
    from thuocdo.errors import catalogue

    for code, entry in catalogue().items():
        assert f"`{code}`" in written["errors.md"]
        assert set(entry) == {"vi", "fix_vi", "en", "fix_en", "exit"}
        assert entry["exit"] in (1, 2)
        for language in ("vi", "en"):
            assert reference.cell(entry[language]) in written["errors.md"]


def test_every_kind_of_fact_table_and_column(written):
    from thuocdo.facts import SCHEMAS

    for schema in SCHEMAS.values():
        section = written["facts.md"].split(f"\n## {schema.kind}\n", 1)[1].split("\n## ", 1)[0]
        assert schema.title_vi in section and schema.title_en in section
        assert all(f"| `{name}` |" in section for name in schema.names)


def test_every_room(written):
    rooms = {one.name for one in pkgutil.iter_modules(thuocdo.__path__) if one.ispkg}
    assert set(re.findall(r"^## (\w+)$", written["rooms.md"], re.M)) == rooms
    for room in rooms:
        said = written["rooms.md"].split(f"\n## {room}\n", 1)[1].split("\n## ", 1)[0]
        assert len(said.strip()) > 40, f"room {room} does not say what it owns"

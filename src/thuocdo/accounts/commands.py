"""``thuocdo users``: add, list, change, disable, set a password; each told to the audit log."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

app = typer.Typer(
    help="Người dùng: thêm, xem, đổi vai và đơn vị, khóa, đặt mật khẩu.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

ACTOR = "cli"  # whoever may run commands on the server
USERNAME = Annotated[str, typer.Argument(help="Tên đăng nhập.")]
ROLE = Annotated[str, typer.Option(help="coordinator, officer, head hoặc leader.")]
UNIT = Annotated[str, typer.Option(help="Mã xã, phường hoặc cơ quan; «-» là toàn tỉnh.")]
NAME = Annotated[str, typer.Option(help="Họ tên để hiện trên trang.")]
STDIN = Annotated[bool, typer.Option("--stdin", help="Đọc mật khẩu từ dòng đầu của stdin.")]


@app.command()
def add(
    username: USERNAME, role: ROLE, unit: UNIT = "", name: NAME = "", stdin: STDIN = False
) -> None:
    """Thêm một người; mật khẩu hỏi kín, hoặc lấy từ THUOCDO_PASSWORD hay --stdin."""
    from thuocdo.facts import read

    users = _ready()
    facts, password = read(), _password(stdin)
    user = users.add(facts, ACTOR, username, name, role, _code(unit), password)
    _tell("added", user)


@app.command("list")
def list_users(
    as_json: Annotated[bool, typer.Option("--json", help="In dạng JSON.")] = False,
) -> None:
    """Liệt kê người dùng: tên đăng nhập, vai, đơn vị, còn dùng hay đã khóa."""
    from thuocdo.wording import aligned

    _ready()
    from thuocdo.accounts.models import User

    found = list(User.objects.order_by("username"))
    if as_json:
        rows = [
            {
                "username": one.username,
                "name": one.display_name,
                "role": one.role,
                "unit": one.unit or None,
                "active": one.is_active,
            }
            for one in found
        ]
        typer.echo(json.dumps({"users": rows}, ensure_ascii=False, indent=2))
    elif not found:
        _tell("none")
    else:
        rows = [
            (one.username, one.display_name, one.role, one.unit or "-", _state(one))
            for one in found
        ]
        heads = ("head_username", "head_name", "head_role", "head_unit", "head_state")
        typer.echo(aligned([_text(one) for one in heads], rows))


@app.command()
def change(
    username: USERNAME,
    role: ROLE = "",
    unit: UNIT = "",
    name: NAME = "",
) -> None:
    """Đổi vai, đơn vị hoặc họ tên; bỏ trống là giữ nguyên."""
    from thuocdo.facts import read

    users = _ready()
    user = users.find(username)
    wanted_unit = _code(unit) if unit else user.unit
    wanted = (role or user.role, wanted_unit, name.strip() or user.display_name)
    done = users.change(read(), ACTOR, user, *wanted)
    _tell("changed" if done else "unchanged", user)


@app.command()
def disable(username: USERNAME) -> None:
    """Khóa một người: không đăng nhập được nữa, các phiên đang mở hết hiệu lực."""
    users = _ready()
    user = users.find(username)
    _tell("disabled" if users.set_active(ACTOR, user, False) else "unchanged", user)


@app.command()
def enable(username: USERNAME) -> None:
    """Mở lại cho một người đã khóa."""
    users = _ready()
    user = users.find(username)
    _tell("enabled" if users.set_active(ACTOR, user, True) else "unchanged", user)


@app.command()
def password(username: USERNAME, stdin: STDIN = False) -> None:
    """Đặt mật khẩu mới; hỏi kín, hoặc lấy từ THUOCDO_PASSWORD hay --stdin."""
    users = _ready()
    user = users.find(username)
    users.set_password(ACTOR, user, _password(stdin))
    _tell("password_set", user)


def _ready():
    from thuocdo import environment

    environment.prepare_django(database=True)
    from thuocdo.accounts import users

    return users


def _code(unit: str) -> str:
    return "" if unit == "-" else unit


def _password(stdin: bool) -> str:
    """Asked without echo; from --stdin or the environment where nobody sits at the terminal."""
    from thuocdo import environment
    from thuocdo.errors import ThuocDoError

    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if given := environment.value("THUOCDO_PASSWORD"):
        return given
    if not sys.stdin.isatty():
        raise ThuocDoError.of("USER-007")
    import getpass

    first = getpass.getpass(f"{_text('ask_password')}: ")
    if getpass.getpass(f"{_text('ask_again')}: ") != first:
        why = (_text("not_the_same", language="vi"), _text("not_the_same", language="en"))
        raise ThuocDoError.of("USER-006", why=why)
    return first


def _state(user) -> str:
    return _text("on" if user.is_active else "off")


def _tell(key: str, user=None) -> None:
    from thuocdo.accounts.rights import roles

    values = {}
    if user is not None:
        values = {
            "username": user.username,
            "role": roles()[user.role],
            "unit": user.unit or "-",
        }
    typer.echo(_text(key, **values))


def _text(key: str, language: str = "", **values) -> str:
    from thuocdo import environment
    from thuocdo.wording import Sentence

    return Sentence("accounts", key, values).text(language or environment.language())

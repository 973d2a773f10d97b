"""``thuocdo init``, ``serve`` and ``doctor``."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import nullcontext
from typing import Annotated

import typer

from thuocdo import environment
from thuocdo.errors import ThuocDoError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
DEFAULT_PORT = 8766
FIRST = (
    "Chưa có người điều phối. Thêm người đầu tiên: thuocdo users add TÊN --role coordinator "
    "--name 'HỌ TÊN'"
)


def init() -> None:
    """Tạo thư mục dữ liệu, cơ sở dữ liệu và tệp tĩnh; chạy lại không mất gì."""
    home = environment.home()
    (home / "facts").mkdir(parents=True, exist_ok=True)
    environment.prepare_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("clearsessions", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    typer.echo(f"Thư mục dữ liệu: {home}")
    from thuocdo.accounts.models import User

    if not User.objects.filter(role="coordinator", is_active=True).exists():
        typer.echo(FIRST)


def serve(
    host: Annotated[str, typer.Option(help="Địa chỉ mạng.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Cổng.", min=1, max=65535)] = DEFAULT_PORT,
    workers: Annotated[int, typer.Option(help="Số tiến trình.", min=1, max=8)] = 1,
    with_worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Mở kèm một tiến trình làm việc nền.")
    ] = True,
) -> None:
    """Mở trang web và một tiến trình làm việc nền; dừng cả hai bằng Ctrl-C."""
    if host not in LOOPBACK and not environment.value("THUOCDO_SECRET_KEY"):
        raise ThuocDoError.of("CALL-007", host=host)
    _refuse_taken(host, port)
    environment.prepare_django(database=True)
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    from thuocdo.site.supervising import Supervisor, supervised

    # Workers are processes of their own: they must share the key of this one.
    os.environ.setdefault("THUOCDO_SECRET_KEY", settings.SECRET_KEY)
    connections.close_all()
    call_command("collectstatic", verbosity=0, interactive=False)
    shown = f"[{host}]" if ":" in host else host
    sys.stdout.write(f"Thước Đo: http://{shown}:{port}/  (Ctrl-C để dừng)\n")
    sys.stdout.flush()
    server = Granian(
        "thuocdo.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        log_level="warning",
        respawn_failed_workers=True,
    )
    with supervised(Supervisor()) if with_worker else nullcontext():
        server.serve()


def doctor() -> None:
    """Kiểm tra máy này: phiên bản, thư viện, số liệu, nơi ghi."""
    from thuocdo.site.health import findings

    found = findings()
    for one in found:
        typer.echo(f"{'✓' if one.fine else '✗'} {one.text}")
    if not all(one.fine for one in found):
        raise typer.Exit(1)


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise ThuocDoError.of("CALL-009", host=host, port=port, other=port + 1) from None

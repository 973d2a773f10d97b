"""``thuocdo work``: a worker; ``thuocdo jobs``: list, show, retry."""

from __future__ import annotations

import json
from typing import Annotated

import typer

app = typer.Typer(
    help="Việc nền: liệt kê, xem, chạy lại.", no_args_is_help=True, rich_markup_mode=None
)

JSON = Annotated[bool, typer.Option("--json", help="In dạng JSON.")]
NUMBER = Annotated[int, typer.Argument(help="Số của việc, như lệnh list in.", min=1)]
POLL = 1.0  # seconds between two looks at an empty queue
ACTOR = "cli"


def work(
    supervised: Annotated[
        int, typer.Option(min=0, help="Số của tiến trình mẹ: dừng khi nó không còn là mẹ.")
    ] = 0,
) -> None:
    """Chạy một tiến trình làm việc nền; thuocdo serve tự mở sẵn một."""
    import os
    import signal
    import threading

    from thuocdo import environment

    lease = environment.count("THUOCDO_JOB_LEASE")
    environment.prepare_django(database=True)
    from thuocdo.jobs.working import Worker

    stop = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: stop.set())
    worker = Worker(lease, min(POLL, lease / 4), stop)
    if not supervised:
        typer.echo(_say("working", name=worker.name))
    worker.work(is_over=lambda: supervised and os.getppid() != supervised)


@app.command("list")
def list_jobs(
    state: Annotated[str, typer.Option(help="queued, running, done hoặc failed.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Nhiều nhất bao nhiêu việc.")] = 50,
    as_json: JSON = False,
) -> None:
    """Liệt kê việc nền, mới trước cũ sau."""
    from thuocdo import environment
    from thuocdo.jobs.contract import job_json
    from thuocdo.wording import aligned

    environment.prepare_django(database=True)
    from thuocdo.jobs.models import Job

    _refuse_unknown(state)
    found = Job.objects.filter(**({"state": state} if state else {})).order_by("-id")[:limit]
    rows = [job_json(one, environment.language()) for one in found]
    if as_json:
        _print({"jobs": rows})
    elif not rows:
        typer.echo(_say("none"))
    else:
        names = ("id", "task", "state", "attempts", "created", "progress", "error")
        typer.echo(aligned([_say(f"head_{one}") for one in names], [_line(one) for one in rows]))


@app.command()
def show(number: NUMBER, as_json: JSON = False) -> None:
    """Xem một việc: trạng thái, tiến độ, kết quả hoặc lỗi."""
    from thuocdo import environment
    from thuocdo.jobs.contract import job_json

    environment.prepare_django(database=True)
    from thuocdo import jobs

    told = job_json(jobs.find(number), environment.language())
    if as_json:
        _print(told)
        return
    typer.echo("  ".join(_line(told)[:-1]))
    if told["error"]:
        typer.echo(told["error"]["text"] or told["error"]["code"])
    if told["result"] is not None:
        _print(told["result"])


@app.command()
def retry(number: NUMBER, as_json: JSON = False) -> None:
    """Xếp lại một việc đã hỏng, với đủ số lần thử."""
    from thuocdo import environment
    from thuocdo.jobs.contract import job_json

    environment.prepare_django(database=True)
    from thuocdo import jobs

    job = jobs.retry(ACTOR, number)
    if as_json:
        _print(job_json(job, environment.language()))
    else:
        typer.echo(_say("retried", id=str(job.id)))


def _refuse_unknown(state: str) -> None:
    from thuocdo.errors import ThuocDoError
    from thuocdo.jobs.models import STATES

    if state and state not in STATES:
        known = ", ".join(STATES)
        hints = {"hint_vi": f"Dùng một trong: {known}.", "hint_en": f"Use one of: {known}."}
        raise ThuocDoError.of("CALL-010", value=state, name="--state", **hints)


def _line(told: dict) -> tuple[str, ...]:
    done, of, said = (told["progress"][name] for name in ("done", "of", "sentence"))
    counted = "" if done is None else f"{done}/{of}" if of is not None else str(done)
    return (
        str(told["id"]),
        told["task"].removeprefix("thuocdo."),
        _say(told["state"]),
        f"{told['attempts']}/{told['allowed']}",
        told["created"],
        " ".join(filter(None, (counted, said))),
        told["error"]["code"] if told["error"] else "",
    )


def _say(key: str, **values) -> str:
    from thuocdo import environment
    from thuocdo.wording import Sentence

    return Sentence("jobs", key, values).text(environment.language())


def _print(content) -> None:
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))

"""Find the room a call is for, run it, tell errors in one line each."""

from __future__ import annotations

import sys

from thuocdo import __version__

# name of the command → module that holds it as the Typer app ``app`` or, after ":", a function
COMMANDS = {
    "facts": "thuocdo.cli.additions",
    "units": "thuocdo.units.commands",
    "index": "thuocdo.indices.commands",
    "dossiers": "thuocdo.dossiers.commands",
    "simulate": "thuocdo.cli.simulations",
    "why": "thuocdo.insight.commands:why",
    "brief": "thuocdo.insight.commands:brief",
    "survey": "thuocdo.surveys.figure_commands",
    "portal": "thuocdo.dossiers.portal.commands",
    "audit": "thuocdo.audit.commands",
    "users": "thuocdo.accounts.commands",
    "jobs": "thuocdo.jobs.commands",
    "evidence": "thuocdo.evidence.commands",
    "work": "thuocdo.jobs.commands:work",
    "init": "thuocdo.site.commands:init",
    "serve": "thuocdo.site.commands:serve",
    "doctor": "thuocdo.site.commands:doctor",
}


def main() -> None:
    """Entry point of ``thuocdo``."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        sys.stdout.write(f"thuocdo {__version__}\n")
        return
    sys.exit(run(arguments))


def run(arguments: list[str]) -> int:
    """Run one call and give its exit code."""
    import typer

    from thuocdo import environment
    from thuocdo.errors import Problem, ThuocDoError

    problems: tuple[Problem, ...] = ()
    try:
        code = application(arguments)(args=arguments, prog_name="thuocdo", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except ThuocDoError as error:
        problems, code = error.problems, error.exit_code
    except typer.Abort:
        return 1
    except _wrong_call_type() as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.stderr.write(error.format_message() + "\n")
            return 2
        problems, code = (_wrong_call(error),), 2
    for problem in problems:
        sys.stderr.write(problem.text(environment.language()) + "\n")
    return code


def _wrong_call_type() -> type[Exception]:
    """``ClickException``, found through Typer: newer versions of it carry their own Click."""
    import typer

    return next(one for one in typer.BadParameter.__mro__ if one.__name__ == "ClickException")


def _wrong_call(error):
    from thuocdo.errors import Problem

    context = getattr(error, "ctx", None)
    path = context.command_path if context else "thuocdo"
    return Problem("CALL-011", values={"why": error.format_message(), "path": path})


def application(arguments: list[str] | None = None):
    """The command tree: only the room called, or all of it for help and the reference."""
    import typer

    app = typer.Typer(
        help="Thước Đo: đo, chẩn đoán, giao việc, kiểm chứng, công khai.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
    )

    @app.callback()
    def root(
        version: bool = typer.Option(False, "--version", help="In phiên bản rồi dừng."),
    ) -> None:
        if version:
            typer.echo(f"thuocdo {__version__}")
            raise typer.Exit

    named = next((one for one in arguments or () if one in COMMANDS), None)
    for name in [named] if named else COMMANDS:
        _add(app, name)
    return typer.main.get_command(app)


def _add(app, name: str) -> None:
    from importlib import import_module

    path, _, function = COMMANDS[name].partition(":")
    module = import_module(path)
    if function:
        app.command(name)(getattr(module, function))
    else:
        app.add_typer(module.app, name=name)

"""The command `kronika`: owns what stands before a command, loads commands when they are used, words every error.

Settings: command line over `KRONIKA_*` over `kronika.toml` in the current folder over defaults, all by click.
"""

from __future__ import annotations

import gc
import os
import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import click

from archive.console.output import plain
from archive.invocation import DEFAULT_ARCHIVE, Invocation
from archive.terms.errors import BadInput, KronikaError

GROUP = "kronika.commands"
SETTINGS_FILE = Path("kronika.toml")
LOADED = 100_000
"""Objects made and kept after which Python looks for cycles: loading modules makes many and leaves no cycles to speak of."""


@cache
def _entries() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def _loads(entry: EntryPoint) -> bool:
    try:
        entry.load()
    except (ImportError, AttributeError):
        return False
    return True


class Commands(click.Group):
    """Commands that join by entry points; one is imported when it is used, or when help lists it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of those that can be loaded."""
        return sorted(name for name, entry in _entries().items() if _loads(entry))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command."""
        entry = _entries().get(cmd_name)
        if entry is None:
            return None
        command: click.Command = entry.load()
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; with --debug (typed, KRONIKA_DEBUG or `debug = true`) an error shows where it came from."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception:
            if ctx.params["debug"]:
                import traceback

                traceback.print_exc()
            raise


def _settings() -> dict[str, Any]:
    if not SETTINGS_FILE.is_file():
        return {}
    import tomllib

    try:
        return tomllib.loads(SETTINGS_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{SETTINGS_FILE} cannot be read ({error}); correct it or move it away") from None


def _print_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Say which Kronika this is and what it analyses words with, which differs between systems."""
    if wanted:
        from importlib.metadata import version

        from pipelines.polish.lemmas import engine_offered

        click.echo(f"kronika, version {version('kronika')}\nwords analysed by {engine_offered()}")
        context.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "KRONIKA"})
@click.option(
    "--archive", metavar="URL", envvar="KRONIKA_ARCHIVE", help="Path or SQLAlchemy URL (default: kronika.db)."
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.pass_context
def kronika(context: click.Context, archive: str | None, debug: bool) -> None:
    """Keep the memory of a city portal: crawl it, keep every state of every page, show what changed."""
    context.obj = Invocation(archive=archive or DEFAULT_ARCHIVE, archive_given=archive is not None, debug=debug)


def _default_map() -> dict[str, Any]:
    """Return kronika.toml as click wants it: a key of the file is an option of every command that has it."""
    flat = _settings()
    return flat | dict.fromkeys(_entries(), flat)


def _contact_of_environment() -> None:
    """KRONIKA_CONTACT speaks for every crawl, as KRONIKA_CRAWL_CONTACT does by click's rule."""
    contact = os.environ.get("KRONIKA_CONTACT")
    if contact:
        os.environ.setdefault("KRONIKA_CRAWL_CONTACT", contact)


def main() -> None:
    """Run the command line; exit with the contract's status, an error being one sentence on standard error."""
    gc.set_threshold(LOADED)
    status = _run(sys.argv[1:])
    gc.freeze()  # else the interpreter looks through all there is once more before it ends, for up to half a second
    sys.exit(status)


def _run(words: list[str]) -> int:
    out = sys.stdout
    try:
        _contact_of_environment()
        status = kronika.main(words, prog_name="kronika", standalone_mode=False, default_map=_default_map())
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _say("interrupted; run the same command again", 3)
    except click.ClickException as error:
        error.show()
        return 2
    except (BrokenPipeError, SystemExit) as end:  # click and rich turn a reader who went away into an exit of their own
        return _left(end, wrapped=sys.stdout is not out)
    except Exception as error:  # noqa: BLE001 # whatever it is, a person reads one sentence
        return _said(error)
    return status if isinstance(status, int) else 0


def _left(end: BrokenPipeError | SystemExit, *, wrapped: bool) -> int:
    """Let nothing more be written to a reader who went away; any other exit stays as it is.

    click exits after wrapping standard output (`wrapped`), rich while it handles the error.
    """
    if isinstance(end, SystemExit) and not wrapped and not isinstance(end.__context__, BrokenPipeError):
        raise end
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ is not None else 1)
    return 0


def _said(error: Exception) -> int:
    if isinstance(error, KronikaError):
        return _say(str(error), error.exit_status)
    words = " ".join(str(error).split())[:300]
    return _say(f"unexpected {type(error).__name__} ({words}); run again with --debug for the traceback", 2)


def _say(sentence: str, status: int) -> int:
    sys.stderr.write(f"kronika: {plain(' '.join(sentence.split()))}\n")
    return status

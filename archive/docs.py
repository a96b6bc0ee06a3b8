"""Writes docs/commands.md from the commands' own help; a test holds the file to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from archive.cli import kronika

PAGE = Path(__file__).parent.parent / "docs" / "commands.md"
HEAD = """# Commands

What `kronika --help` and the help of each command say. Made by `python -m archive.docs`; a test keeps it true.
Exit status: 0 done; 1 the answer is “no”; 2 wrong usage or bad input; 3 stopped part-way, the same command goes on.
Options may also stand in the environment (`KRONIKA_ARCHIVE`, `KRONIKA_CONTACT`, `KRONIKA_CRAWL_DELAY`…) and in
`kronika.toml` in the current folder (`archive = "…"`, `delay = 2.0`); the command line wins over both.
"""


def commands_page() -> str:
    """Return the text of docs/commands.md."""
    return HEAD + "".join(f"\n## {name}\n```\n{text}\n```\n" for name, text in _helps(kronika, "kronika", None))


def _helps(command: click.Command, name: str, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    """Yield the name and help of a command and of those under it; 80 columns, whatever the terminal is."""
    context = click.Context(
        command,
        info_name=name.rpartition(" ")[2],
        parent=parent,
        terminal_width=80,
        help_option_names=["-h", "--help"],
    )
    yield name, command.get_help(context)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None:
                yield from _helps(found, f"{name} {below}", context)


if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8")

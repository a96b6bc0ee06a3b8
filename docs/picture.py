"""Runs the demonstration and writes what it printed into README.md (as text) and docs/demo.svg (as a picture).

`make picture` runs this; a test runs the demonstration too and holds README.md to the words it prints.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

TOP = Path(__file__).resolve().parent.parent
README = TOP / "README.md"
PICTURE = TOP / "docs" / "demo.svg"
BEGIN, END = "<!-- the demonstration: made by `make picture` -->\n", "<!-- end of the demonstration -->"
COLUMNS = 116
COMMAND = "kronika demo --no-serve"
_FONTS = re.compile(r"@font-face \{\{.*?\}\}", re.DOTALL)


def printed(*, colour: bool) -> Text:
    """Return what the demonstration prints on a terminal of COLUMNS columns."""
    terminal = {"COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    plain = {} if colour else {"NO_COLOR": "1"}
    without = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("kronika")), *COMMAND.split()[1:]],
            cwd=folder,
            env=without | terminal | plain,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        )
    shown = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:40000", done.stdout)  # the port is another each time
    return Text.from_ansi(shown)


def sample() -> str:
    """Return the demonstration as text, the command above it."""
    lines = [line.rstrip() for line in printed(colour=False).plain.splitlines()]
    return f"$ {COMMAND}\n" + "\n".join(lines).strip() + "\n"


def block(text: str) -> str:
    """Return the part of README.md that holds a sample."""
    return f"{BEGIN}```console\n{text}```\n{END}"


def sample_of(readme: str) -> str:
    """Return the sample that README.md holds."""
    _, _, rest = readme.partition(f"{BEGIN}```console\n")
    return rest.partition(f"```\n{END}")[0]


def _picture() -> str:
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="256")
    console.print(printed(colour=True))
    without_fonts = _FONTS.sub("", CONSOLE_SVG_FORMAT)  # rich's fonts lie on another server
    return console.export_svg(title=COMMAND, code_format=without_fonts, unique_id="demo")


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(text.replace(block(sample_of(text)), block(sample())), encoding="utf-8")
    lines = (line.rstrip() for line in _picture().splitlines())
    PICTURE.write_text("\n".join(lines) + "\n", encoding="utf-8")

"""`python -m archive` is the command `kronika`; so a scheduled crawl is started by the interpreter that schedules it."""

from archive.cli import main

main()

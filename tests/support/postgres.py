"""Runs a command beside a PostgreSQL server of its own, which is gone when the command ends.

    python tests/support/postgres.py pytest tests/archive/search

The server's address stands in `KRONIKA_TEST_POSTGRESQL`: a SQLAlchemy URL without a database. The programs are looked for on
the PATH and where Debian puts them. Root, as whom PostgreSQL does not run, becomes the user `postgres`, else `nobody`.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def programs() -> Path:
    """Return the folder with initdb and pg_ctl, of the newest PostgreSQL there is."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    if on_path is None and not found:
        sys.exit("PostgreSQL's server is not installed; `make test-postgres` installs it on Debian and Ubuntu")
    return Path(on_path).resolve().parent if on_path is not None else found[-1].parent


def account() -> tuple[int, int] | None:
    """Return user and group to run the server as, None for those of this process."""
    if os.getuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    sys.exit("PostgreSQL does not run as root, and there is no user postgres or nobody; run this as another user")


def main(command: list[str]) -> int:
    """Start the server, run the command, stop the server; return the command's exit status."""
    folder, run_as = programs(), account()
    with tempfile.TemporaryDirectory() as place, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        if run_as is not None:
            os.chown(place, *run_as)
        who = {} if run_as is None else {"user": run_as[0], "group": run_as[1], "extra_groups": []}
        cluster = f"{place}/cluster"
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={place} -c fsync=off"
        quiet = {"stdout": subprocess.DEVNULL, "cwd": place, **who}
        subprocess.check_call([folder / "initdb", "-D", cluster, "-E", "UTF8", "-A", "trust", "-U", "kronika"], **quiet)
        subprocess.check_call(
            [folder / "pg_ctl", "-D", cluster, "-o", options, "-l", f"{place}/log", "-w", "start"], **quiet
        )
        try:
            address = f"postgresql+psycopg://kronika@127.0.0.1:{port}"
            environment = os.environ | {"KRONIKA_TEST_POSTGRESQL": address}
            return subprocess.run(command, check=False, env=environment).returncode
        finally:
            subprocess.check_call([folder / "pg_ctl", "-D", cluster, "-m", "immediate", "-w", "stop"], **quiet)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""An archive of two crawls that no dictionary was trained for."""

import shutil
from datetime import timedelta

import pytest
from growing import Days, crawl, terms

from archive.db import open_archive


@pytest.fixture(scope="session")
def crawled(tmp_path_factory):
    """Return the path of an archive of two crawls that no dictionary was trained for; tests take copies."""
    path = tmp_path_factory.mktemp("crawled") / "kronika.db"
    clock = Days()
    with open_archive(str(path), write=True, create=True) as archive:
        crawl(archive, terms(), 1, clock)
        clock.moment += timedelta(days=60)
        crawl(archive, terms(), 2, clock)
    return path


@pytest.fixture
def archive(crawled, tmp_path):
    with open_archive(str(shutil.copy(crawled, tmp_path / "kronika.db")), write=True) as opened:
        yield opened

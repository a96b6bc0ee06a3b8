"""The small archives that the reading tests share."""

from small_site import grown, grown_path, small_archive, small_archive_copy

__all__ = ["grown", "grown_path", "small_archive", "small_archive_copy"]

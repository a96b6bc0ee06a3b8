"""The small archive that the reading tests share."""

from small_site import small_archive, small_archive_copy

__all__ = ["small_archive", "small_archive_copy"]

"""The address guard: no connection to an address that is not public, unless private ones are permitted.

Checking and connecting are one step: the resolver that Scrapy connects through hands out only addresses that passed
(FAULTS A04, A05, A09, A10), so a name that changes its answer between check and use gains nothing.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver

from scraper.errors import Refused

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: Address) -> bool:
    """Tell whether an address, unwrapped from IPv6 forms of IPv4, is globally reachable (and no multicast)."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return is_public(inner)
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast


def literal_address(host: str) -> Address | None:
    """Return the address a canonical URL's host spells out, None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def is_private_host(host: str) -> bool:
    """Tell whether a canonical URL's host is an address, or a name of this machine, that is not public."""
    address = literal_address(host)
    return host == "localhost" or host.endswith(".localhost") or (address is not None and not is_public(address))


def check_host(host: str, *, allow_private: bool) -> None:
    """Raise Refused when the host of a canonical URL is an address that must not be connected to."""
    if not allow_private and is_private_host(host):
        raise Refused(f"blocked address: {host} is private or reserved; --allow-private permits it")


class GuardedResolver(CachingThreadedResolver):
    """Resolves names in a thread and refuses every answer that is not public."""

    allow_private: bool = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        """Build from the setting KRONIKA_ALLOW_PRIVATE."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.allow_private = crawler.settings.getbool("KRONIKA_ALLOW_PRIVATE")
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 # Twisted's name
        """Resolve a name to an address that passed the guard."""
        answer = super().getHostByName(name, timeout)
        answer.addCallback(self._check, name)
        return answer

    def _check(self, address: Any, name: str) -> Any:
        if not self.allow_private and not is_public(ipaddress.ip_address(str(address))):
            raise CannotResolveHostError(f"blocked address: {name} resolves to {address}, which is private")
        return address

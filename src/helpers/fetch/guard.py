"""Where requests may go: to public addresses, and to networks that a person allows.

A name is resolved once, all its addresses are checked, and the connection is made to one of those
that were checked: a second answer of the name's server cannot lead elsewhere.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator, Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

import httpx

from helpers.fetch.faults import Fault

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
#: A name and a port → the numeric addresses.
Resolve = Callable[[str, int], Sequence[str]]

#: Public by their number, and yet the inside of a cloud.
_INSIDE = frozenset({ip_address("168.63.129.16")})
#: What translates to IPv4 (RFC 6052): the last four bytes are the address that is meant.
_TRANSLATED = ip_network("64:ff9b::/96")
#: Below these ports other services than the web listen.
_WEB_PORTS = frozenset({80, 443})
_FREE_PORTS, _LAST_PORT = 1024, 65535
#: An address has no more signs, and one that is refused is told to so many.
_LONGEST, _TOLD = 2000, 100
_SECRET = re.compile(r"//[^/?#]*@")
_BEGINS = ("http://", "https://")


def resolve(host: str, port: int) -> Sequence[str]:
    """The numeric addresses of a name, as the system tells them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guard:
    """Tells which addresses may be asked.

    `allowed`: networks that may be asked although they are not public.
    """

    def __init__(self, allowed: Sequence[Network] = (), resolve: Resolve = resolve) -> None:
        self._allowed, self._resolve = allowed, resolve

    def addresses(self, host: str, port: int) -> list[str]:
        """The numeric addresses of a host. Raises Fault where one of them may not be asked.

        A name with a public and a private address is refused as a whole.
        """
        try:
            found = self._resolve(host, port)
        except (OSError, ValueError) as error:
            raise Fault("fetch_unknown_host", host=host) from error
        if not found:
            raise Fault("fetch_unknown_host", host=host)
        for text in found:
            if not self._may_ask(ip_address(text)):
                raise Fault("fetch_forbidden", host=host, address=text)
        return list(found)

    def _may_ask(self, address: Address) -> bool:
        meant = list(_meant(address))
        if any(inner in network for inner in meant for network in self._allowed):
            return True
        return all(map(_is_public, meant))


def network(text: str) -> Network:
    """A network or a single address that a person allows. Raises ValueError."""
    return ip_network(text, strict=False)


def checked(address: str) -> httpx.URL:
    """An address as it can be asked for. Raises Fault where it is none of the web."""
    if len(address) > _LONGEST or not address.strip().startswith(_BEGINS):
        raise Fault("fetch_no_address", address=without_secrets(address)[:_TOLD])
    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Fault("fetch_no_address", address=without_secrets(address)) from error
    if url.userinfo:
        raise Fault("fetch_credentials", host=url.host)
    if not url.host or (url.port or 0) > _LAST_PORT:
        raise Fault("fetch_no_address", address=without_secrets(address))
    if url.port is not None and url.port not in _WEB_PORTS and url.port < _FREE_PORTS:
        raise Fault("fetch_port", port=url.port)
    return url.copy_with(fragment=None)


def without_secrets(address: str) -> str:
    """An address as it can be told: without the name and password that somebody wrote into it."""
    return _SECRET.sub("//", address)


def _meant(address: Address) -> Iterator[Address]:
    """An address, and those that are written in it."""
    yield address
    if isinstance(address, IPv4Address):
        return
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _TRANSLATED:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    yield from filter(None, inner)


def _is_public(address: Address) -> bool:
    if address in _INSIDE or address.is_multicast or address.is_reserved:
        return _is_carrier(address)
    if isinstance(address, IPv6Address):
        return _is_carrier(address) or (address.is_global and not address.is_site_local)
    return address.is_global


def _is_carrier(address: Address) -> bool:
    """Whether it only carries another address, which is looked at itself."""
    if isinstance(address, IPv4Address):
        return False
    return address.ipv4_mapped is not None or address in _TRANSLATED

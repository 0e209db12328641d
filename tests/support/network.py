"""The network is closed: a test may speak to this machine only, and is told when it tries more."""

import ipaddress
import sys

HERE = {"localhost", "", None, b"localhost"}
ARMED = {"socket.connect", "socket.sendto", "socket.getaddrinfo"}


class NetworkIsClosed(RuntimeError):
    """A test wanted to reach another machine."""


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in ARMED:
        host = arguments[0] if event == "socket.getaddrinfo" else host_of(arguments[1])
        if not is_here(host):
            raise NetworkIsClosed(f"A test wanted to reach {host!r}. Nothing of Servanda calls another machine.")


def host_of(address: object) -> object:
    """The host of an internet address; a path or a netlink address stays on this machine."""
    return address[0] if isinstance(address, tuple) and isinstance(address[0], str) else None


def is_here(host: object) -> bool:
    if host in HERE:
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


def close() -> None:
    """Close it for the rest of this process; Python offers no way back, and none is wanted."""
    sys.addaudithook(watch)

"""The network of a test run is closed, and says so."""

import socket
import urllib.request

import pytest

from tests.support.network import NetworkIsClosed


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as door, pytest.raises(NetworkIsClosed):
        door.connect(("192.0.2.1", 80))


def test_no_name_is_looked_up() -> None:
    with pytest.raises(NetworkIsClosed, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)


def test_a_library_cannot_reach_out_either() -> None:
    with pytest.raises(NetworkIsClosed):
        urllib.request.urlopen("http://192.0.2.1/")  # an address for documentation: nobody is there


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as door:
        assert door.getpeername() == server.getsockname()

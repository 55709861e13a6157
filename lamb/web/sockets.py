"""A socket that a server listens at."""

from __future__ import annotations

import socket
from errno import EACCES, EADDRINUSE

from lamb.errors import LambError, reason_of

MOST_WAITING = 1_024  # connections that are not yet accepted


def listening_at(host: str, port: int, hint: str) -> socket.socket:
    """A socket that listens at a port, 0 being any that is free. Raises LambError; the *hint* says what now
    where another port would do.

    It is said to be TCP's: asyncio, which would hold back what is short otherwise, looks at that.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(MOST_WAITING)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = reason_of(error) if isinstance(error, OSError) else "there is no such port"
        others_do = isinstance(error, OSError) and error.errno in (EACCES, EADDRINUSE)
        said = f"{host}, port {port} cannot be used: {reason}"
        none = "ports are numbers from 0 to 65535" if isinstance(error, OverflowError) else None
        raise LambError(said, hint=hint if others_do else none) from None
    return listening

"""Serving on a port of loopback that nobody else has."""

import asyncio
import json
import os
import socket
from typing import TextIO

_HOST = "127.0.0.1"


def free_socket() -> socket.socket:
    """A listening socket: the system chose its port, so no two launchers can have the same."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.bind((_HOST, 0))
    listener.listen(256)
    return listener


def configure_emulator(port: int) -> None:
    """Settings that the emulator reads when it is imported."""
    settings = {
        "BIND_HOST": _HOST,
        "MINISTACK_HOST": _HOST,
        "GATEWAY_PORT": str(port),
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
    }
    os.environ.update(settings)
    for name, value in {
        "AUTH": "true",
        "MINISTACK_ACCOUNT_ID": "111111111111",
        "MINISTACK_REGION": "us-east-1",
        "LAMBDA_ACCOUNT_CONCURRENCY": "8",
        "LOG_LEVEL": "WARNING",
    }.items():
        os.environ.setdefault(name, value)


def serve(listener: socket.socket, announcements: TextIO) -> None:
    """Serve until the process ends; announce the endpoint when the emulator is ready."""
    from hypercorn.asyncio import serve as hypercorn_serve
    from hypercorn.config import Config
    from ministack import app

    config = Config()
    # Hypercorn makes a socket object of its own out of the number.
    config.bind = [f"fd://{os.dup(listener.fileno())}"]
    config.keep_alive_timeout = 75
    config.loglevel = os.environ["LOG_LEVEL"].upper()
    endpoint = f"http://{_HOST}:{listener.getsockname()[1]}"

    async def announcing(scope, receive, send):
        async def send_on(message):
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                line = json.dumps({"endpoint": endpoint, "pid": os.getpid()})
                print(line, file=announcements, flush=True)

        await app.app(scope, receive, send_on if scope["type"] == "lifespan" else send)

    async def for_ever() -> None:
        await asyncio.Event().wait()

    asyncio.run(hypercorn_serve(announcing, config, shutdown_trigger=for_ever))

"""A portal of our own on loopback: it answers, and fails, as a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """One answer to one request."""

    status: int = 201
    content: bytes = b""
    headers: dict = field(default_factory=dict)
    drop: bool = False


class Portal:
    """Answers by end point; ``plan`` holds replies to give first, in order."""

    def __init__(self, answers: dict[str, bytes]):
        self.answers = answers
        self.plan: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, dict, dict]] = []
        self.address = ""

    def reply(self, endpoint: str) -> Reply:
        waiting = self.plan.get(endpoint) or []
        return waiting.pop(0) if waiting else Reply(content=self.answers[endpoint])

    @property
    def order(self) -> list[str]:
        """End points in the order asked."""
        return [endpoint for endpoint, _, _ in self.asked]


@contextmanager
def serving(answers: dict[str, bytes]) -> Iterator[Portal]:
    """The portal, running until the end of the block."""
    portal = Portal(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            endpoint = self.path.rsplit("/", 1)[-1]
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length))
            portal.asked.append((endpoint, body, dict(self.headers)))
            reply = portal.reply(endpoint)
            if reply.drop:
                self.connection.close()
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.content)))
            self.end_headers()
            self.wfile.write(reply.content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    portal.address = f"http://127.0.0.1:{server.server_port}/api"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

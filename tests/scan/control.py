"""A page with two faults, so that it is seen that the scanners can find one."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Faulty(BaseHTTPRequestHandler):
    """Says back what it was sent, and puts it into a query."""

    def do_GET(self) -> None:
        name = parse_qs(urlsplit(self.path).query).get("name", ["1"])[0]
        with sqlite3.connect(":memory:") as database:
            try:
                rows = database.execute(f"SELECT 'one' WHERE 1 = {name}").fetchall()  # the fault
            except sqlite3.Error as error:
                rows = [("near " + str(error),)]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        with suppress(BrokenPipeError):
            self.wfile.write(
                f"<html><body><a href='/?name=1'>again</a><p>{name}</p><p>{rows}</p></body></html>".encode()
            )

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def faulty() -> Iterator[str]:
    """The address of the faulty page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Faulty)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()

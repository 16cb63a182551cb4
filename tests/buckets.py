"""A bucket of S3-compatible storage in the test's own process."""

import contextlib
import urllib.request
from collections.abc import Iterator

from moto.server import ThreadedMotoServer

KEYS = {"AWS_ACCESS_KEY_ID": "guide", "AWS_SECRET_ACCESS_KEY": "guide-secret", "AWS_REGION": "us-east-1", "AWS_ALLOW_HTTP": "true"}
"""What a server of our own lets in; not a secret of anybody."""


@contextlib.contextmanager
def bucket() -> Iterator[dict[str, str]]:
    """Keep a bucket named ``guide`` on moto while the block runs; gives the variables that lead there."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    try:
        urllib.request.urlopen(urllib.request.Request(f"{address}/guide", method="PUT")).close()
        yield {**KEYS, "AWS_ENDPOINT_URL": address, "AWS_ENDPOINT": address}
    finally:
        server.stop()

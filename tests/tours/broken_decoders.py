"""What decoders with a hole in them do to the process that they run in."""

import ctypes


def crash(_data):
    """Read where nothing is."""
    ctypes.string_at(0)


def hang(_data):
    """Go round in a circle."""
    while True:
        pass


def fill(_data):
    """Believe a header that speaks of ten gigabytes."""
    return [bytearray(10_000_000) for _ in range(1000)]

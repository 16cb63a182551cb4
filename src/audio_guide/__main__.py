"""The door: ``python -m audio_guide`` and ``audio-guide``."""

import sys

from audio_guide.starting import load


def main() -> int:
    """Run the command line; it is loaded here and not above because every speaking process loads this module again and stays small so."""
    return int(load("audio_guide.cli").run(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())

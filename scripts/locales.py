"""Bring locales/ up to what code and templates ask for: ``make locales``, then translate what it names."""

import sys
from pathlib import Path

import polib

from audio_guide.kit.catalogues import extract

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "locales"


def main() -> int:
    """Write the template, merge it into each language, and name what has no translation yet."""
    template = LOCALES / "messages.pot"
    template.write_bytes(extract(ROOT / "src" / "audio_guide"))
    wanted = polib.pofile(str(template))
    missing = 0
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/messages.po")):
        catalogue = polib.pofile(str(path), wrapwidth=0)
        catalogue.merge(wanted)
        for entry in catalogue.obsolete_entries():
            catalogue.remove(entry)
        catalogue.save(str(path))
        for entry in catalogue.untranslated_entries():
            missing += 1
            print(f"{path.parts[-3]}: {entry.msgid}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

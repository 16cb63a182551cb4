"""Write the table of settings in docs/operations.md from the settings' own docstrings: ``python scripts/settings_table.py``."""

import ast
import inspect
import re
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

from audio_guide import settings

DOCUMENT = Path(__file__).parents[1] / "docs" / "operations.md"


def main() -> None:
    """Replace the rows of the table."""
    body = next(node for node in ast.parse(inspect.getsource(settings)).body if isinstance(node, ast.ClassDef)).body
    told = {
        left.target.id: right.value.value
        for left, right in pairwise(body)
        if isinstance(left, ast.AnnAssign) and isinstance(left.target, ast.Name) and isinstance(right, ast.Expr) and isinstance(right.value, ast.Constant)
    }
    rows = "\n".join(
        f"| `{settings.PREFIX}{field.name.upper()}` | `{field.default}` | {str(told[field.name]).replace('``', '`')} |" for field in fields(settings.Settings)
    )
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(re.sub(rf"(?:^\| `{settings.PREFIX}.*\n)+", lambda _: rows + "\n", text, flags=re.MULTILINE), encoding="utf-8")


if __name__ == "__main__":
    main()

"""A program of its own: what a document shows on standard input, its PDF on standard output.

It runs apart because the library starts threads that stay: a process that has them cannot fork
one that typesets again. It knows nothing of the project. Its arguments are a template, and the
document's date in seconds since 1970.
"""

from __future__ import annotations

import os
import signal
import sys

# Whoever started it waits no longer; it ends even if nobody waits any more. In seconds.
_LONGEST = 60


def main() -> None:
    """Write the PDF, tagged as PDF/UA-1 wants it. Opens the template only: no font, no network."""
    signal.alarm(_LONGEST)
    # As many threads as processors would be slower for a few pages.
    os.environ["RAYON_NUM_THREADS"] = "1"
    import typst  # noqa: PLC0415 - only now, so that it sees the line above

    template, dated = sys.argv[1:]
    pdf = typst.compile(
        template,
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        sys_inputs={"shown": sys.stdin.buffer.read().decode()},
        timestamp=int(dated),
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()

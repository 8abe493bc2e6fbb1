"""A program of its own: what a document shows on standard input, its PDF on standard output.

It runs apart because the library starts threads that stay: a process that has them cannot fork
one that typesets again. It knows nothing of the project. Its arguments are a template, and the
document's date in seconds since 1970, and after how many seconds it ends, even if nobody waits for
it any more.
"""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Write the PDF, tagged as PDF/UA-1 wants it. Opens the template only: no font, no network."""
    template, dated, longest = sys.argv[1:]
    signal.alarm(int(longest))
    # As many threads as processors would be slower for a few pages.
    os.environ["RAYON_NUM_THREADS"] = "1"
    import typst  # noqa: PLC0415 - only now, so that it sees the line above

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

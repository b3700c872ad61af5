"""Sets one page as PDF, in a process of its own: HTML and CSS come in, the PDF goes out.

``python -m bff.reports.typeset``. It may fetch nothing, and has limits of its own.
"""

import sys
from contextlib import suppress
from typing import Final

import msgspec
from msgspec import Struct

MEMORY: Final = 1 << 30
SECONDS: Final = 20
UNAVAILABLE: Final = 69  # EX_UNAVAILABLE: the libraries that it needs are not here


class Sheet(Struct):
    html: str
    css: str


def main() -> int:
    sheet = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Sheet)
    try:
        import weasyprint.text.fonts  # noqa: PLC0415  # fails where Pango is missing
    except (ImportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return UNAVAILABLE
    limit()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=["data"], allow_redirects=False)
    fonts = weasyprint.text.fonts.FontConfiguration()
    style = weasyprint.CSS(string=sheet.css, font_config=fonts, url_fetcher=fetcher)
    page = weasyprint.HTML(string=sheet.html, url_fetcher=fetcher)
    page.write_pdf(sys.stdout.buffer, stylesheets=[style], font_config=fonts)
    return 0


def limit() -> None:
    with suppress(ImportError):
        import resource  # noqa: PLC0415  # Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    sys.exit(main())

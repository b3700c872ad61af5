"""A letter becomes a mail: a text part, an HTML part, and headers that nobody can add to.

The styles of the HTML part stand in its elements, for mail programs leave style sheets out;
those that do read one get dark colours from it. It loads nothing from anywhere.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Any

from markupsafe import Markup, escape
from msgspec import Struct

from backend.core.i18n import gettext as _
from backend.core.i18n import reader
from backend.mail.letter import Letter, Line, Link, Section

LONGEST_SUBJECT = 200
LONGEST_WORD = 20  # characters that have room on a phone beside what is said of them
CONTROLS = frozenset({"Cc", "Cf", "Zl", "Zp"})  # of Unicode: also those that turn text around
ENCODED = "=?"
# RFC 5322 section 3.2.3 and RFC 6532: a dot-atom. Quoted ones are allowed, and used by nobody.
ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
LOCAL = re.compile(rf"(?=.{{1,64}}\Z){ATOM}(\.{ATOM})*")
HOST = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+", re.IGNORECASE)
FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"
PAGE = Markup("""\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
@media (prefers-color-scheme: dark) {{
  .page {{ background: #0a0a0a !important; }}
  .card {{ background: #171717 !important; border-color: #3f3f46 !important; }}
  .ink {{ color: #fafafa !important; }}
  .quiet {{ color: #a1a1aa !important; }}
  .link {{ color: #fafafa !important; }}
  .rule {{ border-color: #3f3f46 !important; }}
  .button {{ background: #fafafa !important; color: #18181b !important; }}
}}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f4f5">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
<td class="page" align="center" style="padding:24px 12px;background:#f4f4f5">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" \
style="max-width:560px"><tr>
<td class="card ink" align="left" style="{font};font-size:16px;line-height:1.5;color:#18181b;\
background:#ffffff;border:1px solid #e4e4e7;border-radius:12px;padding:28px;word-break:break-word">
<p class="quiet" style="margin:0 0 20px;font-size:14px;font-weight:600;color:#52525b">Foyer</p>
{content}
</td></tr></table>
<p class="quiet" style="{font};max-width:560px;margin:16px auto 0;font-size:13px;line-height:1.5;\
color:#52525b;text-align:left">{foot}</p>
</td></tr></table>
</body>
</html>
""")
PARAGRAPH = Markup('<p class="ink" style="margin:0 0 16px;color:#18181b">{}</p>\n')
BUTTON = Markup(
    '<p style="margin:24px 0 0"><a class="button" href="{}" style="display:inline-block;'
    "padding:11px 20px;border-radius:8px;background:#18181b;color:#ffffff;font-weight:600;"
    'text-decoration:none">{}</a></p>\n'
)
FURTHER = Markup(
    '<p style="margin:12px 0 0"><a class="link" href="{}" style="color:#18181b">{}</a></p>\n'
)
NOTE = Markup('<p class="quiet" style="margin:16px 0 0;font-size:14px;color:#52525b">{}</p>\n')
TITLE = Markup('<p class="ink" style="margin:20px 0 4px;font-weight:600;color:#18181b">{}</p>\n')
TABLE = Markup(
    '<table width="100%" cellpadding="0" cellspacing="0" border="0" '
    'style="margin:0 0 16px;border-collapse:collapse">\n{}</table>\n'
)
ROW = Markup(
    '<tr><td class="ink rule" style="padding:8px 12px 8px 0;border-bottom:1px solid #e4e4e7;'
    'color:#18181b;word-break:{}">{}</td><td class="quiet rule" align="right" style="padding:8px 0;'
    'border-bottom:1px solid #e4e4e7;color:#52525b">{}</td></tr>\n'
)
IN_A_ROW = Markup('<a class="link" href="{}" style="color:#18181b">{}</a>')
IN_THE_FOOT = Markup('<br><a class="quiet" href="{}" style="color:#52525b">{}</a>')


class Whole(UnstructuredHeader, BaseHeader):
    """An address in angle brackets, however long: folded, Python would encode it as if it were
    words (RFC 2047), and no mail program finds it in there.
    """

    def fold(self, *, policy: "Policy[Any]") -> str:
        return f"{self.name}: {self}{policy.linesep}"


class Subject(UnstructuredHeader, BaseHeader):
    """Encoded in one piece: word by word, as Python does it, the blank between two encoded words
    is lost (RFC 2047 section 6.2).
    """

    def fold(self, *, policy: "Policy[Any]") -> str:
        if self.isascii() or getattr(policy, "utf8", False):
            return super().fold(policy=policy)
        words = Header(str(self), "utf-8", header_name=self.name)
        return f"{self.name}: {words.encode(linesep=policy.linesep)}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", Whole)
HEADERS.map_to_type("subject", Subject)
PLAIN = SMTP.clone(header_factory=HEADERS)
INTERNATIONAL = PLAIN.clone(utf8=True)  # RFC 6532


class NoAddress(Exception):
    """Not one plain address that a mail can go to."""


class Envelope(Struct, frozen=True):
    """``unsubscribe`` is where one click ends such mails; what must reach its reader has none."""

    sender: Address
    recipient: str
    message_id: str
    date: datetime
    unsubscribe: str = ""


def address_of(text: str) -> Address:
    """One addr-spec and no name: what somebody calls themselves is not for a header.

    A domain of other letters than ours goes out as IDNA. Raises NoAddress.
    """
    local, _at, domain = text.rpartition("@")
    try:
        host = domain.encode("idna").decode()
    except UnicodeError as error:
        raise NoAddress from error
    if not LOCAL.fullmatch(local) or not HOST.fullmatch(host) or ENCODED in local:
        raise NoAddress
    return Address(username=local, domain=host)


def mail_of(letter: Letter, envelope: Envelope) -> EmailMessage:
    """Raises NoAddress."""
    recipient = address_of(envelope.recipient)
    mail = EmailMessage(PLAIN if recipient.addr_spec.isascii() else INTERNATIONAL)
    mail["From"] = envelope.sender
    mail["To"] = recipient
    mail["Subject"] = one_line(letter.subject)[:LONGEST_SUBJECT]
    mail["Date"] = format_datetime(envelope.date)
    mail["Message-ID"] = envelope.message_id
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers it
    if envelope.unsubscribe:
        mail["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    mail.set_content(text_of(letter, envelope.unsubscribe))
    mail.add_alternative(html_of(letter, envelope.unsubscribe), subtype="html")
    return mail


def one_line(text: str) -> str:
    """A header's value: nothing in it ends the line or turns it around.

    Python reads encoded words (RFC 2047) in what it is given, and writes out the line's end that
    they may hold; so there are none.
    """
    kept = (" " if unicodedata.category(sign) in CONTROLS else sign for sign in text)
    return " ".join("".join(kept).replace(ENCODED, "= ?").split())


def text_of(letter: Letter, unsubscribe: str) -> str:
    parts = [
        *letter.paragraphs,
        *map(_section_text, letter.sections),
        *(f"{link.label}:\n{link.url}" for link in letter.links),
        letter.note,
    ]
    foot = _why(unsubscribe)
    stop = f"\n{_('No more mails of this kind')}: {unsubscribe}" if unsubscribe else ""
    return "\n\n".join(filter(None, parts)) + f"\n\n-- \n{foot}{stop}\n"


def html_of(letter: Letter, unsubscribe: str) -> str:
    button, further = letter.links[:1], letter.links[1:]
    stop = _link(IN_THE_FOOT, Link(_("No more mails of this kind"), unsubscribe))
    content = [
        *(PARAGRAPH.format(_broken(text)) for text in letter.paragraphs if text),
        *map(_section_html, letter.sections),
        *(_link(BUTTON, link) for link in button),
        *(_link(FURTHER, link) for link in further),
        NOTE.format(letter.note) if letter.note else "",
    ]
    return PAGE.format(
        lang=reader().locale,
        title=one_line(letter.subject),
        font=Markup(FONT),  # noqa: S704  # a constant of this module
        content=Markup().join(content),
        foot=escape(_why(unsubscribe)) + (stop if unsubscribe else ""),
    )


def _why(unsubscribe: str) -> str:
    if unsubscribe:
        return _("You get this because you use Foyer and want such mails.")
    return _("You get this because you have an account at Foyer.")


def _section_text(section: Section) -> str:
    lines = (_line_text(line) for line in section.lines)
    return "\n".join([*([section.title] if section.title else []), *lines])


def _line_text(line: Line) -> str:
    said = f"{line.text}: {line.detail}" if line.detail else line.text
    return f"- {said}" + (f"\n  {line.url}" if line.url else "")


def _section_html(section: Section) -> Markup:
    title = TITLE.format(section.title) if section.title else Markup()
    return title + TABLE.format(Markup().join(_rows(section.lines)))


def _rows(lines: Iterable[Line]) -> Iterable[Markup]:
    for line in lines:
        text = _link(IN_A_ROW, Link(line.text, line.url)) if line.url else line.text
        is_long = any(len(word) > LONGEST_WORD for word in line.text.split())
        yield ROW.format("break-word" if is_long else "normal", text, line.detail)


def _link(made: Markup, link: Link) -> Markup:
    return made.format(link.url, link.label)


def _broken(text: str) -> Markup:
    return Markup("<br>").join(text.splitlines())

"""Whatever people write into a field is text on every page."""

import pytest
import turbohtml

from tests.bff.browser import HTMX, Browser
from tests.support.builders import make_client, make_deal
from tests.support.people import People, SignedIn

MARK = "xss7f3a"
CORPUS = [
    f"<script>{MARK}()</script>",
    f"<ScRiPt src=//{MARK}></ScRiPt>",
    f"<img src=x onerror={MARK}()>",
    f"<svg/onload={MARK}()>",
    f'"><svg onload={MARK}()>',
    f"'><svg onload={MARK}()>",
    f"' onfocus={MARK}() autofocus='",
    f'" onfocus={MARK}() autofocus="',
    f"</textarea><script>{MARK}()</script>",
    f"</title><script>{MARK}()</script>",
    f"</option></select><script>{MARK}()</script>",
    f"<!--><script>{MARK}()</script>-->",
    f"<hx-partial hx-target='body'>{MARK}</hx-partial>",
    f"<div hx-get='/{MARK}' hx-trigger='load'>",
    f"<a href='javascript:{MARK}()'>x</a>",
    f"javascript:{MARK}()",
    f"{{{{{MARK}}}}}",
    f"${{{MARK}}}",
    f"{{card}} {{0.__class__}} %s {MARK}",
    f"<iframe srcdoc='<script>{MARK}()</script>'>",
    f"<form action=//{MARK}><button>",
    f"<base href=//{MARK}>",
    f"<style>*{{background:url(//{MARK})}}</style>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={MARK}()>",
    f"\u2028{MARK}\u2029",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"<p/{MARK}=1/onclick=x>",
]
ADDRESSES = {"href", "src", "action", "formaction", "srcdoc", "hx-get", "hx-post"}
ACTIVE = {"script", "iframe", "object", "embed", "base", "style"}


def planted(html: str) -> list[str]:
    """Elements and attributes that carry the mark where a browser would act on it."""
    found: list[str] = []
    for element in turbohtml.parse(html).select("*"):
        for name, value in element.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value or "")
            if MARK not in f"{name}{text}":
                continue
            if (name.startswith(("on", "hx-")) and name not in ADDRESSES) or MARK in name:
                found.append(f"<{element.tag} {name}={text!r}>")
            if name in ADDRESSES and not local(text):
                found.append(f"<{element.tag} {name}={text!r}>")
        if element.tag in ACTIVE and MARK in element.text:
            found.append(f"<{element.tag}>")
    return found


def local(url: str) -> bool:
    return url.startswith(("/", "mailto:", "tel:")) and not url.startswith("//")


def test_the_detector_detects() -> None:
    for text in CORPUS[:8]:
        assert planted(f"<p title=\"x{text}\">{text}</p><input value='{text}'>"), text


@pytest.mark.slow
async def test_no_field_of_any_record_is_more_than_text(
    ada: Browser, api: SignedIn, signed_in: People
) -> None:
    for number, text in enumerate(CORPUS):
        line = text.replace("\u2028", "").replace("\u2029", "")
        await signed_in(email=f"u{number}@foyer.test", name=line)
        client = await make_client(
            api,
            name=line,
            company=line,
            phone=line[:50],
            notes=text,
            email=f"{MARK}'{number}@x.example",
        )
        deal = await make_deal(api, client_id=client["id"], title=line, description=text)
        await api.patch(f"/api/v1/clients/{client['id']}", json={"notes": f"{text}!"})
        pages = [
            f"/clients/{client['id']}",
            f"/clients/{client['id']}/edit/",
            f"/deals/{deal['id']}",
            f"/deals/{deal['id']}/edit/",
            f"/deals/new/?client={client['id']}",
        ]
        for path in pages:
            for headers in ({}, HTMX):
                page = await ada.open(path, headers)
                assert page.status == 200, (path, page.html)
                assert planted(page.html) == [], path

    for path in ("/clients/", "/deals/board/", "/deals/new/", "/clients/new/"):
        page = await ada.open(path)
        assert MARK in page.html
        assert planted(page.html) == [], path


@pytest.mark.slow
async def test_no_address_is_more_than_text(ada: Browser) -> None:
    for text in CORPUS:
        for path in ("/clients/", "/deals/board/", "/deals/new/", "/login/", "/"):
            for name in ("search", "owner", "sort", "next", "client", "x"):
                answer = await ada.http.get(path, params={name: text})
                assert answer.status_code in (200, 400), (path, name, text)
                assert planted(answer.text) == [], (path, name)


async def test_a_refused_form_shows_text(ada: Browser) -> None:
    form = await ada.open("/clients/new/")
    for text in CORPUS:
        fields = dict.fromkeys(("company", "email", "phone", "notes", "was", "version"), text)
        page = await ada.submit(form, "form[action='/clients/new/']", **fields)
        assert page.status == 422
        assert planted(page.html) == []

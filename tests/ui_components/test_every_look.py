"""Every example as it is seen by others: on a phone, in a longer language, from right to left."""

import pytest
from playwright.sync_api import Page

from tests.support.chromium import CUT_OFF
from tests.ui_components.frames import framed
from tests.ui_components.server import Site
from ui_components.gallery.registry import components

pytestmark = [pytest.mark.e2e, pytest.mark.sweep]

PHONE = 375
LOOKS = ("", "show.direction=rtl", "show.texts=long", "show.zoom=200", "show.colours=forced")


@pytest.mark.parametrize("name", components())
def test_nothing_is_wider_than_its_place_or_cut_off(
    quiet_page: Page, site: Site, name: str
) -> None:
    looks = [(one.slug, look) for one in components()[name].examples for look in LOOKS]
    addresses = [f"/gallery/{name}/{slug}?{look}" for slug, look in looks]

    found = {}
    for address, frame in zip(
        addresses, framed(quiet_page, site.url, addresses, width=PHONE), strict=True
    ):
        # At 200 % a phone is half as wide as any that there is.
        if "zoom" in address:
            frame.frame_element().evaluate("frame => { frame.width *= 2; }")
        wide: bool = frame.evaluate(
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        found[address] = [*(["too wide"] if wide else []), *frame.evaluate(CUT_OFF)]

    assert {address: told for address, told in found.items() if told} == {}

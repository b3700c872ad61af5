"""Figures: another period in place, numbers behind a chart, a report narrowed, and paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import Api

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_another_period_comes_in_place_by_keyboard(page: Page, olga: Api) -> None:
    olga.make_deal(amount="250.00", status="WON")
    page.goto("/dashboard/")
    won = page.locator("dl.stat").filter(has_text="Won").first
    expect(won).to_contain_text("€250")

    page.get_by_role("combobox", name="Period").focus()
    page.keyboard.press("End")

    expect(page).to_have_url(re.compile(r"/dashboard/\?period=last_year$"))
    expect(won).to_contain_text("0 deals")
    expect(page.get_by_role("combobox", name="Period")).to_be_focused()
    page.reload()
    expect(page.get_by_role("combobox", name="Period")).to_have_value("last_year")


def test_the_numbers_of_a_chart_are_a_table(page: Page, olga: Api) -> None:
    olga.make_deal(amount="250.00", status="WON")
    page.goto("/dashboard/")

    page.locator("#weeks summary").focus()
    page.keyboard.press("Enter")

    last = page.locator("#weeks tbody tr").last
    expect(last).to_contain_text("1 · €250")


def test_a_report_is_narrowed_in_place_and_printed_whole(page: Page, olga: Api) -> None:
    olga.make_deal(amount="250.00")
    olga.make_deal(amount="99.00", currency="USD")
    page.goto("/reports/pipeline/")

    page.get_by_label("Currency").select_option("USD")

    expect(page).to_have_url(re.compile(r"/reports/pipeline/\?currency=USD$"))
    expect(page.locator("#sheet-0 tbody tr").last).to_contain_text("$99.00")
    expect(page.locator("#sheet-0")).not_to_contain_text("€")
    expect(page.get_by_role("link", name="XLSX")).to_have_attribute("href", re.compile("USD$"))
    page.emulate_media(media="print")
    expect(page.locator("#sidebar")).to_be_hidden()
    expect(page.get_by_role("link", name="XLSX")).to_be_hidden()
    expect(page.locator("#sheet-0")).to_be_visible()

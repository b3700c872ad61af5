"""What numbers, days, switches and radio buttons promise beyond their looks."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from ui_components.date_field import date_field
from ui_components.field import Option, money_field
from ui_components.number import number_field
from ui_components.radio import radio_field
from ui_components.switch import switch_field

SIZES = [Option("s", "Small"), Option("l", "Large")]


def test_a_number_is_read_out_with_its_unit_before_its_notes() -> None:
    html = str(number_field("share", "Share", unit="%", hint="Of winning", error="Too much"))

    described = 'aria-describedby="field-share-unit field-share-hint field-share-error"'
    assert described in html
    assert 'id="field-share-unit">%<' in html


def test_a_number_is_written_out_and_refused_text_stays() -> None:
    assert 'value="1000"' in str(number_field("n", "N", value=Decimal("1E+3"), step="any"))
    assert 'value="0" min="0"' in str(number_field("n", "N", value=0, min=0))
    assert 'value="a lot"' in str(number_field("n", "N", value="a lot"))
    assert " value" not in str(number_field("n", "N"))


def test_whole_numbers_bring_the_keyboard_without_a_point() -> None:
    assert 'inputmode="numeric"' in str(number_field("n", "N"))
    assert 'inputmode="decimal"' in str(number_field("n", "N", step=Decimal("0.01")))
    assert 'step="any"' in str(number_field("n", "N", step="any"))


def test_a_moment_is_written_as_the_browser_reads_it() -> None:
    at = datetime(2026, 3, 1, 9, 30, 15, tzinfo=UTC)

    assert 'value="2026-03-01T09:30"' in str(
        date_field("at", "At", kind="datetime-local", value=at)
    )
    assert 'value="09:30"' in str(date_field("at", "At", kind="time", value=time(9, 30)))
    bounded = str(date_field("on", "On", value="31.2.", min=date(2026, 1, 1), max=date(2026, 2, 1)))
    assert 'value="31.2." min="2026-01-01" max="2026-02-01"' in bounded


def test_a_switch_is_a_check_box_that_says_it_is_a_switch() -> None:
    html = str(switch_field("mail", "Mail", on=True, hint="Daily", hx={"hx-get": "/x"}))

    assert 'type="checkbox" role="switch" value="on" checked' in html
    assert 'aria-describedby="field-mail-hint"' in html
    assert 'hx-get="/x"' in html
    assert " checked" not in str(switch_field("mail", "Mail"))


def test_radio_buttons_share_a_name_and_their_group_has_the_notes() -> None:
    html = str(radio_field("size", "Size", SIZES, value="l", error="No", required=True))

    assert html.count('name="size"') == 2
    assert 'value="l" checked' in html
    assert html.count(" checked") == 1
    assert 'aria-invalid="true" aria-describedby="field-size-error"' in html
    assert 'aria-required="true"' in html


def test_single_radio_buttons_can_be_taken_away() -> None:
    html = str(radio_field("size", "Size", SIZES, unavailable={"l"}))

    assert html.count(" disabled") == 1
    assert 'value="l" disabled' in html


def test_money_asks_its_server_with_its_amount() -> None:
    html = str(money_field("amount", "Amount", currency="EUR", hx={"hx-get": "/rate"}))

    assert html.index("<input") < html.index('hx-get="/rate"') < html.index("</div>")

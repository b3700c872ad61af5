"""Forms of a page, as a browser without scripts would send them."""

import turbohtml


def filled(html: str, selector: str, **typed: str) -> dict[str, str]:
    """The fields of the form as the page shows it, with these typed into it."""
    form = turbohtml.parse(html).select_one(selector)
    assert form, f"no {selector} in {html[:2000]}"
    return dict(form.form_data()) | typed

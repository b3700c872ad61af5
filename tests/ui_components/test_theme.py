"""The built assets are what the sources say."""

import hashlib
import re

import pytest

from ui_components import html as h
from ui_components.assets import ASSETS_DIR, asset_url
from ui_components.gallery.registry import components
from ui_components.icons import icon_names
from ui_components.theme import build, fetch


def test_dist_is_what_a_build_gives() -> None:
    """If this fails: python -m ui_components.theme.build."""
    assert build.current() == build.build()


def test_names_carry_the_hash_of_their_content() -> None:
    for path in ASSETS_DIR.iterdir():
        if path.name != "manifest.json":
            stated = path.name.split(".")[-2]
            assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(stated)


def test_an_asset_has_an_address_and_an_unknown_one_has_none() -> None:
    assert re.fullmatch(r"/static/app\.[0-9a-f]{8}\.css", asset_url("app.css"))
    with pytest.raises(LookupError):
        asset_url("../secret")


def test_the_style_sheet_asks_only_for_what_is_there() -> None:
    css = (ASSETS_DIR / asset_url("app.css").removeprefix("/static/")).read_text("utf-8")
    asked = {url for url in re.findall(r"url\(([^)]+)\)", css) if "data:" not in url}

    assert len(asked) == 3
    assert all((ASSETS_DIR / url.strip('"')).exists() for url in asked)


@pytest.mark.parametrize("package", fetch.packages(), ids=lambda package: package["name"])
def test_vendored_files_are_the_ones_recorded(package: dict[str, dict[str, str]]) -> None:
    for path, expected in package["files"].items():
        content = (fetch.VENDOR / str(package["name"]) / path).read_bytes()
        assert fetch.digest(content) == expected


def test_nothing_is_vendored_unrecorded() -> None:
    recorded = {
        fetch.VENDOR / package["name"] / path
        for package in fetch.packages()
        for path in package["files"]
    }
    present = {path for path in fetch.VENDOR.rglob("*") if path.is_file()}

    assert present - recorded == {fetch.VENDOR / "VENDOR.toml"}


def test_the_icons_are_the_ones_recorded() -> None:
    [lucide] = [package for package in fetch.packages() if package["name"] == "lucide-static"]

    assert list(icon_names()) == sorted(lucide["icons"])


def test_every_class_of_ours_has_a_style() -> None:
    """A class in the HTML that no rule knows is a mistake in one of the two."""
    css = (ASSETS_DIR / asset_url("app.css").removeprefix("/static/")).read_text("utf-8")
    styled = set(re.findall(r"\.((?:[\w-]|\\.)+)", css))
    used = {
        name
        for component in components().values()
        for example in component.examples
        for names in re.findall(r' class="([^"]*)"', str(h.div[example.render()]))
        for name in names.replace("&amp;", "&").split()
    }

    assert {re.sub(r"([^\w-])", r"\\\1", name) for name in used} - styled == set()

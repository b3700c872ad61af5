"""The built assets are what the sources say."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ui_components import html as h
from ui_components.assets import ASSETS_DIR, asset_url
from ui_components.gallery.registry import components
from ui_components.icons import icon_names
from ui_components.theme import build, fetch
from ui_components.theme.tokens import colour, with_colours

REPOSITORY = Path(__file__).parents[2]


def test_another_brand_is_one_edit_and_a_build(tmp_path: Path) -> None:
    """Without the edit it is what is committed; if this fails: ``task css``."""
    (tmp_path / "bff").symlink_to(REPOSITORY / "bff")  # whose classes are in the style sheet
    shutil.copytree(build.THEME.parent, tmp_path / "ui_components")
    tokens = tmp_path / "ui_components" / "theme" / "tokens.css"
    edited = tokens.read_text("utf-8").replace("--brand: 208", "--brand: 30")
    tokens.write_text(edited.replace("--radius: 0.5rem", "--radius: 1rem"), "utf-8")

    subprocess.run([sys.executable, "-m", "ui_components.theme.build"], cwd=tmp_path, check=True)

    usual, ours = dist(build.DIST), dist(tmp_path / "ui_components" / "theme" / "dist")
    assert {name for name in usual if usual[name] != ours[name]} == {"app.css", "favicon.svg"}
    themed = usual["app.css"].replace("--brand:208", "--brand:30")
    assert ours["app.css"] == themed.replace("--radius:.5rem", "--radius:1rem")
    assert colour("primary") in usual["favicon.svg"]
    assert colour("primary") not in ours["favicon.svg"]


def dist(folder: Path) -> dict[str, str]:
    """Its texts by what they are called without their hashes, and speak of each other so."""
    names = json.loads((folder / "manifest.json").read_text("utf-8"))
    texts = {name: (folder / names[name]).read_bytes().decode("latin-1") for name in names}
    for name, hashed in names.items():
        texts = {key: text.replace(hashed, name) for key, text in texts.items()}
    return texts


def test_colours_stand_in_one_file() -> None:
    literal = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:oklch|oklab|rgba?|hsla?|lab|lch)\([\d.]")
    for path in (build.THEME / "css").iterdir():
        assert literal.findall(path.read_text("utf-8")) == [], path.name


@pytest.mark.parametrize(
    ("name", "expected"),
    [("background", "#ffffff"), ("destructive", "#c51e21"), ("primary", "#006773")],
)
def test_a_token_is_a_colour_for_paper_too(name: str, expected: str) -> None:
    assert colour(name) == expected
    assert with_colours(f"fill: token:{name};") == f"fill: {expected};"


def test_what_is_no_colour_cannot_be_put_on_paper() -> None:
    with pytest.raises(LookupError):
        colour("radius")


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

"""Pictures: a file of each kind, the same from the same plan, in both languages."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.unit.sites.plan.conftest import loaded

from zbsec import sites
from zbsec.errors import PlanError
from zbsec.sites import plan
from zbsec.sites.plan import draw
from zbsec.sites.plan.draw import fonts
from zbsec.testing.plans import Estate

SHADES = (211, 227, 239), (207, 199, 140)
"""Blind ground and the class observe, blue first."""


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> plan.Plan:
    made = Estate(columns=2, rows=2, cameras=8, candidates=6)
    return loaded(tmp_path_factory.mktemp("estate"), *made.geojson()["features"])


@pytest.fixture(scope="module")
def proposal(estate: plan.Plan) -> plan.Proposal:
    return plan.propose(estate)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_svg_is_one_element_with_its_words_as_text(proposal: plan.Proposal, lang: str) -> None:
    text = proposal.to_svg(lang=lang)
    assert ET.fromstring(text).tag.endswith("svg")
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", text))
    assert ("增设摄像机" if lang == "zh" else "added camera") in words
    assert text == proposal.to_svg(lang=lang)
    assert "http://" not in re.sub(
        r'xmlns(:\w+)?="[^"]*"|<!--.*?-->|<metadata>.*?</metadata>', "", text, flags=re.DOTALL
    )


def test_it_is_the_plan_of_an_acceptance_report(estate: plan.Plan) -> None:
    site = sites.load(Path(__file__).resolve().parents[4] / "examples" / "estate" / "site.toml")
    report = sites.check(site, at=datetime(2026, 11, 26, tzinfo=UTC))
    page = report.to_html(plan=plan.coverage(estate).to_svg().encode())
    assert "data:image/svg+xml" in page


def test_a_png_shows_what_is_seen_and_what_is_not(estate: plan.Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.png"
    draw.save(plan.coverage(estate), path)
    picture = cv2.imread(str(path))
    blind, observed = (np.all(np.abs(picture.astype(int) - shade) <= 12, axis=2).mean() for shade in SHADES)
    assert blind > 0.005
    assert observed > 0.005


def test_an_enclosure_is_drawn_before_and_after(estate: plan.Plan) -> None:
    found = plan.enclose(estate)
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", found.to_svg(lang="zh")))
    assert f"现状：{len(found.kept) + len(found.closed)} 处通道开放" in words
    assert f"保留 {len(found.kept)} 处，封闭 {len(found.closed)} 处" in words
    assert "仅为方案，不得实施" in words


def test_drawing_leaves_matplotlib_as_it_was(estate: plan.Plan) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    plan.coverage(estate).to_svg()
    assert dict(mpl.rcParams) == before


def test_another_suffix_is_refused(estate: plan.Plan, tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"drawn as \.png, \.svg or \.pdf"):
        draw.save(plan.coverage(estate), tmp_path / "plan.dwg")


def test_without_a_chinese_font_a_png_in_chinese_is_refused(
    estate: plan.Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draw, "chinese", lambda: None)
    found = plan.coverage(estate)
    with pytest.raises(PlanError, match="fonts-noto-cjk"):
        draw.save(found, tmp_path / "plan.png", lang="zh")
    assert "摄像机" in found.to_svg(lang="zh")
    assert callable(fonts.chinese)

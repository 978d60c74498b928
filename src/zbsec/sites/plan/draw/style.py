"""Colours and the words on a drawn plan."""

from __future__ import annotations

from zbsec.sites.plan.faults import two

INK, MUTED, FAINT = "#1f2933", "#66727f", "#c9d1d9"
PAPER, OUTSIDE, GROUND = "#ffffff", "#f3f1ec", "#fbfaf7"
BUILDING, BUILDING_EDGE, WALL = "#b9bec6", "#8d949e", "#4b5563"
BLIND, BREACH, LIMITED = "#efe3d3", "#d7263d", "#a23b72"
MET, UNMET = "#2f7d4f", "#c8741a"
ADDED = "#e0592a"
MASK = "#3b3f46"
STREET, LANE, FOOTPATH = "#f6f4ef", "#dcd8ce", "#e9e6df"
OPEN, FORCED, CLOSED, DETOUR = "#2f7d4f", "#1d4e89", "#c0392b", "#c8741a"

SHADES = ("#e3f1f3", "#bfe0e4", "#8cc7cf", "#52a5b2", "#23798a", "#124d5c", "#0a2f3a")
"""From the coarsest class to the finest."""

WORDS = {
    "coverage": two("Camera coverage", "摄像机覆盖"),
    "before": two("Before", "调整前"),
    "after": two("{count} cameras added", "增设 {count} 台后"),
    "open_today": two("Today: {count} passages open", "现状：{count} 处通道开放"),
    "proposed": two("{count} stay open, {closed} are closed", "保留 {count} 处，封闭 {closed} 处"),
    "blind": two("not seen", "盲区"),
    "building": two("building", "建筑"),
    "camera": two("camera", "摄像机"),
    "added": two("added camera", "增设摄像机"),
    "wanted_met": two("wanted area, met", "应监控区域，已达标"),
    "wanted_unmet": two("wanted area, not met", "应监控区域，未达标"),
    "limited": two("identity may not be captured", "不得采集身份的区域"),
    "breach": two("maximum broken", "超出密度上限"),
    "mask": two("privacy mask", "隐私遮挡"),
    "kept": two("stays open", "保留开放"),
    "forced": two("may not be closed", "不得封闭"),
    "closed": two("closed", "封闭"),
    "wide": two("way for fire engines", "消防车通道"),
    "destination": two("destination", "步行目的地"),
    "detour": two("longest detour {longer:.0f} m, from {door} to {destination}",
                  "最长绕行 {longer:.0f} 米（{door} 至 {destination}）"),
    "scale": two("{length:g} m", "{length:g} 米"),
    "north": two("N", "北"),
    "shares": two("{seen:.0%} of the ground seen · {met} of {wanted} areas met · maxima broken: {broken}",
                  "空地覆盖 {seen:.0%} · 区域达标 {met}/{wanted} · 超限 {broken} 处"),
    "tried": two("{count} views tried", "共试 {count} 个视角"),
    "proved": two("fewer do not suffice", "已证明不能更少"),
    "unproved": two("time ran out before fewer were ruled out", "限时内未能证明最少"),
    "places": two("{count} places stay uncovered", "{count} 处仍无法覆盖"),
}  # fmt: skip

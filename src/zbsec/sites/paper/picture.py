"""A plan as part of a page: the picture's own bytes in the page, and nothing that reaches out of it."""

from __future__ import annotations

import base64
from xml.etree import ElementTree

from zbsec._text import two
from zbsec.errors import ImageError

_PNG = b"\x89PNG\r\n\x1a\n"


def data_uri(picture: bytes) -> str:
    """The picture as a ``data:`` address.

    :param picture: a PNG or SVG file.
    :raises ImageError: it is neither, or an SVG with a script, an entity or a reference to something elsewhere.
    """
    if picture.startswith(_PNG):
        return _uri("image/png", picture)
    _check_svg(picture)
    return _uri("image/svg+xml", picture)


def _check_svg(picture: bytes) -> None:
    if b"<?xml-stylesheet" in picture:
        raise ImageError("plan", two("names a style sheet elsewhere; embed it", "引用了外部样式表；请嵌入"))
    if b"<!ENTITY" in picture:
        raise ImageError(
            "plan",
            two("declares an XML entity; save it as plain SVG or as PNG", "声明了 XML 实体；请另存为普通 SVG 或 PNG"),
        )
    try:
        root = ElementTree.fromstring(picture)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ImageError(
            "plan",
            two(
                f"is neither PNG nor SVG ({error}); save it as one of them",
                f"既不是 PNG 也不是 SVG（{error}）；请另存为其中之一",
            ),
        ) from error
    if _name(root.tag) != "svg":
        raise ImageError(
            "plan", two(f"is a <{_name(root.tag)}>, no SVG picture", f"是 <{_name(root.tag)}>，不是 SVG 图片")
        )
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue  # a comment or a processing instruction
        if _name(node.tag) in ("script", "foreignObject"):
            raise ImageError(
                "plan",
                two(
                    f"holds a <{_name(node.tag)}>; a report carries pictures only",
                    f"含有 <{_name(node.tag)}>；报告只收图片",
                ),
            )
        for key, value in node.attrib.items():
            _check_attribute(_name(key), value)
        if "url(" in (node.text or "").replace("url(#", "") or "@import" in (node.text or ""):
            raise ImageError(
                "plan", two("its style refers to something elsewhere; embed it", "样式引用了外部内容；请嵌入")
            )


def _check_attribute(name: str, value: str) -> None:
    if name.startswith("on"):
        raise ImageError(
            "plan",
            two(f"holds a script in {name!r}; a report carries pictures only", f"在 {name!r} 中含有脚本；报告只收图片"),
        )
    outside = name in ("href", "src") and not value.startswith(("#", "data:image/"))
    if outside or "url(" in value.replace("url(#", "").replace("url('#", "").replace('url("#', ""):
        raise ImageError(
            "plan", two(f"refers to {value!r}, which lies elsewhere; embed it", f"引用了外部的 {value!r}；请嵌入")
        )


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _uri(kind: str, picture: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(picture).decode('ascii')}"

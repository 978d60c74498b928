"""A plan as part of a page: the picture's own bytes in the page, and nothing that reaches out of it."""

from __future__ import annotations

import base64
from xml.etree import ElementTree

_PNG = b"\x89PNG\r\n\x1a\n"


def data_uri(picture: bytes) -> str:
    """The picture as a ``data:`` address.

    :param picture: a PNG or SVG file.
    :raises ValueError: it is neither, or an SVG with a script, an entity or a reference to something elsewhere.
    """
    if picture.startswith(_PNG):
        return _uri("image/png", picture)
    _check_svg(picture)
    return _uri("image/svg+xml", picture)


def _check_svg(picture: bytes) -> None:
    if b"<?xml-stylesheet" in picture:
        raise ValueError("the plan names a style sheet elsewhere; embed it")
    if b"<!ENTITY" in picture:
        raise ValueError("the plan declares an XML entity; save it as plain SVG or as PNG")
    try:
        root = ElementTree.fromstring(picture)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ValueError(f"the plan is neither PNG nor SVG ({error}); save it as one of them") from error
    if _name(root.tag) != "svg":
        raise ValueError(f"the plan is a <{_name(root.tag)}>, no SVG picture")
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue  # a comment or a processing instruction
        if _name(node.tag) in ("script", "foreignObject"):
            raise ValueError(f"the plan holds a <{_name(node.tag)}>; a report carries pictures only")
        for key, value in node.attrib.items():
            _check_attribute(_name(key), value)
        if "url(" in (node.text or "").replace("url(#", "") or "@import" in (node.text or ""):
            raise ValueError("the plan's style refers to something elsewhere; embed it")


def _check_attribute(name: str, value: str) -> None:
    if name.startswith("on"):
        raise ValueError(f"the plan holds a script in {name!r}; a report carries pictures only")
    outside = name in ("href", "src") and not value.startswith(("#", "data:image/"))
    if outside or "url(" in value.replace("url(#", "").replace("url('#", "").replace('url("#', ""):
        raise ValueError(f"the plan refers to {value!r}, which lies elsewhere; embed it")


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _uri(kind: str, picture: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(picture).decode('ascii')}"

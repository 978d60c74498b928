"""The page as a PDF file. WeasyPrint (BSD) lays it out from the same HTML; it comes with the extra ``pdf``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zbsec._text import two
from zbsec.errors import ReportError

if TYPE_CHECKING:
    from uuid import UUID

_INSTALL = two(
    'install it with: pip install "zbsec[pdf]" (it needs Pango: apt install libpango-1.0-0 libpangoft2-1.0-0)',
    '请运行：pip install "zbsec[pdf]"（需要 Pango：apt install libpango-1.0-0 libpangoft2-1.0-0）',
)
_FONT = two(
    "install a font that has them, such as Noto Sans CJK (apt install fonts-noto-cjk)",
    "请安装含有这些字符的字体，例如 Noto Sans CJK（apt install fonts-noto-cjk）",
)


def to_pdf(html: str, *, identifier: UUID) -> bytes:
    """The page as PDF/A-3u: text that can be searched, fonts embedded, the same bytes for the same page.

    :param identifier: the file identifier of the PDF.
    :raises ReportError: WeasyPrint or Pango is not installed, or no font here has a character of the page.
    """
    weasyprint = _library()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render()
    missing: set[int] = set()

    def note_missing(document: Any, _: object) -> None:
        missing.update(codepoint for font in document.fonts.values() for codepoint in font.missing)

    pdf: bytes = document.write_pdf(finisher=note_missing, pdf_identifier=identifier.bytes, pdf_variant="pdf/a-3u")
    if missing:
        some = "".join(chr(codepoint) for codepoint in sorted(missing)[:12])
        raise ReportError(
            two(f"no font on this machine has {some!r}; {_FONT.en}", f"本机没有含 {some!r} 的字体；{_FONT.zh}")
        )
    return pdf


def _library() -> Any:
    try:
        import weasyprint  # noqa: PLC0415
        import weasyprint.urls  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise ReportError(
            two(
                f"a PDF needs WeasyPrint, and it cannot be loaded ({error}); {_INSTALL.en}",
                f"生成 PDF 需要 WeasyPrint，现无法加载（{error}）；{_INSTALL.zh}",
            )
        ) from error
    return weasyprint

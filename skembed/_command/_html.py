"""The HTML report: one file without external resources, for a phone and for a wide screen."""

from __future__ import annotations

from base64 import b64encode
from html import escape

_STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1f; --paper: #fff; --line: #d0d0d5; --soft: #f4f4f6; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8ea; --paper: #171717; --line: #43454a; --soft: #222428; }
  img { filter: invert(.91) hue-rotate(180deg); } /* white becomes paper, hues stay */
}
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid var(--line); }
p, li { overflow-wrap: anywhere; }
pre, .table { overflow-x: auto; background: var(--soft); padding: .75rem; border-radius: .4rem; }
pre { font-size: .8rem; line-height: 1.4; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .7rem; text-align: right; white-space: nowrap; }
.table { padding-left: 0; }
th:first-child { text-align: left; padding-left: .75rem;
  position: sticky; left: 0; background: var(--soft); }
tr + tr, tbody tr { border-top: 1px solid var(--line); }
figure { margin: 1.5rem 0; }
img { display: block; max-width: 100%; height: auto; background: #fff; border-radius: .4rem; }
figcaption { font-size: .9rem; }
@media (max-width: 40rem) {
  th, td { padding: .25rem .4rem; }
  th[scope=row] { white-space: normal; min-width: 6rem; }
}
"""


def section(heading: str, *parts: str) -> str:
    """Return a section with parts that are HTML already."""
    return f"<section><h2>{escape(heading)}</h2>{''.join(parts)}</section>"


def listed(lines: list[str]) -> str:
    """Return lines as a list."""
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>" if lines else ""


def paragraphs(lines: list[str]) -> str:
    """Return lines as paragraphs."""
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def scrolling(table: str) -> str:
    """Return a table that scrolls sideways where it is too wide."""
    return f'<div class="table">{table}</div>'


def preformatted(text: str) -> str:
    """Return text as it is, such as code."""
    return f"<pre>{escape(text)}</pre>"


def figure(png: bytes, caption: str) -> str:
    """Return a picture that is part of the page."""
    source = f"data:image/png;base64,{b64encode(png).decode('ascii')}"
    return (
        f'<figure><img src="{source}" alt="{escape(caption)}">'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def page(title: str, sections: list[str]) -> str:
    """Return the whole document."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{''.join(sections)}</main></body></html>\n"
    )

"""Draws a chart with altair and vl-convert: one shape for all, quiet, in the pages' own colours.

Nothing is laid out by the width of a text, so no font of the machine has a part in the bytes; the letters are those of
whoever looks at it. Every colour has a contrast of 3:1 or more with white, and none says anything alone.
"""

import re
from decimal import Decimal
from html import escape
from typing import Any

import altair
import vl_convert
from django.conf import settings

from reports.chart_scale import Scale, apart, month_label, named_months, runs_of, scale_of
from reports.charts import HIDDEN_NOTE, NARROW, WIDE, Chart

INK, QUIET, ACCENT, TARGET = (settings.THEME[name] for name in ("ink", "quiet", "accent", "green"))
GRID = "#e1e8ea"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
TOP, BOTTOM = 32, 58
VEGA_LITE = "6.1"
LINE = Decimal(14)
"""The height of a line of text, in pixels."""


def drawn(chart: Chart) -> bytes:
    """The SVG document. Equal charts give equal bytes."""
    specification = _chart(chart).to_dict(validate=False)
    svg = vl_convert.vegalite_to_svg(specification, vl_version=VEGA_LITE)
    return _described(svg, chart).encode()


class _Plane:
    """The drawing's plane: months from the left by place, figures from below, both in pixels where it matters."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.scale: Scale = scale_of(chart)
        width, height = NARROW if chart.is_narrow else WIDE
        self.left, self.right = (38, 82) if chart.is_narrow else (44, 116)
        self.width, self.height = width - self.left - self.right, height - TOP - BOTTOM
        self.size = 12 if chart.is_narrow else 13
        self.places = {month: place for place, month in enumerate(chart.months)}
        self.end = len(chart.months) - 0.5

    def row(self, place: float, value: Decimal, **more: Any) -> dict[str, Any]:
        return {"x": place, "y": float(value)} | more

    def down(self, value: Decimal) -> Decimal:
        """How far below the top a figure lies, in pixels."""
        return (self.scale.high - value) / (self.scale.high - self.scale.low) * self.height

    def up(self, pixels: Decimal) -> Decimal:
        """The figure that lies so far below the top."""
        return self.scale.high - pixels / self.height * (self.scale.high - self.scale.low)

    def across(self, pixels: int) -> float:
        """The place so many pixels beyond the plane's right edge."""
        return self.end + pixels * len(self.chart.months) / self.width


def _chart(chart: Chart) -> Any:
    plane = _Plane(chart)
    layers = [
        *_target(plane),
        *_limits(plane),
        *_rebased(plane),
        _line(plane),
        *_points(plane),
        *_marks(plane),
        *_notes(plane),
    ]
    return (
        altair.layer(*layers)
        .properties(
            width=plane.width,
            height=plane.height,
            autosize="none",
            padding={"left": plane.left, "top": TOP, "right": plane.right, "bottom": BOTTOM},
        )
        .configure(font=FONT, background="#ffffff", aria=False)
        .configure_view(stroke=None)
    )


def _x(plane: _Plane) -> altair.X:
    named = named_months(plane.chart)
    labels = {str(place): month_label(plane.chart.months, place, named) for place in named}
    axis = altair.Axis(
        values=named,
        labelExpr=f"({labels})[toString(datum.value)]",
        grid=False,
        title=None,
        domainColor=QUIET,
        tickColor=QUIET,
        **_words(plane),
    )
    return altair.X("x:Q", scale=altair.Scale(domain=[-0.5, plane.end], nice=False, zero=False), axis=axis)


def _y(plane: _Plane) -> altair.Y:
    scale = plane.scale
    suffix = f" + '{plane.chart.suffix}'" if plane.chart.suffix else ""
    axis = altair.Axis(
        values=[float(tick) for tick in scale.ticks],
        labelExpr=f"format(datum.value, ',.{scale.decimals}f'){suffix}",
        title=plane.chart.unit[:1].upper() + plane.chart.unit[1:],
        titleAngle=0,
        titleAlign="left",
        titleAnchor="start",
        titleX=-plane.left + 4,
        titleY=-18,
        titleFontSize=plane.size,
        titleFontWeight="normal",
        titleColor=QUIET,
        titleLimit=plane.width + plane.left,
        domain=False,
        ticks=False,
        gridColor=GRID,
        labelPadding=6,
        **_words(plane),
    )
    domain = [float(scale.low), float(scale.high)]
    return altair.Y("y:Q", scale=altair.Scale(domain=domain, nice=False, zero=False), axis=axis)


def _words(plane: _Plane) -> dict[str, Any]:
    return {
        "labelFontSize": plane.size,
        "labelColor": QUIET,
        "labelOverlap": False,
        "labelLimit": 0,
        "labelBound": False,
        "labelFlush": False,
    }


def _layer(plane: _Plane, rows: list[dict[str, Any]]) -> Any:
    data = altair.InlineData(values=rows)
    return altair.Chart(data).encode(x=_x(plane), y=_y(plane))


def _target(plane: _Plane) -> list[Any]:
    """The range as a band; a single value as a line with the better side of it in a tint."""
    target = plane.chart.target
    if target is None:
        return []
    low, high = target.low, target.high
    if low == high:
        low, high = (plane.scale.low if target.better < 0 else low, plane.scale.high if target.better > 0 else high)
    band = [plane.row(-0.5, low, x2=plane.end, y2=float(high))]
    ends = [plane.row(-0.5, end, x2=plane.end) for end in sorted({target.low, target.high})]
    return [
        _layer(plane, band).mark_rect(color=TARGET, opacity=0.1).encode(x2="x2:Q", y2="y2:Q"),
        _layer(plane, ends).mark_rule(color=TARGET, strokeWidth=1.5).encode(x2="x2:Q"),
    ]


def _limits(plane: _Plane) -> list[Any]:
    """The limits dashed and their mean thin, from the first to the last month of each segment."""
    bounds, means = [], []
    for each in plane.chart.limits:
        start, end = plane.places[each.first_month] - 0.4, plane.places[each.last_month] + 0.4
        bounds += [plane.row(start, bound, x2=end) for bound in (each.lower, each.upper)]
        means.append(plane.row(start, each.mean, x2=end))
    return [
        _layer(plane, rows).mark_rule(color=QUIET, strokeWidth=1, strokeDash=dash).encode(x2="x2:Q")
        for rows, dash in ((bounds, [6, 4]), (means, [1, 0]))
        if rows
    ]


def _rebased(plane: _Plane) -> list[Any]:
    """An upright line before the month from which limits start anew, with its words at the top."""
    places = [plane.places[month] - 0.5 for month in plane.chart.rebased if month in plane.places]
    if not places:
        return []
    rows = [plane.row(place, plane.scale.low, y2=float(plane.scale.high)) for place in places]
    layers = [_layer(plane, rows).mark_rule(color=INK, strokeWidth=1, strokeDash=[2, 3]).encode(y2="y2:Q")]
    for is_late, align, beside in ((False, "left", 4), (True, "right", -4)):
        said = [place for place in places if (place * 2 > plane.end) == is_late]
        if said:
            words = _layer(plane, [plane.row(place, plane.scale.high, text="new limits") for place in said])
            marked = words.mark_text(align=align, baseline="top", dx=beside, dy=3, color=INK, fontSize=plane.size)
            layers.append(marked.encode(text="text:N"))
    return layers


def _line(plane: _Plane) -> Any:
    rows = [plane.row(plane.places[each.month], each.value, run=each.run) for each in plane.chart.points]
    return _layer(plane, rows).mark_line(color=ACCENT, strokeWidth=2, strokeJoin="round").encode(detail="run:N")


def _points(plane: _Plane) -> list[Any]:
    """A dot for each figure; a larger open diamond where there is a special cause."""

    def rows(is_special: bool) -> list[dict[str, Any]]:
        points = [each for each in plane.chart.points if each.is_special == is_special]
        return [plane.row(plane.places[each.month], each.value) for each in points]

    size = 34 if len(plane.chart.months) * 12 <= plane.width else 18
    dots = _layer(plane, rows(False)).mark_point(shape="circle", size=size, filled=True, color=ACCENT, opacity=1)
    diamonds = _layer(plane, rows(True)).mark_point(
        shape="diamond", size=3 * size, fill="#ffffff", stroke=ACCENT, strokeWidth=2, opacity=1
    )
    return [dots, diamonds]


def _marks(plane: _Plane) -> list[Any]:
    """The target and the benchmarks beside the plane: a mark at each figure, its name as near as there is room."""
    target, suffix = plane.chart.target, plane.chart.suffix
    named = [(mark.label, f"{mark.value:,f}{suffix}", mark.value, INK) for mark in plane.chart.marks]
    if target is not None:
        ends = f"{target.low:,f}" if target.low == target.high else f"{target.low:,f}–{target.high:,f}"
        named.append(("Target", f"{ends}{suffix}", (target.low + target.high) / 2, TARGET))
    if not named:
        return []
    places = apart([plane.down(value) for *_, value, _ in named], LINE, Decimal(plane.height))
    ticks, texts = [], []
    for (label, figure, value, colour), place in zip(named, places, strict=True):
        beside, text = plane.up(place), label if plane.chart.is_narrow else f"{label} {figure}"
        ticks.append(plane.row(plane.end, value, x2=plane.across(9), y2=float(beside), colour=colour))
        texts.append(plane.row(plane.across(12), beside, text=text, colour=colour))
    own_colour = altair.Color("colour:N", scale=None)
    return [
        _layer(plane, ticks).mark_rule(strokeWidth=1.5).encode(x2="x2:Q", y2="y2:Q", color=own_colour),
        _layer(plane, texts)
        .mark_text(align="left", baseline="middle", fontSize=plane.size, limit=0)
        .encode(text="text:N", color=own_colour),
    ]


def _notes(plane: _Plane) -> list[Any]:
    """`[c]` at the foot of each run of hidden months, wherever their figures lie, and what it means below."""
    runs = runs_of(plane.chart)
    if not runs:
        return []
    rows = [plane.row((first + last) / 2, plane.scale.low, text="[c]") for first, last in runs]
    below = [plane.row(-0.5, plane.scale.low, text=f"[c] {HIDDEN_NOTE}")]
    return [
        _layer(plane, rows)
        .mark_text(baseline="bottom", dy=-4, color=QUIET, fontSize=plane.size, fontWeight="bold")
        .encode(text="text:N"),
        _layer(plane, below)
        .mark_text(align="left", baseline="top", dx=-plane.left + 4, dy=40, color=QUIET, fontSize=plane.size, limit=0)
        .encode(text="text:N"),
    ]


def _described(svg: str, chart: Chart) -> str:
    """The drawing as an image of any width, with its title and description."""
    box = re.search(r'viewBox="([^"]+)"', svg)
    if box is None:
        raise ValueError("What was drawn has no measures.")
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box[1]}" role="img" aria-labelledby="title description">'
        f'<title id="title">{escape(chart.title)}</title><desc id="description">{escape(chart.description)}</desc>'
    )
    return head + svg[svg.index(">") + 1 :]

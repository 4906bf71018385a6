"""Draw plots: reads them as JSON from stdin, writes SVG files. Runs in an environment of its own.

The same numbers give the same bytes.
"""

import json
import sys

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt

STYLE = {
    "svg.hashsalt": "planqk-helpers",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "savefig.facecolor": "white",
}
COLORS = ["#0b6e99", "#d9730d", "#448361", "#9065b0", "#787774"]
MARKERS = "osD^v"


def draw(plot, path):
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for number, (name, points) in enumerate(plot["lines"].items()):
        style = {"color": COLORS[number], "marker": MARKERS[number], "markersize": 5}
        if len(points) > 20:
            style["marker"] = None
        axes.plot(*zip(*points, strict=True), label=name, **style)
    for name, points in plot["limits"].items():
        axes.plot(
            *zip(*points, strict=True), label=name, color="#666666", linestyle="--", linewidth=1
        )
    if "x" in plot["log"]:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter(plain)
    if "y" in plot["log"]:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(plain)
    else:
        axes.set_ylim(bottom=0)
    axes.set_xlabel(plot["x"])
    axes.set_ylabel(plot["y"])
    figure.legend(loc="outside upper left", ncols=3, frameon=False)
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)


def plain(value, _position):
    return f"{value:,.12g}"


if __name__ == "__main__":
    with mpl.rc_context(STYLE):
        for path, plot in json.load(sys.stdin).items():
            draw(plot, path)

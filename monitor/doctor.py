"""What this machine lacks for the kit, and what to do about it."""

import os
import shutil

from matplotlib import font_manager, rc_params_from_file

from monitor.resources import resource_path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
LEAST_MEMORY = 2  # GB


def examine():
    """List of (what, found, advice) for each thing that the kit uses; advice is "" if all is well.

    what: the thing in words; found: what there is of it, "" for nothing.
    """
    to_print = "install Chromium to save reports as PDF from the command line"
    to_read = "activate the kit's virtual environment, or install jupyterlab"
    return [
        _examine_memory(),
        _examine_fonts(),
        _examine_program("Chromium or Chrome", BROWSERS, to_print),
        _examine_program("JupyterLab", ["jupyter-lab"], to_read),
    ]


def _examine_memory():
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, ValueError, OSError):  # Windows does not say
        return "memory", "unknown", ""
    advice = f"reports of more than 8,000 articles need about {LEAST_MEMORY} GB"
    return "memory", f"{memory:.0f} GB", advice if memory < LEAST_MEMORY else ""


def _examine_fonts():
    style = rc_params_from_file(resource_path("data/charts.mplstyle"), use_default_template=False)
    available = set(font_manager.get_font_names())
    font = next(name for name in style["font.sans-serif"] if name in available)
    advice = "install Liberation Sans; without it, charts use a wider font"
    return "font for charts", font, advice if font == "DejaVu Sans" else ""


def _examine_program(what, names, advice):
    path = next(filter(None, map(shutil.which, names)), "")
    return what, path, "" if path else advice

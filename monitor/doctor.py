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
    return [_examine_memory(), _examine_fonts(), _examine_browser(), _examine_jupyterlab()]


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
    fonts = [name for name in style["font.sans-serif"] if name in available]
    is_plain = fonts[:1] == ["DejaVu Sans"]
    advice = "install Liberation Sans; without it, charts use a wider font" if is_plain else ""
    return "font for charts", fonts[0], advice


def _examine_browser():
    paths = filter(None, map(shutil.which, BROWSERS))
    path = next(paths, "")
    advice = "" if path else "install Chromium to save reports as PDF from the command line"
    return "Chromium or Chrome", path, advice


def _examine_jupyterlab():
    path = shutil.which("jupyter-lab") or ""
    advice = "" if path else "activate the kit's virtual environment, or install jupyterlab"
    return "JupyterLab", path, advice

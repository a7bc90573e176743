"""Finds the passages about a codebook's target, codes them and estimates their shares."""

from monitor.stance import evidence, passages
from monitor.stance.agreement import agreement, alpha, confusion, reliability
from monitor.stance.codebook import Codebook
from monitor.stance.codebook_file import DIMENSIONS, Target, Value
from monitor.stance.codings import latest, read_sheet, settle, write_sheet
from monitor.stance.passages import OUTLET, UNKNOWN, UNKNOWN_LABEL, find_passages, holders, voices
from monitor.stance.shares import draw_sample, estimate_shares

__all__ = [
    "DIMENSIONS",
    "OUTLET",
    "UNKNOWN",
    "UNKNOWN_LABEL",
    "VERSION",
    "Codebook",
    "StanceModel",
    "Target",
    "Value",
    "agreement",
    "alpha",
    "confusion",
    "draw_sample",
    "estimate_shares",
    "find_passages",
    "holders",
    "latest",
    "read_sheet",
    "reliability",
    "settle",
    "voices",
    "write_sheet",
]

VERSION = f"{passages.VERSION}.{evidence.VERSION}"


def __getattr__(name):
    # scikit-learn loads for most of a second: only what learns or predicts has to wait for it.
    if name == "StanceModel":
        from monitor.stance.model import StanceModel

        return StanceModel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

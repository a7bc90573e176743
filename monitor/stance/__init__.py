"""Articles and a codebook in, the coded passages about its target and their shares out."""

from monitor.stance import model, passages
from monitor.stance.agreement import agreement, alpha, confusion, reliability
from monitor.stance.codebook import DIMENSIONS, Codebook, Target, Value
from monitor.stance.codings import latest, read_sheet, settle, write_sheet
from monitor.stance.model import StanceModel
from monitor.stance.passages import OUTLET, find_passages, holders, voices
from monitor.stance.shares import draw_sample, estimate_shares

__all__ = [
    "DIMENSIONS",
    "OUTLET",
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

VERSION = f"{passages.VERSION}.{model.VERSION}"

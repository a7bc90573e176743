"""Articles and a codebook in, the coded passages about its target and their shares out."""

from monitor.stance import model, passages
from monitor.stance.codebook import Codebook, Target, Value
from monitor.stance.model import StanceModel
from monitor.stance.passages import find_passages
from monitor.stance.shares import estimate_shares

__all__ = ["VERSION", "Codebook", "StanceModel", "Target", "Value", "estimate_shares", "find_passages"]

VERSION = f"{passages.VERSION}.{model.VERSION}"

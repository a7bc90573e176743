"""Finds the passages about a codebook's target, codes them and estimates their shares."""

from monitor.stance import scoring, target_passages
from monitor.stance.affiliations import OUTLET, UNKNOWN, UNKNOWN_LABEL, holders, voices
from monitor.stance.agreement import (
    LEAST_ALPHA,
    agreement,
    alpha,
    latest,
    majority_codings,
    reliability,
)
from monitor.stance.classifier import StanceModel
from monitor.stance.codebook import Codebook
from monitor.stance.codebook_file import DIMENSIONS
from monitor.stance.estimation import (
    CorrectedCodes,
    correct_codes,
    draw_sample,
    draw_unsure,
    estimate_shares,
)
from monitor.stance.relevance import ABOUT, MAIN, MENTIONS, relevance
from monitor.stance.target_passages import find_passages

VERSION = f"{target_passages.VERSION}.{scoring.VERSION}"

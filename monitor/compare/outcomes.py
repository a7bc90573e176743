"""What is compared: the part of each value in each passage, quotation or article."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from monitor.compare.counting import frequencies
from monitor.quotes import spoken
from monitor.significance import clustered_variance, share_interval
from monitor.stance import UNKNOWN, CorrectedCodes, correct_codes

MODEL, HUMAN = "model", "human coding"
FEWEST_CODED = 40  # passages of a random sample, by which shares are corrected
BASIS = {
    HUMAN: "corrected by human coding",
    MODEL: "model-coded, not validated against human coding",
}


class Outcomes(NamedTuple):
    """Rows (DataFrame[article_id, …]) and the part of each value in each: an array (rows, values).

    The mean of the parts over any of the rows is the share of each value in them. `unit`: what the
    rows are. `corrected`: the `monitor.stance.CorrectedCodes` of human-coded passages.
    """

    dimension: str
    values: list
    rows: pd.DataFrame
    parts: np.ndarray
    unit: str = "passages"
    corrected: CorrectedCodes | None = None

    @property
    def basis(self):
        """HUMAN where human codes correct the parts, else MODEL."""
        return HUMAN if self.corrected else MODEL

    def shares(self, rows=slice(None)):
        """DataFrame[value, share, low, high] in some rows, such as those of a boolean array.

        The 95% interval bounds the share that people would find in these passages; without human
        codes, the share in the coverage of which the rows are a draw, articles taken as the units.
        """
        parts = self.parts[rows]
        if self.corrected is not None:
            table = self.corrected.shares(rows)
        elif len(parts):
            articles = self.rows["article_id"].to_numpy()[rows]
            variance = clustered_variance(parts, articles)
            low, high = share_interval(parts.mean(axis=0), variance, len(set(articles)))
            table = pd.DataFrame({"share": parts.mean(axis=0), "low": low, "high": high})
        else:
            table = pd.DataFrame({"share": 0.0, "low": 0.0, "high": 1.0}, range(len(self.values)))
        return table.assign(value=self.values)


def coded_outcomes(stance, codebook, dimension="position"):
    """Outcomes of the passages in a dimension of the codebook.

    The parts are the model's codes or, where a random sample of at least 40 passages is
    human-coded, corrected by it (`monitor.stance.correct_codes`).
    """
    values = list(codebook.dimensions[dimension])
    hand = f"hand_{dimension}"
    codes = stance.reindex(columns=[hand, "probability"])
    coded, chance = codes[hand].astype(object), None
    if codes["probability"].notna().any():
        # Codings of passages that were not drawn at random teach the model, but are no sample to
        # correct a share by.
        chance = codes["probability"].astype(float)
        coded = coded.where(chance > 0)
    if coded.notna().sum() < FEWEST_CODED:
        return _named(stance, dimension, values, "passages")
    corrected = correct_codes(stance[dimension], coded, chance, values=values)
    return Outcomes(dimension, values, stance, corrected.parts, corrected=corrected)


def theme_outcomes(theme_weights, themes, articles):
    """Outcomes of the articles: the weight of each theme, whose label is the value."""
    parts = theme_weights.pivot(index="article_id", columns="theme_id", values="weight")
    parts = parts.reindex(index=articles["article_id"], columns=themes["theme_id"])
    parts = parts.fillna(0).to_numpy(float)
    return Outcomes("theme", list(themes["label"]), articles[["article_id"]], parts, "articles")


def holder_outcomes(quotes, codebook):
    """Outcomes of the quotations with a known speaker: the holder for whom the speaker stands."""
    quotes = spoken(quotes)
    values = [*codebook.dimensions["holder"], UNKNOWN]
    return _named(quotes, "holder", values, "quotations")


def speaker_outcomes(quotes, speakers=8):
    """Outcomes of the quotations with a known speaker: each of the most quoted ones with a name.

    "An official" is somebody else in the next article.
    """
    quotes = spoken(quotes)
    names = quotes.loc[quotes["speaker"].str[:1].str.isupper(), "speaker"]
    values = list(frequencies(names).index[:speakers])
    return _named(quotes, "speaker", values, "quotations")


def _named(rows, dimension, values, unit):
    """Outcomes of rows each of which has one value, or none, in the column `dimension`."""
    names = rows[dimension].to_numpy()
    parts = names[:, None] == np.array(values, dtype=object)
    return Outcomes(dimension, values, rows, parts.astype(float), unit)

"""What is compared: the part of each value in each passage, quotation or article."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from monitor.compare.counting import frequencies
from monitor.stance import UNKNOWN, correct_codes

MODEL, HUMAN = "model", "human coding"
BASIS = {
    HUMAN: "corrected by human coding",
    MODEL: "model-coded, not validated against human coding",
}


class Outcomes(NamedTuple):
    """Rows (DataFrame[article_id, …]) and the part of each value in each: an array (rows, values).

    The mean of the parts over any of the rows is the share of each value in them.
    """

    dimension: str
    values: list
    rows: pd.DataFrame
    parts: np.ndarray
    basis: str = MODEL


def position_outcomes(stance, codebook, dimension="position"):
    """Outcomes of the passages in a dimension of the codebook.

    The parts are the model's codes or, where a random sample of the passages is human-coded,
    corrected by it (`monitor.stance.correct_codes`).
    """
    values = list(codebook.dimensions[dimension])
    hand = f"hand_{dimension}"
    codes = stance.reindex(columns=[hand, "probability"])
    coded, chance = codes[hand].astype(object), None
    if codes["probability"].notna().any():
        # Codings of passages that were not drawn at random teach the model, but are no sample to
        # correct a share by.
        chance = codes["probability"].astype(float)
        coded = coded.where(chance.notna())
    human = stance.loc[coded.notna(), "article_id"].nunique() > 1
    coded = coded.where(coded.notna() & human)
    parts = correct_codes(stance[dimension], coded, chance, values=values)
    return Outcomes(dimension, values, stance, parts, HUMAN if human else MODEL)


def theme_outcomes(theme_weights, themes, articles):
    """Outcomes of the articles: the weight of each theme, whose label is the value."""
    parts = theme_weights.pivot(index="article_id", columns="theme_id", values="weight")
    parts = parts.reindex(index=articles["article_id"], columns=themes["theme_id"])
    parts = parts.fillna(0).to_numpy(float)
    return Outcomes("theme", list(themes["label"]), articles[["article_id"]], parts)


def holder_outcomes(quotes, codebook):
    """Outcomes of the quotations with a known speaker: the holder for whom the speaker stands."""
    quotes = spoken(quotes)
    values = [*codebook.dimensions["holder"], UNKNOWN]
    return Outcomes("holder", values, quotes, _parts(quotes["holder"], values))


def speaker_outcomes(quotes, speakers=8):
    """Outcomes of the quotations with a known speaker: each of the most quoted ones."""
    quotes = spoken(quotes)
    values = list(frequencies(quotes["speaker"]).index[:speakers])
    return Outcomes("speaker", values, quotes, _parts(quotes["speaker"], values))


def spoken(quotes):
    """The direct and mixed quotations whose speaker is known.

    What is only reported as someone's belief or wish (indirect) does not count as being heard.
    """
    return quotes[quotes["speaker"].notna() & (quotes["kind"] != "indirect")]


def _parts(names, values):
    return (names.to_numpy()[:, None] == np.array(values, dtype=object)).astype(float)

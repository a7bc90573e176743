"""The codebook: what is coded, how it is called and shown, and by which cues it is recognised."""

from dataclasses import dataclass, field

import pandas as pd

from monitor.resources import resource_path
from monitor.stance.codebook_file import Target, read_codebook


@dataclass(frozen=True)
class Codebook:
    """What is coded: `target`, and `dimensions` (each a dict of `Value`).

    `lists` are all that ``{name}`` in a cue can stand for: the lists under [words], the target's
    names and the actors of each holder. `examples` are coded passages that a model learns from.
    Values are in the order of the file.
    """

    name: str
    target: Target
    dimensions: dict = field(repr=False)
    lists: dict = field(repr=False)
    examples: tuple = field(default=(), repr=False)
    version: str = ""

    def __hash__(self):
        return hash((self.name, self.version))

    @classmethod
    def load(cls, path=None):
        """The codebook in the file `path`, or the shipped one; `version` is a hash of its content.

        Raises CodebookError, which names the file, the line, what is wrong and what is allowed.
        """
        path = path if path is not None else resource_path("data/codebook.toml")
        return cls(**read_codebook(path))

    def guide(self):
        """DataFrame[dimension, value, label, description] for people who code."""
        rows = []
        for dimension, values in self.dimensions.items():
            for name, value in values.items():
                rows.append((dimension, name, value.label, value.description))
        return pd.DataFrame(rows, columns=["dimension", "value", "label", "description"])

    def labels(self, dimension):
        """Dict from the values of a dimension to their labels."""
        return {name: value.label for name, value in self.dimensions[dimension].items()}

    def stated(self, dimension):
        """List of the values of a dimension that report something."""
        return [name for name, value in self.dimensions[dimension].items() if not value.neutral]

"""The families of comparisons that a report makes, from `data/families.toml`.

All their statements hold together: in 95 of 100 corpora without any difference, a report calls
nothing significant. So the p of each comparison is corrected within its family and multiplied by
the number of families.
"""

from monitor.resources import data

_FORMS = data("families.toml")
FAMILIES = _FORMS["families"]
GROUPS = _FORMS["groups"]
HEADINGS = _FORMS["headings"]
TERMS = [name for name in FAMILIES if name.endswith("_terms")]

"""The families of comparisons that a report makes, from `data/families.toml`.

All their statements hold together: in 95 of 100 corpora without any difference, a report calls
nothing significant. So the p of each comparison is corrected within its family and multiplied by
the number of families.
"""

import tomllib

from monitor.resources import resource_path

_FORMS = tomllib.loads(resource_path("data/families.toml").read_text(encoding="utf-8"))
FAMILIES = _FORMS["families"]
GROUPS = _FORMS["groups"]
HEADINGS = _FORMS["headings"]
TERMS = [name for name in FAMILIES if name.endswith("_terms")]

"""The families of comparisons that a report makes, from `data/families.toml`.

All their statements hold together: in 95 of 100 corpora without any difference, a report calls
nothing significant. So the p of each comparison is corrected within its family and multiplied by
the number of families.
"""

import tomllib

from monitor.resources import resource_path

FORMS = tomllib.loads(resource_path("data/families.toml").read_text(encoding="utf-8"))
FAMILIES = {name: form["compared"] for name, form in FORMS.items()}
TERMS = {name: form["by"] for name, form in FORMS.items() if "by" in form}

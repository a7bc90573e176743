"""Outlet against outlet, batch against batch, period against period: tidy tables, and tests of what
differs in them.
"""

from monitor.compare.counting import (
    COUNTING,
    NO_OUTLET,
    OTHERS,
    count_reprints,
    frequencies,
    name_outlets,
    story_ids,
)
from monitor.compare.coverage import (
    UNITS,
    articles_by_outlet,
    articles_over_time,
    period_names,
    with_periods,
)
from monitor.compare.differences import (
    changes,
    differences,
    trends,
    voice_differences,
)
from monitor.compare.families import FAMILIES, GROUPS
from monitor.compare.groups import PERIODS, days_of, group_articles
from monitor.compare.language import keyness
from monitor.compare.outcomes import (
    BASIS,
    coded_outcomes,
    holder_outcomes,
    speaker_outcomes,
    spoken,
    theme_outcomes,
)
from monitor.compare.passages import evidence
from monitor.compare.shares import (
    how_coded,
    shares,
    shares_by,
    shares_by_group,
)

"""The families of comparisons that a report makes, and what each compares, in words.

All their statements hold together: in 95 of 100 corpora without any difference, a report calls
nothing significant. So the p of each comparison is corrected within its family and multiplied by
the number of families.
"""

FAMILIES = {
    "position_changes": "positions in the newest batch",
    "holder_changes": "holders in the newest batch",
    "tone_changes": "tone in the newest batch",
    "theme_changes": "themes in the newest batch",
    "position_differences": "positions by outlet",
    "tone_differences": "tone by outlet",
    "holder_differences": "share of voice by outlet",
    "theme_differences": "themes by outlet",
    "voice_differences": "positions in the outlets’ own words and in quotations",
    "position_trends": "positions over time",
    "tone_trends": "tone over time",
    "speaker_trends": "most quoted speakers over time",
    "theme_trends": "themes over time",
    "outlet_terms": "language by outlet",
    "lean_terms": "language by leaning",
    "period_terms": "language by period",
}
TERMS = {"outlet_terms": "outlet", "lean_terms": "lean", "period_terms": "period"}

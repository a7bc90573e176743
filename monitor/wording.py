"""Counts, shares, intervals, dates and lists in words, the same wherever a person reads them."""


def counted(n, noun, plural=""):
    """A number with its noun: "1 article", "1,234 articles"; `plural` if it is irregular."""
    return f"{n:,} {noun if n == 1 else plural or noun + 's'}"


def percent(share):
    """A share, 0 to 1, in whole percent: "12%"; "<1%" and ">99%" for what is not none or all."""
    text = f"{share:.0%}"
    if text == "0%" and share > 0:
        return "<1%"
    if text == "100%" and share < 1:
        return ">99%"
    return text


def points(difference, with_decimal=False):
    """A difference of two shares, −1 to 1, in percentage points: "−3 points", "+1 point"."""
    text = signed(difference, with_decimal)
    return f"{text} point" if text in ("−1", "+1") else f"{text} points"


def interval(low, high, difference=False, with_decimal=False):
    """A 95% confidence interval: of a share "95% CI 8–17", of a difference "95% CI −38 to +8".

    `low` and `high` are shares, or differences of shares, as fractions.
    """
    if difference:
        # An end near 0 has to show on which side of it it is.
        near = with_decimal or any(0 < abs(end) < 0.005 for end in (low, high))
        ends = [signed(end, near) for end in (low, high)]
        return f"95% CI {ends[0]} to {ends[1]}"
    return f"95% CI {100 * low:.0f}–{100 * high:.0f}"


def signed(difference, with_decimal=False):
    """A difference of two shares, −1 to 1, in points and without a unit: "−3", "+0.4", "0"."""
    decimals = None
    if with_decimal:
        decimals = 1 if abs(difference) >= 0.0005 else 2  # its sign has to show
    rounded = round(100 * difference, decimals)
    return f"{rounded:+,}".replace("-", "−") if rounded else "0"


def p_value(p):
    """The p of a test: "0.016"; "<0.001" for what is smaller."""
    return f"{p:.3f}" if p >= 0.001 else "<0.001"


def day(date):
    """A date in prose: "14 March 2023"."""
    return f"{date.day} {date:%B %Y}"


def moment(time):
    """A time in prose: "14 March 2023, 07:05"."""
    return f"{day(time)}, {time:%H:%M}"


def period(first_day, unit):
    """A day, week, month, quarter or year, given its first day and `unit`: "March 2023", "Q1 2023".

    Raises KeyError for another unit.
    """
    words = {
        "day": day(first_day),
        "week": f"the week of {day(first_day)}",
        "month": f"{first_day:%B %Y}",
        "quarter": f"Q{(first_day.month + 2) // 3} {first_day.year}",
        "year": f"{first_day.year}",
    }
    return words[unit]


def listed(names, most=None, word="and"):
    """Names as in a sentence: "CNN, Vox and NPR"; beyond `most` names, "CNN, Vox and 3 more"."""
    names = [str(name) for name in names]
    if most is not None and len(names) > most:
        names = [*names[:most], f"{len(names) - most:,} more"]
    return f" {word} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def names_in(text):
    """List of the names in a text such as "CNN, Vox", or a list of names as it is."""
    names = text.split(",") if isinstance(text, str) else text
    return [name for name in (str(name).strip() for name in names) if name]


def sentence(text):
    """The text with its first letter in upper case and all others as they are."""
    return text[:1].upper() + text[1:]

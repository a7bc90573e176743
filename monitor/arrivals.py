"""What an ingest brought, in words for the terminal."""

from monitor.wording import counted, listed


def counts_in_words(receipt):
    """How many inputs were accepted, known already and rejected."""
    corrected = f"{receipt.corrected:,} corrected, " if receipt.corrected else ""
    known = f"{receipt.known:,} known, {len(receipt.rejected):,} rejected"
    had = ""
    if receipt.existing and receipt.accepted:
        had = f", which had {counted(receipt.existing, 'article')}"
    changed = "; what changed: monitor table corrections" if receipt.corrected else ""
    return f"Batch {receipt.batch}{had}: {receipt.accepted:,} accepted, {corrected}{known}{changed}"


def arrived_in_words(
    without_date,
    unreadable_dates,
    without_outlet,
    unknown_outlets,
    languages,
    notes,
    copies,
):
    """Lines on what an analyst should look into; none where every article is complete."""
    if without_date:
        yield f"{counted(without_date, 'article')} without a date"
    if unreadable_dates:
        yield f"  {unreadable_dates:,} of them with an unreadable date (see date_rule)"
    if without_outlet:
        yield f"{counted(without_outlet, 'article')} without an outlet"
    if copies:
        yield counted(copies, "reprint")
    if unknown_outlets:
        missing = f"{counted(len(unknown_outlets), 'outlet')} missing from outlets.csv"
        yield f"{missing}: {listed(unknown_outlets, most=8)}"
    others = [f"{n:,} {code}" for code, n in languages.items() if code not in ("en", "unknown")]
    if others:
        reason = "articles not in English, so without quotations, stance or themes"
        yield f"{reason}: {', '.join(others)}"
    for note, n in notes.items():
        yield f"{counted(n, 'article')} with the note: {note}"

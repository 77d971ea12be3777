"""From the pages of a file to proposals: the recipe; and from proposals to what a draft is made from. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from ingest.clean import CleanPage
from ingest.describe import junk
from ingest.describe.concepts import found_in
from ingest.describe.contents import contents_of
from ingest.describe.headline import Headline, headlines, key
from ingest.describe.identifying import identifiers_in
from ingest.describe.imprint import imprint
from ingest.describe.issues import Serial, serial
from ingest.describe.kinds import kind_of
from ingest.describe.printed import stretches
from ingest.describe.statutes import Statute, signed, statute
from ingest.describe.terms import Label
from ingest.describe.values import LawHead, Proposals, Source, Told
from ingest.extract import Outline, PageText
from ingest.languages import languages
from ingest.titles import shortened, title_from_name, year_in_name
from library.record import RecordKind
from search.analysis import citations

#: Covers and title pages are among so many pages.
_FIRST = 3
#: The languages of a long file show in so many of its pages, taken at equal distances.
_ENOUGH = 120
#: How sure a title is that the file tells of itself: unseen, and where it is printed on its first pages as well.
_TOLD, _TOLD_AND_SEEN, _AGREED = 0.5, 0.75, 0.97


def propose(
    pages: Sequence[CleanPage],
    outline: Outline,
    name: str,
    *,
    first: Sequence[PageText] = (),
    labels: Iterable[Label] = (),
    ambiguous: Iterable[str] = (),
) -> Proposals:
    """What a file seems to be, from its cleaned pages, what it says of itself, and its name.

    `first` are its first pages as they were read (three are enough), which alone know how large their type is; without
    them there is no largest type. `labels` are those of the thesaurus, (concept id, label, language, hidden), the
    notations of laws among them; `ambiguous` are words that mean several concepts.
    """
    texts = [page.text for page in pages]
    spoken = languages(page.search_text for page in pages[:: 1 + len(pages) // _ENOUGH])
    law = statute(texts, name)
    found = _of_law(law, texts) if law else _of_work(texts, first[:_FIRST], outline, name)
    contents, source = contents_of(outline.contents, pages)
    concepts, laws = found_in(pages, labels, spoken.spoken, ambiguous, own_law=_token(law) if law else "")
    main = Told(spoken.main, Source.TEXT.value, spoken.confidence) if spoken.main else None
    return replace(
        found,
        language=main,
        further_languages=tuple(each for each in spoken.spoken if each != spoken.main),
        contents=contents,
        contents_source=source,
        numbers=stretches(pages),
        concepts=concepts,
        laws=laws,
    )


def _of_law(law: Statute, texts: Sequence[str]) -> Proposals:
    """What a statute says of itself, or a scan's name says of it."""
    read = any(text.strip() for text in texts[:_FIRST])
    source, sure = (Source.STATUTE_HEAD.value, 0.97) if read else (Source.FILE_NAME.value, 0.6)
    page = 1 if read else 0
    if day := signed(texts, law.year):
        date: Told | None = Told(day[0], Source.STATUTE_SIGNED.value, 0.95, day[1])
    else:
        date = Told(str(law.year), source, sure, page) if law.year else None
    return Proposals(
        title=Told(law.title, source, sure, page),
        kind=Told(RecordKind.REGULATION.value, source, sure, page),
        date=date,
        law=LawHead(law.kind, law.number, law.year, law.about, law.name),
    )


def _of_work(texts: Sequence[str], first: Sequence[PageText], outline: Outline, name: str) -> Proposals:
    issue = serial(texts, name)
    shown = headlines(first, but=issue.name if issue and not issue.whole else "")
    headline = shown[0] if shown else None
    identifiers = identifiers_in(texts)
    printed = imprint(texts)
    titles = _titles(texts, shown, outline, name)
    found = Proposals(
        identifiers=identifiers, publisher=printed.publisher, place=printed.place, makers=printed.makers
    )
    if issue:
        when = Told(issue.issued, Source.NUMBERING.value, 0.9, issue.page) if issue.issued else None
        serially = _of_issue(issue, headline, titles)
        kind, _ = kind_of(texts, first, issue, identifiers, ())
        return replace(found, **serially, kind=kind, date=when or _date(printed.dates, outline, name))
    subtitle = headline.subtitle if headline and titles[0].value == headline.title else ""
    kind, genre = kind_of(texts, first, None, identifiers, (titles[0].value, subtitle))
    return replace(
        found,
        title=titles[0],
        other_titles=tuple(titles[1:]),
        subtitle=_below(headline, subtitle),
        parallel_title=_below(
            headline, headline.parallel if headline and titles[0].value == headline.title else ""
        ),
        kind=kind,
        genre=genre,
        date=_date(printed.dates, outline, name),
    )


def _of_issue(issue: Serial, headline: Headline | None, titles: Sequence[Told]) -> dict[str, Any]:
    """What an issue, or an article in one, says beyond other works. An issue is called by its periodical and number."""
    numbering = Told(issue.numbering, Source.NUMBERING.value, issue.sure, issue.page)
    called = _periodical(issue, headline)
    told: dict[str, Any] = {"numbering": numbering, "periodical": called}
    if not issue.whole:
        span = Told(issue.span, Source.FRONT.value, 0.9, issue.page) if issue.span else None
        parallel = _below(headline, headline.parallel if headline else "")
        subtitle = _below(headline, headline.subtitle if headline else "")
        rest = tuple(titles[1:])
        return told | {
            "title": titles[0], "other_titles": rest, "span": span, "parallel_title": parallel, "subtitle": subtitle,
        }  # fmt: skip
    if called is None:
        return told | {"title": titles[0], "other_titles": tuple(titles[1:])}
    title = Told(
        shortened(f"{called.value}, {issue.numbering}"), Source.NUMBERING.value, called.sure, issue.page
    )
    return told | {"title": title, "other_titles": tuple(titles)}


def _periodical(issue: Serial, headline: Headline | None) -> Told | None:
    """The name of the periodical: over an article the line that names it; of an issue the largest type on its front."""
    if not issue.whole or headline is None or headline.page > issue.page:
        return Told(issue.name, Source.FRONT.value, 0.7, issue.page) if issue.name else None
    name = headline.title
    if issue.sort == "journal" and headline.subtitle:
        name = f"{name}: {headline.subtitle}"
    return Told(shortened(name), Source.LARGEST_TYPE.value, headline.sure, headline.page)


def _titles(texts: Sequence[str], shown: Sequence[Headline], outline: Outline, name: str) -> list[Told]:
    """The candidates for a title, the surest first; the file's name comes last."""
    told = junk.usable(outline.told.get("title", ""))
    seen = key(" ".join(texts[:_FIRST]))
    found = []
    for each in shown:
        source = Source.FIRST_LINES if each.sure < _TOLD else Source.LARGEST_TYPE
        agrees = bool(told) and _agree(each.title, told)
        found.append(Told(each.title, source.value, _AGREED if agrees else each.sure, each.page))
    if told and not any(key(each.value) == key(told) for each in found):
        found.append(Told(told, Source.FILE_TITLE.value, _TOLD_AND_SEEN if key(told) in seen else _TOLD))
    found.sort(key=lambda each: -each.sure)
    return [*found, Told(title_from_name(name), Source.FILE_NAME.value, 0.2)]


def _agree(title: str, told: str) -> bool:
    """Whether one of two titles begins with the other: the subtitle is often joined to it."""
    ours, theirs = f"{key(title)} ", f"{key(told)} "
    return ours.startswith(theirs) or theirs.startswith(ours)


def _below(headline: Headline | None, text: str) -> Told | None:
    if headline is None or not text:
        return None
    return Told(text, Source.BELOW_TITLE.value, min(headline.sure, 0.8), headline.page)


def _date(printed: Sequence[Told], outline: Outline, name: str) -> Told | None:
    """The surest of the printed dates; else the year in the file's name, else that of the file's making, with doubt."""
    if printed:
        return max(printed, key=lambda told: told.sure)
    if year := year_in_name(name):
        return Told(year, Source.FILE_NAME.value, 0.4)
    created = outline.told.get("created", "")[:4]
    return Told(created, Source.FILE_DATE.value, 0.2) if created.isdigit() and len(created) == 4 else None


def _token(law: Statute) -> str:
    """The law as search knows it."""
    cited = citations(law.title)
    return cited[0].token if cited else ""

"""How a publication describes itself: who made it, its words, its table of details, and its record as a plain value."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext

from library import dates
from library.access import Access
from library.licences import LICENCES
from library.models.agents import Agent
from library.models.contributions import Contribution
from library.models.vocabulary import Concept, Law, Place
from library.record import HeldFile, Maker, Record, RecordKind, Role, Subject
from library.spoken import spoken


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of the table on a work's page; `parts` are words with the address that each leads to, or ""; `language` is
    told of words that may be in another than the page's."""

    label: str
    value: str = ""
    url: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.value or self.parts)


class DescribesItself(models.Model):
    """The part of a publication that speaks of it. Reads only what `shown_with` and `told_with` fetch along."""

    #: How a record names this kind; an issue and an article ask their periodical.
    record_kind: RecordKind = RecordKind.BOOK

    class Meta:
        abstract = True

    # Who made it

    @cached_property
    def creators(self) -> list[Agent]:
        """Those whose names stand under the title: who wrote or researched it, else who edited it, in order."""
        every = list(self.contributions.all())
        chosen = [each for each in every if each.role in Contribution.CREATORS] or every
        return list(dict.fromkeys(each.agent for each in chosen))

    def contributors(self) -> list[tuple[str, list[Agent]]]:
        """Everybody by role, in the order of the roles: (how the role is called, who)."""
        by_role: dict[str, list[Agent]] = {}
        for each in self.contributions.all():
            by_role.setdefault(each.role, []).append(each.agent)
        return [(str(role.label), by_role[role]) for role in Contribution.Role if role in by_role]

    # Its words

    @property
    def issued_text(self) -> str:
        """The date of issue in the reader's language, as precise as it is known."""
        return spoken(dates.read(self.issued))

    @property
    def abstract(self) -> str:
        """In the reader's language where it is there, else in the other."""
        return _first(self.abstract_id, self.abstract_en)

    @property
    def other_abstract(self) -> tuple[str, str]:
        """The abstract in the other language with the code of that language; ("", "") where there is one alone."""
        if not (self.abstract_id and self.abstract_en):
            return "", ""
        return (self.abstract_id, "id") if get_language() == "en" else (self.abstract_en, "en")

    @property
    def abstract_language(self) -> str:
        """The language of `abstract`."""
        if get_language() == "en" and self.abstract_en:
            return "en"
        return "id" if self.abstract_id else "en"

    @property
    def plain_summary(self) -> str:
        return _first(self.summary_id, self.summary_en)

    @property
    def own_notices(self) -> list[str]:
        """What a reader is told before its text opens."""
        field = self._meta.get_field("content_notices")
        return field.labels(self.notice_words())

    def notice_words(self) -> list[str]:
        """The words of `library.notices.Notice` that hold for its text."""
        return list(self.content_notices)

    @property
    def audiences(self) -> list[str]:
        return self._meta.get_field("audience").labels(self.audience)

    @property
    def licence_address(self) -> str:
        licence = LICENCES.get(self.licence)
        return licence.address if licence else ""

    def names(self) -> list[str]:
        """All that it is called by, for search: its titles and who made it, in every form; kinds add theirs."""
        agents = dict.fromkeys(each.agent for each in self.contributions.all())
        people = [text for agent in agents for text in (agent.name, *agent.as_name.variants)]
        return [self.title, self.subtitle, self.parallel_title, *people]

    def about_words(self) -> list[str]:
        """What it is about, for search: its summaries, and its subjects by all their labels."""
        summaries = [self.abstract_id, self.abstract_en, self.summary_id, self.summary_en]
        return [*summaries, *(label for each in self.subjects.all() for label in each.concept.labels())]

    # Its subjects

    @cached_property
    def concepts(self) -> list[Concept]:
        """What it is about, each as what it is: a concept, a place, or a law."""
        return [each.concept.own for each in self.subjects.all()]

    @property
    def topics(self) -> list[Concept]:
        return [concept for concept in self.concepts if type(concept) is Concept]

    @property
    def places_named(self) -> list[Concept]:
        return [concept for concept in self.concepts if isinstance(concept, Place)]

    @property
    def laws_named(self) -> list[Concept]:
        return [concept for concept in self.concepts if isinstance(concept, Law)]

    @property
    def tag_names(self) -> list[str]:
        """The free words that editors added."""
        return [each.tag.name for each in self.tagged_items.all()]

    # The table of its page

    def details(self) -> list[Detail]:
        """The table of its page: its own kind's lines between the common ones."""
        people = [
            Detail(
                role[:1].upper() + role[1:], parts=tuple((who.name, who.get_absolute_url()) for who in agents)
            )
            for role, agents in self.contributors()
        ]
        lines = [
            Detail(gettext("Jenis"), str(self.kind.name)),
            *people,
            Detail(gettext("Penerbit"), self.publisher),
            Detail(gettext("Tempat terbit"), self.published_in),
            Detail(gettext("Tanggal"), self.issued_text),
            Detail(gettext("Bahasa"), self.get_language_display()),
            *self.own_details(),
            Detail(gettext("Seri"), " ; ".join(filter(None, [self.series, self.series_number]))),
            Detail("DOI", self.doi, f"https://doi.org/{self.doi}" if self.doi else ""),
            Detail(gettext("Untuk"), ", ".join(self.audiences)),
            Detail(
                gettext("Lisensi"),
                str(self.get_licence_display()) if self.licence else "",
                self.licence_address,
            ),
            Detail(gettext("Pemegang hak"), self.rights_holder),
            Detail(gettext("Pendana"), self.funder),
            Detail(gettext("Sumber"), self.source),
        ]
        return [line for line in lines if line]

    def own_details(self) -> list[Detail]:
        return []

    # Its record

    def record(self, *, files: bool, brief: bool = False) -> Record:
        """Itself as the value from which every standard is written; `files`: whether its text is open to the public.
        `brief`: what a list of works knows of each, without subjects and tags and what the parts of it warn of, which cost
        queries."""
        told: dict[str, Any] = {
            "kind": self.record_kind,
            "title": self.title,
            "subtitle": self.subtitle,
            "parallel_title": self.parallel_title,
            "makers": tuple(self._maker(each) for each in self.contributions.all()),
            "language": self.language,
            "issued": dates.read(self.issued),
            "publisher": self.publisher,
            "place": self.published_in,
            "abstract_id": self.abstract_id,
            "abstract_en": self.abstract_en,
            "summary_id": self.summary_id,
            "summary_en": self.summary_en,
            "subjects": () if brief else tuple(_subject(concept) for concept in self.concepts),
            "tags": () if brief else tuple(self.tag_names),
            "audience": tuple(self.audience),
            "licence": self.licence,
            "rights_holder": self.rights_holder,
            "funder": self.funder,
            "access": Access.OPEN.value if files else self.access,  # an embargo that has ended is none
            "series": self.series,
            "series_number": self.series_number,
            "doi": self.doi,
            "warnings": tuple(self.content_notices if brief else self.notice_words()),
            "pages": self.pages,
            "address": absolute(self.address),
            "permanent": absolute(self.permanent_path),
            "cover": absolute(self.shown_cover.url) if self.shown_cover else "",
            "files": self._held() if files else (),
            "source": self.source,
            "modified": self.permanent.changed if hasattr(self, "permanent") else None,
        }
        return Record(**(told | self.own_record()))

    def whole_record(self, *, files: bool) -> Record:
        """With all that its own page tells: of a film what is said in it, which costs a question for each language."""
        return self.record(files=files)

    def own_record(self) -> dict[str, Any]:
        """What its kind adds to the record, or says otherwise."""
        return {}

    def _maker(self, contribution: Contribution) -> Maker:
        agent = contribution.agent
        return Maker(agent.as_name, Role(contribution.role), absolute(agent.get_absolute_url()), agent.orcid)

    def _held(self) -> tuple[HeldFile, ...]:
        held = self.download
        if held is None:
            return ()
        return (HeldFile(absolute(held.url), "application/pdf", held.size, held.pages, held.name),)


def absolute(path: str) -> str:
    """An address of ours with the scheme and host under which the public knows us."""
    return f"{settings.BASE_URL}{path}" if path.startswith("/") else path


def _subject(concept: Concept) -> Subject:
    kind = "law" if isinstance(concept, Law) else "place" if isinstance(concept, Place) else "concept"
    notation = concept.citation if isinstance(concept, Law) and concept.numbered else concept.notation
    return Subject(concept.label_id, concept.label_en, kind, notation, absolute(concept.get_absolute_url()))


def _first(indonesian: str, english: str) -> str:
    both = [indonesian, english]
    return next(filter(None, reversed(both) if get_language() == "en" else both), "")

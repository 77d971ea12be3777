"""Thesauri made up by hypothesis: sound but for the words, which may be anything."""

from dataclasses import replace

from hypothesis import strategies as st

from library.thesaurus.values import Ambiguous, Entry, Group, Labels, LawFacts, PlaceLevel, Thesaurus

labels = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
several = st.lists(labels, max_size=3).map(tuple)
every_labels = st.builds(Labels, labels, several, several)
named_labels = st.builds(Labels, labels.filter(lambda text: Labels(text).pref), several, several)
slugs = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5})?", fullmatch=True)
laws = st.builds(
    LawFacts,
    labels,
    st.integers(0, 9999),
    labels,
    labels,
    labels,
    st.sampled_from(["", "in_force", "amended", "repealed"]),
    issuer=labels,
    gazette=labels,
)
entries = st.builds(
    Entry,
    slugs,
    named_labels,
    every_labels,
    every_labels,
    scope_note_id=labels,
    scope_note_en=labels,
    group=st.sampled_from(["g", "h"]),
    notation=labels,
    law=st.none() | laws,
    place=st.none() | st.sampled_from(PlaceLevel),
)


@st.composite
def thesauri(draw: st.DrawFn) -> Thesaurus:
    """Entries of their own slugs, each under some that came before it, and mutually related."""
    drawn = draw(st.lists(entries, max_size=5, unique_by=lambda entry: entry.slug))
    known = [entry.slug for entry in drawn]
    made = [
        replace(entry, broader=tuple(draw(st.sets(st.sampled_from(known[:at]), max_size=2))) if at else ())
        for at, entry in enumerate(drawn)
    ]
    roots = [entry.slug for entry in made if not entry.broader]
    made = [
        replace(
            entry, related=tuple(slug for slug in roots if slug != entry.slug) if not entry.broader else ()
        )
        for entry in made
    ]
    words = draw(
        st.lists(
            st.builds(
                Ambiguous,
                labels.filter(lambda text: Labels(text).pref),
                st.permutations(known).map(tuple),
                labels,
                labels,
            ),
            max_size=2,
        )
    )
    groups = (Group("g", draw(labels), draw(labels)), Group("h", "H", ""))
    return Thesaurus(
        tuple(made), tuple(replace(group, label_id=group.label_id or "G") for group in groups), tuple(words)
    )

"""What a film (VideoObject) and a dataset (Dataset) say in schema.org beside what every work says.

Pure; for `library.metadata.schema_org`. Beyond the vocabulary: what Google asks of videos (name, description,
thumbnailUrl, uploadDate, duration, contentUrl; SeekToAction for links to a moment) and of datasets (name, description
in words, distribution, variableMeasured, temporalCoverage, spatialCoverage, measurementTechnique).
"""

from library.metadata.dublin_core import distinct, duration, in_one_line, offered_files, years
from library.metadata.schema_org_nodes import Node, bearer, few, filled, thing
from library.names import NameKind
from library.record import HeldFile, Maker, Record, Role, Variable

#: UN/CEFACT's code for pixels.
_PIXEL = "E37"
#: From which age on, of each class of the censorship board.
_FROM_AGE = {"SU": 0, "13+": 13, "17+": 17, "21+": 21}
#: Only the ends of the scale say whether it is for families.
_FOR_FAMILIES = {"SU": True, "17+": False, "21+": False}


def film(record: Record, language: str) -> Node:
    """The properties of a VideoObject; the first of the largest recordings speaks for the film. Behind a notice neither a
    recording nor what is said in it is offered: the page has them only once the notice was read."""
    footage = record.footage
    recordings = offered_files(record)
    best = max(recordings, key=lambda file: file.height, default=None)
    tracks = footage.captions if record.access == "open" and not record.notices else ()
    said = [track.text for track in tracks if track.language == language] + [track.text for track in tracks]
    return {
        "description": _description(record, language),
        "thumbnailUrl": record.cover,
        "uploadDate": footage.uploaded,
        "duration": duration(record),
        **(_played(best) if best else {}),
        "encoding": [file_of(file) for file in recordings] if len(recordings) > 1 else [],
        "caption": [
            filled(
                {
                    "@type": "MediaObject",
                    "contentUrl": track.address,
                    "encodingFormat": "text/vtt",
                    "inLanguage": track.language,
                }
            )
            for track in tracks
            if track.address
        ],
        "transcript": next((text for each in said if (text := in_one_line(each))), ""),
        "contentRating": footage.age_class,
        "typicalAgeRange": f"{_FROM_AGE[footage.age_class]}-" if footage.age_class in _FROM_AGE else "",
        "isFamilyFriendly": _FOR_FAMILIES.get(footage.age_class),
        "potentialAction": _seeking(record) if best and record.address else {},
    }


def dataset(record: Record, language: str, *, site_name: str, site_address: str) -> Node:
    """The properties of a Dataset; the site is the catalogue that it is in. No distribution where the page has its downloads
    behind a notice."""
    figures = record.figures
    notes = [figures.counting_id, figures.counting_en]
    return {
        "description": _description(record, language),
        "creator": [
            bearer(maker.name, maker.address, maker.orcid)
            for maker in record.by(Role.AUTHOR, Role.RESEARCHER)
        ],
        "distribution": [file_of(file, "DataDownload") for file in offered_files(record)],
        "variableMeasured": [_variable(each, language) for each in figures.variables],
        "temporalCoverage": years(figures),
        "spatialCoverage": [thing(subject) for subject in record.subjects if subject.kind == "place"],
        "measurementTechnique": _in_language(language, *notes),
        "isBasedOn": _source(figures.counted_by),
        "includedInDataCatalog": filled(
            {"@type": "DataCatalog", "name": in_one_line(site_name), "url": site_address}
        ),
    }


def file_of(file: HeldFile, kind: str = "MediaObject") -> Node:
    """A file that may be taken, as a node of this type."""
    return filled(
        {
            "@type": kind,
            "name": in_one_line(file.name),
            "contentUrl": file.address,
            "encodingFormat": file.media_type,
            "contentSize": f"{file.size} B" if file.size else "",
            "width": _pixels(file.width),
            "height": _pixels(file.height),
        }
    )


def place_in_film(maker: Maker) -> str:
    """The property by which a film names somebody: a director is a person there, a body that directs its creator."""
    if maker.role is Role.DIRECTOR:
        return "creator" if maker.name.kind is NameKind.ORGANISATION else "director"
    return "producer" if maker.role is Role.PRODUCER else ""


def _played(file: HeldFile) -> Node:
    return {key: value for key, value in file_of(file).items() if key not in {"@type", "name"}}


def _pixels(count: int) -> Node:
    return {"@type": "QuantitativeValue", "value": count, "unitCode": _PIXEL} if count else {}


def _seeking(record: Record) -> Node:
    """How the page is opened at a moment (Google's "key moments")."""
    return {
        "@type": "SeekToAction",
        "target": f"{record.address}#t={{seek_to_second_number}}",
        "startOffset-input": "required name=seek_to_second_number",
    }


def _variable(variable: Variable, language: str) -> Node:
    """A column under the name that readers see; the heading in the file is another name for it."""
    title = _in_language(language, variable.title_id, variable.title_en) or in_one_line(variable.name)
    others = distinct([variable.title_id, variable.title_en, variable.name])
    return filled(
        {
            "@type": "PropertyValue",
            "name": title,
            "alternateName": few([other for other in others if other != title]),
            "description": _in_language(language, variable.meaning_id, variable.meaning_en),
            "unitText": _in_language(language, variable.unit_id, variable.unit_en),
        }
    )


def _source(counted_by: str) -> Node:
    """What was counted, and by whom: in the catalogue's own words."""
    return {"@type": "CreativeWork", "name": in_one_line(counted_by)} if counted_by.strip() else {}


def _description(record: Record, language: str) -> str:
    """One text in the language of the page, for search engines take one: the abstract before the plain summary."""
    return _in_language(language, record.abstract_id, record.abstract_en) or _in_language(
        language, record.summary_id, record.summary_en
    )


def _in_language(language: str, indonesian: str, english: str) -> str:
    both = [in_one_line(indonesian), in_one_line(english)]
    return next(filter(None, reversed(both) if language == "en" else both), "")

"""A style walked through for one item: which elements speak, which are silent, what they set.

The rules are those of CSL 1.0.2: a group is silent when none of its variables has anything to say; what stands in
for a missing author is not said again; a term that opens a reference has a capital letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from library.citations import dates, numbers
from library.citations.items import Item
from library.citations.letters import capitalize_first, change
from library.citations.names import Name, Setting
from library.citations.names import render as set_names
from library.citations.pieces import Piece, row, words
from library.citations.styles import Element, Sheet

# Variables whose words are in the language of the item; only English has title case.
_ITEMS_OWN = """
    archive archive-place authority collection-title container-title event event-place genre medium publisher
    publisher-place title title-short
"""
_IN_ITS_LANGUAGE = frozenset(_ITEMS_OWN.split())
_WITH_SHORT_FORM = {"title": "title-short", "container-title": "container-title-short"}
_NUMBERS_AS_TEXT = numbers.RANGED - {"locator"}
# Locators that the reference processor knows by an abbreviation; others (timestamps) have no label to be asked for.
_LOCATORS = """
    verse sub-verbo opus appendix article book chapter column figure folio note line issue page paragraph part rule
    section supplement table title volume
"""
_KNOWN_LOCATORS = frozenset(_LOCATORS.split())


@dataclass(slots=True)
class _Said:
    """What happened so far inside a group."""

    variable_asked: bool = False
    variable_said: bool = False
    term_said: bool = False


@dataclass(slots=True)
class _Substitution:
    """Inside <substitute>: whether something has been found already, and how many groups deep we are in it."""

    found: bool = False
    depth: int = 0


class Rendering:
    """One area ("citation" or "bibliography") of a style for one item."""

    def __init__(self, sheet: Sheet, item: Item, area: str) -> None:
        self.sheet, self.locale, self.item, self.area = sheet, sheet.locale, item, area
        self.group = _Said()
        self.has_begun = False
        self.done: set[str] = set()
        self.substitutions: list[_Substitution] = []
        self.lender: Element | None = None

    def layout(self) -> list[Piece]:
        """The pieces of the layout, one for each element of it that spoke."""
        area = self.sheet.citation if self.area == "citation" else self.sheet.bibliography
        layout = area.child("layout")
        pieces = self.children(layout) if layout else []
        return [piece for piece in pieces if not piece.is_empty]

    def children(self, element: Element) -> list[Piece]:
        return [piece for child in element.children for piece in self.element(child)]

    def element(self, element: Element) -> list[Piece]:
        if self.substitutions and self.substitutions[-1].found and not self.substitutions[-1].depth:
            return []  # something stands in already
        match element.name:
            case "text":
                return self.text(element)
            case "group":
                return self.a_group(element)
            case "choose":
                return self.choose(element)
            case "label":
                return self.label(element)
            case "names":
                return self.names(element)
            case "date":
                return self.date(element)
            case "number":
                return self.a_number(element)
            case _:
                return []

    # Groups and conditions

    def a_group(self, element: Element, content: Element | None = None) -> list[Piece]:
        """A group, or a macro (`content`), which is one too."""
        outside, begun, lender = self.group, self.has_begun, self.lender
        self.group = inside = _Said()
        if content:
            self.lender = None  # the names of a macro have their own setting
        if substitution := self.substitutions[-1] if self.substitutions else None:
            substitution.depth += 1
        pieces = self.children(content or element)
        self.group, self.lender = outside, lender
        if substitution:
            substitution.depth -= 1
        if inside.variable_said or (inside.term_said and not inside.variable_asked):
            outside.variable_said = True
            return [row(pieces, element, delimiter=element.get("delimiter"))]
        self.has_begun = begun
        outside.variable_asked = inside.variable_asked
        return []

    def choose(self, element: Element) -> list[Piece]:
        for branch in element.children:
            if branch.name == "else" or self.holds(branch):
                return self.children(branch)
        return []

    def holds(self, branch: Element) -> bool:
        """Whether the condition of an <if> or <else-if> is met."""
        tests = self.tests(branch)
        match branch.get("match", "all"):
            case "any":
                return any(tests)
            case "none":
                return not any(tests)
            case _:
                return all(tests)

    def tests(self, branch: Element) -> Iterator[bool]:
        if "type" in branch.attributes:
            yield self.item.kind in branch.words("type")
        yield from (self.item.has(variable) for variable in branch.words("variable"))
        yield from (self.is_numeric(variable) for variable in branch.words("is-numeric"))
        yield from (self.item.is_circa(variable) for variable in branch.words("is-uncertain-date"))
        yield from (self.locator_label() == label for label in branch.words("locator"))
        yield from (self.area == "citation" and position == "first" for position in branch.words("position"))
        yield from (False for _ambiguous in branch.words("disambiguate"))

    # Variables

    def use(self, element: Element) -> str:
        """The variable of an element, or nothing if it has been said in a substitute already."""
        variable = element.get("variable")
        said = variable in self.done
        if self.substitutions:
            self.done.add(variable)
        return "" if said else variable

    def answered(self, is_there: bool) -> None:
        """A variable was asked for: tell the group, and the substitute if there is one."""
        if is_there:
            self.group.variable_said = True
            self.found()
        else:
            self.group.variable_asked = True

    def found(self) -> None:
        if self.substitutions:
            self.substitutions[-1].found = True

    def say(self, text: str, element: Element | None = None) -> list[Piece]:
        """Words in the text-case, marks and affixes of an element."""
        if not text:
            return []
        self.has_begun = True
        return [words(text, element)]

    def text(self, element: Element) -> list[Piece]:
        if macro := element.get("macro"):
            found = self.sheet.macros.get(macro)
            return self.a_group(element, found) if found else []
        if "term" in element.attributes:
            return self.term(element)
        if value := element.get("value"):
            self.group.term_said = True
            if self.substitutions:
                self.found()
            return self.say(value, element)
        variable = self.use(element)
        if variable == "year-suffix":  # of one item alone there is never an a and b
            self.answered(True)
            return []
        if variable == "citation-number":
            self.answered(True)
            return self.say("1", element)
        short = _WITH_SHORT_FORM.get(variable) if element.get("form") == "short" else None
        text = (self.item.text(short) if short else "") or self.item.text(variable)
        self.answered(bool(text))
        if not text:
            return []
        if variable in _NUMBERS_AS_TEXT or variable == "locator":
            return self.set_numbers(text, variable, element)
        english = variable not in _IN_ITS_LANGUAGE or self.item.is_english(self.sheet.language)
        text = change(text, element.get("text-case"), english=english)
        return self.say(_without_periods(text, element), element)

    def term(self, element: Element) -> list[Piece]:
        many = element.get("plural") == "true"
        text = self.locale.term(element.get("term"), element.get("form", "long"), many=many) or ""
        if text:
            self.group.term_said = True
            if self.substitutions:
                self.found()
        if not self.has_begun and self.area == "bibliography":
            text = capitalize_first(text)
        if element.get("strip-periods") == "true":
            text = text.replace(".", "")
        return self.say(change(text, element.get("text-case"), english=True), element)

    # Numbers and labels

    def read_number(self, variable: str) -> numbers.Number | None:
        text = self.item.text(variable)
        return numbers.read(text, variable, self.locale) if text else None

    def is_numeric(self, variable: str) -> bool:
        if variable not in numbers.NUMERIC:
            return variable == "title" and self.item.text(variable)[-1:].isdecimal()
        number = self.read_number(variable)
        return number is not None and number.is_numeric

    def locator_label(self) -> str:
        """What the locator counts, if that is one of the known things."""
        return self.item.label if self.item.text("locator") and self.item.label in _KNOWN_LOCATORS else ""

    def a_number(self, element: Element) -> list[Piece]:
        variable = self.use(element)
        text = self.item.text(variable)
        self.answered(bool(text))
        return self.set_numbers(text, variable, element) if text else []

    def set_numbers(self, text: str, variable: str, element: Element) -> list[Piece]:
        number = numbers.read(text, variable, self.locale)
        pages = variable.startswith("page") or (variable == "locator" and self.locator_label() == "page")
        pieces = []
        for part in numbers.with_dashes(
            number, variable, self.locale, pages=pages, page_format=self.sheet.page_range_format
        ):
            value = part.letters + part.value
            if element.get("form") == "ordinal" and part.is_plain:
                value = numbers.ordinal(part.value, self.locale)
            piece = words(change(value, element.get("text-case"), english=True))
            piece.suffix += part.joint
            pieces.append(piece)
        self.has_begun = True
        return [row(pieces, element)]

    def label(self, element: Element) -> list[Piece]:
        variable = element.get("variable")
        name = variable
        if variable == "locator":
            name = self.item.label or "page"
        many = {"always": True, "never": False}.get(element.get("plural"))
        if many is None:
            number = self.read_number(variable)
            many = number is not None and number.is_plural
        text = self.locale.term(name, element.get("form", "long"), many=many) or ""
        if text:
            self.group.term_said = True
        text = change(_without_periods(text, element), element.get("text-case"), english=True)
        return self.say(text, element)

    # Dates and names

    def date(self, element: Element) -> list[Piece]:
        variable = self.use(element)
        date = self.item.dates.get(variable)
        if date is None:
            self.answered(False)
            return []
        parts = dates.parts_of(element, self.locale)
        asked = [part.get("name") for part in parts]
        self.answered(date.says(asked))
        piece = dates.render(date, element, parts, self.locale)
        if piece.is_empty:
            return []
        self.has_begun = True
        return [piece]

    def names(self, element: Element) -> list[Piece]:
        """Names; where there are none, what the style would say instead."""
        variables = element.words("variable")
        free = [variable for variable in variables if variable not in self.done]
        if self.substitutions:
            self.done.update(variables)
        self.group.variable_asked = True
        people = [(variable, found) for variable in free if (found := self.item.names.get(variable))]
        if people:
            return self.people(people, element)
        substitute = element.child("substitute")
        return self.substitute(substitute, element) if substitute else []

    def people(self, people: list[tuple[str, tuple[Name, ...]]], element: Element) -> list[Piece]:
        self.group.variable_said = True
        self.found()
        setting = Setting.of(element, self.lender, self.sheet, self.area)
        piece = set_names(people, setting)
        if piece.is_empty:
            return []
        self.has_begun = True
        return [piece]

    def substitute(self, substitute: Element, settings: Element) -> list[Piece]:
        """The first thing in a <substitute> that has something to say."""
        here, lender = _Substitution(), self.lender
        self.substitutions.append(here)
        self.lender = settings
        pieces = self.children(substitute)
        self.substitutions.pop()
        self.lender = lender
        if here.found:
            self.found()
        return pieces


def _without_periods(text: str, element: Element) -> str:
    return text.replace(".", "") if element.get("strip-periods") == "true" else text

"""The catalogues in locale/: English for our own sentences, Indonesian for what Wagtail says to editors."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

import polib
import pytest
from django.test import Client
from django.utils.translation import gettext, ngettext, override

from tests.requirements import missing

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
NAMES = [str(path.relative_to(LOCALE)) for path in CATALOGUES]
OURS = LOCALE / "en" / "LC_MESSAGES" / "django.po"
COMMAND = [
    "makemessages",
    "-l",
    "en",
    "--no-obsolete",
    "--no-location",
    "--no-wrap",
]  # as in docs/translating.md

PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w+)\}")
TAG = re.compile(r"</?[a-z][^>]*>")

#: The rooms of Wagtail that our editors enter; its forms and promotions are none of them.
ROOMS = [
    "wagtail",
    "wagtail.admin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.users",
]
NEIGHBOURS = [*ROOMS, "wagtail.contrib.forms", "taggit", "django.contrib.contenttypes"]

Key = tuple[str | None, str]


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def forms(entry: polib.POEntry) -> list[str]:
    """What a reader may see of it: one sentence, or one for each plural."""
    return (
        [entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)]
        if entry.msgid_plural
        else [entry.msgstr]
    )


def translated(path: Path) -> dict[Key, list[str]]:
    """Only what gettext would use: not fuzzy, not obsolete, not empty."""
    return {key(entry): forms(entry) for entry in polib.pofile(str(path)).translated_entries()}


def sentences(keys: Iterable[Key]) -> list[str]:
    return sorted(sentence for _context, sentence in keys)


def known_to(app: str, domain: str, language: str) -> set[Key]:
    """The sentences that an installed app brings a translation for; in English, all that it says."""
    path = Path(str(files(app))) / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return set()
    catalogue = polib.pofile(str(path))
    return {key(entry) for entry in (catalogue if language == "en" else catalogue.translated_entries())}


def under_another_name(folder: Path) -> Iterator[Key]:
    """Sentences called by a name that makemessages does not know, as in `import gettext as _now`."""
    for path in folder.rglob("*.py"):
        tree = ast.parse(path.read_text())
        names = {
            alias.asname
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            for alias in node.names
            if alias.asname not in {None, "_"}
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield None, ast.literal_eval(node.args[0])


@pytest.fixture(scope="module")
def our_sentences(tmp_path_factory) -> set[Key]:
    """Extracted anew from a copy, so that the folder we stand in stays as it is."""
    if not shutil.which("xgettext"):
        missing("gettext is missing: apt-get install gettext")
    copy = tmp_path_factory.mktemp("extraction")
    for folder in ("portal", "ingest", "search", "library", "templates"):
        unread = shutil.ignore_patterns("__pycache__", "static", "migrations")
        shutil.copytree(ROOT / folder, copy / folder, ignore=unread)
    (copy / "locale").mkdir()
    surroundings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "-m", "django", *COMMAND], cwd=copy, env=surroundings, check=True)
    extracted = polib.pofile(str(copy / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    return {key(entry) for entry in extracted} | set(under_another_name(copy))


def test_every_sentence_of_ours_is_there_in_english(our_sentences):
    assert sentences(our_sentences - translated(OURS).keys()) == []


def test_the_english_catalogue_holds_no_sentence_that_nobody_says(our_sentences):
    assert sentences(translated(OURS).keys() - our_sentences) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_translation_is_fuzzy_empty_or_left_over(name):
    catalogue = polib.pofile(str(LOCALE / name))
    assert [
        entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete or not all(forms(entry))
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_translation_has_the_placeholders_and_tags_of_its_sentence(name):
    for entry in polib.pofile(str(LOCALE / name)):
        *shorter, longest = forms(entry)
        source = entry.msgid_plural or entry.msgid
        assert set(PLACEHOLDER.findall(longest)) == set(PLACEHOLDER.findall(source)), entry.msgid
        for form in shorter:  # "one page" needs no number
            assert set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(source)), entry.msgid
        for form in forms(entry):
            assert sorted(TAG.findall(form)) == sorted(TAG.findall(source)), entry.msgid


@pytest.mark.parametrize("name", NAMES)
def test_a_compiled_catalogue_says_what_its_source_says(name):
    source = polib.pofile(str(LOCALE / name))
    compiled = polib.mofile(str((LOCALE / name).with_suffix(".mo")))
    assert compiled.metadata == source.metadata
    assert {key(entry): forms(entry) for entry in compiled} == translated(LOCALE / name)


@pytest.mark.parametrize("name", NAMES)
def test_a_catalogue_tells_nothing_of_the_machine_or_the_day_it_was_made_on(name):
    text = (LOCALE / name).read_text()
    for trace in (str(ROOT), str(Path.home()), sys.prefix, "\n#: ", "-Date:"):
        assert trace not in text


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_nothing_that_wagtail_says_to_our_editors_is_left_in_english(domain):
    said = set().union(*(known_to(app, domain, "en") for app in ROOMS))
    brought = set().union(*(known_to(app, domain, "id_ID") for app in ROOMS))
    ours = translated(LOCALE / "id" / "LC_MESSAGES" / f"{domain}.po").keys()
    assert sentences(said - brought - ours) == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_indonesian_catalogue_holds_only_what_the_neighbours_say(domain):
    said = set().union(*(known_to(app, domain, "en") for app in NEIGHBOURS))
    ours = translated(LOCALE / "id" / "LC_MESSAGES" / f"{domain}.po").keys()
    assert sentences(ours - said) == []


@pytest.mark.parametrize(
    ("language", "sentence", "shown"),
    [
        ("id", "Publish", "Terbitkan"),
        ("en", "Publish", "Publish"),
        ("id", "Halaman ini tidak ditemukan", "Halaman ini tidak ditemukan"),
        ("en", "Halaman ini tidak ditemukan", "This page was not found"),
    ],
)
def test_everybody_meets_a_language_of_their_own(language, sentence, shown):
    with override(language):
        assert gettext(sentence) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("id", "1 terbitan, 2 terbitan"), ("en", "1 publication, 2 publications")]
)
def test_plurals_follow_the_language(language, shown):
    counted = "%(count)d terbitan"
    with override(language):
        assert ", ".join(ngettext(counted, counted, count) % {"count": count} for count in (1, 2)) == shown


def test_the_scripts_of_the_admin_speak_indonesian(client: Client):
    assert "Sematkan bilah alat" in client.get("/admin/jsi18n/").content.decode()

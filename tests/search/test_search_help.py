"""The page that teaches how to search: every example runs, and nothing that a question may hold is left untaught."""

import re
from html import unescape

from django.http import QueryDict
from django.test import Client

from search import forms
from search.query import fields, parse
from search.tree import And, Fuzzy, Node, Not, Or, Phrase, Prefix, Within, Years


def examples(client: Client) -> dict[str, str]:
    """The addresses of the examples with what stands on them."""
    page = client.get("/cari/").content.decode()
    found = re.findall(r'<a href="(\?q=[^"]+)"><code>([^<]*)</code></a>', page)
    return {unescape(address): unescape(words) for address, words in found}


def nodes(tree: Node | None) -> set[type]:
    match tree:
        case And(parts) | Or(parts):
            return {type(tree)}.union(*map(nodes, parts))
        case Not(part) | Within(_, part):
            return {type(tree)} | nodes(part)
    return {type(tree)}


def test_every_example_asks_what_stands_on_it_and_is_understood(client: Client, library: None) -> None:
    found = examples(client)
    assert len(found) > 10
    for address, words in found.items():
        asked = forms.query(QueryDict(address[1:]))
        assert asked.question == words
        answer = client.get("/cari/" + address)
        assert answer.status_code == 200
        assert answer.context["said"] == ""


def test_each_sign_and_most_fields_have_an_example(client: Client, library: None) -> None:
    questions = list(examples(client).values())
    trees = [parse(each).tree for each in questions]
    assert {Phrase, Or, Not, Prefix, Fuzzy, Within, Years} <= set().union(*map(nodes, trees))
    assert any(isinstance(tree, Phrase) and tree.slop for tree in trees)
    assert any("(" in each for each in questions)
    assert any("tepat=1" in address for address in examples(client))
    page = client.get("/cari/").content.decode()
    named = {name for name, of in fields.NAMES.items() if re.search(rf"\b{name}\b", page)}
    assert {fields.NAMES[name] for name in named} == set(fields.NAMES.values())


def test_suggestions_can_be_reached_without_scripts(client: Client, library: None) -> None:
    assert 'href="/cari/saran/?q=bale"' in client.get("/cari/").content.decode()
    button = re.compile(r'<button [^>]*form="cari" type="submit" formaction="/cari/saran/">')
    for address in ("/cari/", "/cari/?q=bale", "/cari/saran/", "/cari/saran/?q=bale"):
        assert button.search(client.get(address).content.decode()), address

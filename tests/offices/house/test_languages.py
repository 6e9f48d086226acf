"""Catalogues hold every string; a draft is whole, keeps its named parts and is not offered."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django.conf import global_settings, settings
from django.test import Client
from django.utils import translation

from commonweal.measures.registry import every_measure
from commonweal.offices.house import catalogues, languages
from commonweal.offices.house.catalogues import Message
from commonweal.tables.views import NOT_STATED, VIEWS

CODES = [one.code for one in languages.every()] + [languages.LONGER, languages.MIRRORED]
PARTS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[\w.]*\}|</?[a-z]+")


def book(code: str) -> polib.POFile:
    return polib.pofile(str(catalogues.folder_of(code) / "django.po"))


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("code", [*global_settings.LANGUAGES_BIDI, languages.MIRRORED])
def test_a_language_that_django_reads_from_right_to_left_is_read_so_here(code: str) -> None:
    assert code in settings.LANGUAGES_BIDI
    assert languages.direction(code) == "rtl"


def test_kurdish_and_uighur_are_among_those_from_right_to_left() -> None:
    assert {"ckb", "ug"} <= set(settings.LANGUAGES_BIDI)
    with translation.override("ckb"):
        assert translation.get_language_bidi()


def test_strings_are_found_in_modules() -> None:
    source = 'f(_("One"), gettext_lazy("T" "wo"), ngettext("%(n)s a", "%(n)s b", n), _(name))'
    assert set(catalogues.in_python(source)) == {
        Message("One"), Message("Two"), Message("%(n)s a", "%(n)s b"),
    }  # fmt: skip


def test_strings_are_found_in_templates() -> None:
    source = (
        """{% load i18n %}{% translate "It's" %}{{ x|default:_("none") }}"""
        """{% blocktranslate count n=m %}{{ n }} a{% plural %}{{ n }} b{% endblocktranslate %}"""
    )
    assert set(catalogues.in_template(source)) == {
        Message("It's"), Message("none"), Message("%(n)s a", "%(n)s b"),
    }  # fmt: skip


def test_a_string_with_and_without_a_plural_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('_("a day"), ngettext("a day", "%s days", 2)', "utf-8")
    (tmp_path / "b.html").write_text('{% load i18n %}{% translate "a day" %}', "utf-8")
    assert list(catalogues.gathered(tmp_path)) == [Message("a day", "%s days")]


def test_the_longer_english_is_longer_and_keeps_what_is_named() -> None:
    text = "Send %(name)s the <b>letter</b>, {} &amp; %s"
    made = catalogues.longer(text)
    assert PARTS.findall(made) == PARTS.findall(text)
    assert made.startswith("[") and made.endswith("]")
    assert len(catalogues.longer("Show all again, and sign out")) >= 1.4 * 28


def test_the_mirrored_english_turns_each_word_and_nothing_else() -> None:
    assert catalogues.mirrored("Go %(to)s <b>x</b>") == (
        "\u202eGo\u202c %(to)s <b>\u202ex\u202c</b>"
    )


def test_a_catalogue_is_made_for_each_language_with_nothing_lost(tmp_path: Path) -> None:
    first = {Message("One"): ["a.py"], Message("%(n)s day", "%(n)s days"): ["b.html"]}
    assert catalogues.write("es", first, tmp_path) == ["One", "%(n)s day"]
    path = catalogues.folder_of("es", tmp_path) / "django.po"
    half = polib.pofile(str(path))
    half.find("One").msgstr = "Uno"
    half.save(str(path))
    more = {**first, Message("Two"): ["a.py"]}
    assert catalogues.write("es", more, tmp_path) == ["%(n)s day", "Two"]
    assert polib.mofile(str(path.with_suffix(".mo"))).find("One").msgstr == "Uno"
    left = catalogues.update(tmp_path, ["en", languages.LONGER])
    assert left == {"en": [], languages.LONGER: []}
    assert catalogues.told({"en": [], "es": ["One"]}) == "en: complete\nes: 1 strings to translate"


@pytest.mark.parametrize("code", CODES)
def test_every_string_is_in_every_catalogue_and_translated(code: str) -> None:
    held = book(code)
    ids = {Message(one.msgid, one.msgid_plural or "") for one in held}
    wanted = set(catalogues.every_string())
    again = "run python -m commonweal.offices.house.catalogues"
    assert sorted(wanted - ids) == [], again
    if code in {one.code for one in languages.every()}:
        assert sorted(ids - wanted) == [], again
    assert [one.msgid for one in held if not all(said(one)) or one.fuzzy] == []


def test_every_word_of_a_grouping_and_of_a_measure_is_gathered() -> None:
    held = {one.id for one in catalogues.every_string()}
    for view in VIEWS:
        codes = [code for code, _label in (*view.groups, *view.in_sentence, *NOT_STATED)]
        inside = [one.label for code in codes for one in [view.group(code)]]
        assert held >= {view.says, view.phrase, *inside, *dict(view.in_sentence).values()}, view.key
    for measure in every_measure():
        assert held >= {measure.title, measure.people, measure.met, *measure.caveats}, measure.key


@pytest.mark.parametrize("code", CODES)
def test_what_is_read_is_what_is_written(code: str) -> None:
    read = polib.mofile(str(catalogues.folder_of(code) / "django.mo"))
    assert {one.msgid: said(one) for one in read} == {one.msgid: said(one) for one in book(code)}


@pytest.mark.parametrize("code", CODES)
def test_named_parts_and_tags_are_kept(code: str) -> None:
    wrong = [
        one.msgid
        for one in book(code)
        for text in said(one)
        if sorted(PARTS.findall(text)) not in (
            sorted(PARTS.findall(one.msgid)), sorted(PARTS.findall(one.msgid_plural or one.msgid))
        )
    ]  # fmt: skip
    assert wrong == []


def test_a_draft_is_no_english_left_over() -> None:
    same = {one.msgid for one in book("es") if one.msgid in said(one) and " " in one.msgid}
    # only named parts, which stay as they are
    assert [one for one in same if re.search("[a-z]{3}", PARTS.sub("", one))] == []


def test_english_says_what_is_written() -> None:
    assert all(said(one)[0] == one.msgid for one in book("en"))


def test_a_language_that_nobody_reviewed_is_not_offered(client: Client, db: None) -> None:
    drafts = {one.code for one in languages.every() if not one.offered}
    assert "es" in drafts
    assert drafts.isdisjoint(dict(settings.LANGUAGES))
    client.cookies["django_language"] = "es"
    answer = client.get("/about/", headers={"Accept-Language": "es"})
    assert '<html lang="en" dir="ltr">' in answer.content.decode()


def test_a_language_is_offered_when_a_review_is_recorded(tmp_path: Path) -> None:
    listed = tmp_path / "languages.toml"
    line = '[[language]]\ncode = "{}"\nname = "x"\nreviewed_by = "{}"\nreviewed_on = "{}"\n'
    listed.write_text(
        line.format("en", "", "")
        + line.format("es", "certified translator", "2027-01-02")
        + line.format("pt", "certified translator", ""),
        encoding="utf-8",
    )
    assert languages.offered(path=listed) == [("en", "x"), ("es", "x")]


def test_a_draft_reads_as_spanish_where_it_is_asked_for() -> None:
    with translation.override("es"):
        assert translation.gettext("My work") == "Mi trabajo"


@pytest.mark.parametrize(
    ("code", "direction"),
    [
        ("en", "ltr"),
        ("es", "ltr"),
        ("ar", "rtl"),
        ("en-xb", "rtl"),
        ("en-xa", "ltr"),
        ("xx", "ltr"),
    ],
)
def test_a_page_runs_in_the_direction_of_its_language(code: str, direction: str) -> None:
    languages.offered(pseudo=True)
    assert languages.direction(code) == direction


def test_pages_turn_with_the_mirrored_language(client: Client, db: None) -> None:
    client.cookies["django_language"] = languages.MIRRORED
    assert '<html lang="en-xb" dir="rtl">' in client.get("/about/").content.decode()

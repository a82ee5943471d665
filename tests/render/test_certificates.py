"""A certificate: one page, dignified with every name, in any language of the project."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise

import page
import pdfplumber
import pikepdf
import pytest
from lxml import html as lxml_html

from generator.model.round import RoundSetting
from generator.render.certificates import (
    BLANK,
    Recipient,
    Role,
    certificate_name,
    certificates_print,
    name_direction,
    name_size,
)
from generator.write.pdf import render_pdf
from tests.conftest import IS_NIGHTLY, LANGUAGES, ROOT, this_project

PROJECT = this_project()
(SETTING,) = (each.setting for each in PROJECT.rounds if each.id == "2023")
PRINT = ROOT / "site_templates" / "print"
AZERBAIJANI = Recipient("Gülşən Əzizağa qızı Şıxəlibəyova-Hüseynzadə", "Bakı şəhəri, 132 №-li məktəb-lisey")
RUSSIAN = Recipient("Константин Александрович Воскресенский-Преображенский", "Школа-гимназия № 6")
HOSTILE = [
    Recipient('<b onclick="alert(1)">x</b> & {{ 7 * 7 }} </p>', "<script>alert(1)</script>"),
    Recipient("שם פרטי ושם משפחה", "مدرسة رقم ١"),
    Recipient("W" * 200, "Щ" * 200),
    Recipient("word " * 39 + "words", "school " * 28 + "name"),
    Recipient("=cmd|' /C calc'!A0", "@SUM(1+1)"),
    Recipient("url(https://example.org/x.png)", "</style><style>*{color:red}"),
]


def html(
    role: Role = Role.PARTICIPANT,
    language: str = "en",
    recipients: Sequence[Recipient] = (AZERBAIJANI,),
    setting: RoundSetting = SETTING,
) -> str:
    return certificates_print(PROJECT, setting, role, language, recipients, "x.pdf").html


def words(text: str) -> str:
    return " ".join(lxml_html.document_fromstring(text).find("body").text_content().split())


@pytest.mark.parametrize(
    ("role", "said", "hours"),
    [
        (Role.PARTICIPANT, "for taking part in the self-reflection", "Time: 1 hour "),
        (Role.COORDINATOR, "for preparing and running the self-reflection", "Time: 10 hours "),
        (Role.SCHOOL, "for asking its leaders, teachers and students", ""),
    ],
)
def test_each_role_has_its_reason_and_its_hours(role: Role, said: str, hours: str) -> None:
    """The hours of the pilot: one for participants, ten for coordinators."""
    text = words(html(role))

    assert said in text
    assert hours in text
    assert ("Time:" in text) == bool(hours)
    assert "Round 2023 (synthetic), May 1, 2023 to May 19, 2023" in text
    assert "independent of SELFIE and of the European Commission" in text


def test_certificate_of_an_invented_round_says_so() -> None:
    assert "Invented data." in words(html())
    assert "Invented data." not in words(html(setting=SETTING.model_copy(update={"synthetic": False})))


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_of_a_certificate_is_chosen_freely(language: str) -> None:
    text = html(language=language)

    assert f'<html lang="{language}"' in text
    assert AZERBAIJANI.name in text
    assert language == "en" or 'lang="en"' not in text


@pytest.mark.parametrize(("role", "lines"), [(Role.COORDINATOR, ["Name", "School"]), (Role.SCHOOL, ["School"])])
def test_without_name_there_are_lines_to_write_on(role: Role, lines: list[str]) -> None:
    document = lxml_html.document_fromstring(html(role, recipients=[BLANK]))

    assert [each.text_content() for each in document.find_class("empty")] == lines


def test_names_are_text_and_nothing_else() -> None:
    document = lxml_html.document_fromstring(html(recipients=HOSTILE))
    control = lxml_html.document_fromstring(html(recipients=[Recipient("Plain", "Plain")] * len(HOSTILE)))

    assert [each.tag for each in document.iter()] == [each.tag for each in control.iter()]
    assert "https://example.org/x.png" not in "".join(document.xpath("//@style | //style/text()"))
    assert [each.text_content().strip() for each in document.find_class("name")] == [each.name for each in HOSTILE]


@pytest.mark.parametrize("language", LANGUAGES if IS_NIGHTLY else ["ru"])
def test_every_name_fits_on_its_page_in_an_embedded_typeface(language: str) -> None:
    """Nothing overlaps: what stands below a name begins under its last line, and signatures under all of it."""
    recipients = [AZERBAIJANI, RUSSIAN, *HOSTILE]
    with pdfplumber.open(io.BytesIO(render_pdf(html(language=language, recipients=recipients), PRINT))) as document:
        assert len(document.pages) == len(recipients)
        for each, recipient in zip(document.pages, recipients, strict=True):
            drawn = "".join(letter["text"] for letter in each.chars)
            if recipient.name.isascii():
                assert recipient.name.replace(" ", "") in drawn.replace(" ", "")
            assert all("Noto" in letter["fontname"] for letter in each.chars)
            assert min(letter["x0"] for letter in each.chars) > 40
            assert max(letter["x1"] for letter in each.chars) < float(each.width) - 40
            lines = sorted({(round(word["top"]), round(word["bottom"])) for word in each.extract_words()})
            assert all(below[0] >= above[0] + 5 for above, below in pairwise(lines))


def test_certificate_keeps_the_rules_of_pdf_ua_and_has_a_bookmark_for_each_page() -> None:
    pdf = render_pdf(html(language="az", recipients=[AZERBAIJANI, RUSSIAN]), PRINT)
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    assert report.is_compliant, report.failures
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        assert str(document.Root.Lang) == "az"
        assert len(outline.root) == len(document.pages) == 2
        # The title of a file with many certificates names nobody.
        assert "Gülşən" not in str(document.docinfo["/Title"])
    assert render_pdf(html(language="az", recipients=[AZERBAIJANI, RUSSIAN]), PRINT) == pdf


def test_longer_names_stand_in_smaller_letters_step_by_step() -> None:
    sizes = [name_size("a" * letters) for letters in range(1, 201)]

    assert list(dict.fromkeys(sizes)) == ["wide", "medium", "narrow", "least"]


def test_a_name_is_written_in_its_own_direction() -> None:
    assert [name_direction(each) for each in ("Ann", "(שם)", "مدرسة", "12", "")] == ["ltr", "rtl", "rtl", "ltr", "ltr"]


def test_no_file_is_called_by_a_name() -> None:
    assert certificate_name("2023", Role.PARTICIPANT, "az", 7) == "certificate-2023-participant-az-007.pdf"
    assert certificate_name("2023", Role.SCHOOL, "ru") == "certificate-2023-school-ru.pdf"


def test_a_document_without_certificates_is_refused() -> None:
    with pytest.raises(ValueError, match="without certificates"):
        html(recipients=())

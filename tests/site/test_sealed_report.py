"""A school opens its own report with its code, in its browser alone; without the code nobody does; nothing is kept."""

from __future__ import annotations

import base64
import gzip
import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from generator.model.catalogue import Language
from generator.model.report_code import ReportCode
from generator.render.environment import page_environment
from generator.render.offline_report import offline_frame, offline_page
from generator.render.slots import SlottedHtml
from generator.write.assets import offline_assets
from generator.write.machine import chromium_path
from generator.write.sealing import locator, open_sealed, seal
from tests.conftest import IS_NIGHTLY, ROOT
from tests.render.page_project import interface
from tests.site.sealed_site import (
    LANGUAGE,
    Host,
    SealedSite,
    build_sealed_site,
    chromium_arguments,
    hosted,
    vectors,
    watch,
)
from tests.site.test_accessibility import LOOKS, SEEN_AT_ONCE, faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WRONG_CODES = 200
FLIPS = 10_000 if IS_NIGHTLY else 400
PAGE = f"{LANGUAGE}/report/index.html"
ALERT = "#gz-sealed-alert"
OPENED = "#gz-sealed-article h1"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> SealedSite:
    return build_sealed_site(tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="module")
def host(sealed: SealedSite) -> Iterator[Host]:
    with hosted(sealed.folder) as found:
        yield found


@pytest.fixture
def page(chromium: Any, host: Host) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    host.log.clear()
    yield watch(context.new_page())
    context.close()


@pytest.fixture(scope="module")
def report(sealed: SealedSite) -> dict[str, Any]:
    """What the code opens, by the Python end of the format."""
    blob = sealed.blob("report").read_bytes()
    found: dict[str, Any] = json.loads(gzip.decompress(open_sealed(sealed.code, "report", LANGUAGE, blob)))
    return found


def type_code(page: Any, typed: str) -> None:
    page.fill("#gz-sealed-code", typed)
    page.keyboard.press("Enter")
    page.locator("#gz-sealed-status p").wait_for(state="detached")


def open_report(page: Any, host: Host, code: ReportCode) -> None:
    page.goto(f"{host.address}/{PAGE}#{code.compact}", wait_until="load")
    page.locator(OPENED).wait_for()


def said(page: Any) -> str:
    text: str = page.locator(ALERT).inner_text()
    return " ".join(text.split())


# What the code opens


def test_code_in_the_address_opens_the_report(
    page: Any, host: Host, sealed: SealedSite, report: dict[str, Any]
) -> None:
    open_report(page, host, sealed.code)

    assert page.locator(OPENED).inner_text() in report["title"]
    assert page.evaluate("document.activeElement === document.querySelector('#gz-sealed-article h1')")
    assert page.locator("h1:visible").count() == 1
    assert page.faults == []


def test_opened_report_is_the_article_that_was_sealed(
    page: Any, host: Host, sealed: SealedSite, report: dict[str, Any]
) -> None:
    open_report(page, host, sealed.code)
    shown = page.locator("#gz-sealed-article article").first.evaluate("article => article.textContent")

    assert len(shown) > 5_000
    assert shown.split() == lxml.html.fromstring(report["article"]).text_content().split()


def test_code_may_be_typed_in_many_ways(page: Any, host: Host, sealed: SealedSite) -> None:
    code = sealed.code
    ways = {
        "small letters": code.shown.lower(),
        "spaces": f"  {' '.join(code.groups)} ",
        "O and l": code.compact.replace("0", "O").replace("1", "l"),
        "Cyrillic letters": code.compact.translate(str.maketrans("ABCEHKMPTXY", "АВСЕНКМРТХУ")),
        "dashes": code.shown.replace("-", "\N{EN DASH}"),
        "whole address": f"https://example.org/az/report/#{code.compact}",
    }
    for way, typed in ways.items():
        page.goto(f"{host.address}/{PAGE}", wait_until="load")
        type_code(page, typed)

        assert said(page) == "", way
        assert page.locator(OPENED).is_visible(), way


def test_files_are_unlocked_on_request_and_not_before(page: Any, host: Host, sealed: SealedSite) -> None:
    open_report(page, host, sealed.code)
    before = len([path for path in host.requests if path.startswith("/r/")])
    for kind in ("csv", "json", "xlsx"):
        with page.expect_download() as download:
            page.locator(f"[data-gz-file={kind}]").first.click()
        content = open_sealed(sealed.code, kind, LANGUAGE, sealed.blob(kind).read_bytes())
        saved = Path(download.value.path()).read_bytes()

        assert saved == (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content)
        assert len(saved) > 200
        assert download.value.suggested_filename.endswith(f".{kind}")

    assert before == 1
    assert page.faults == []


def test_charts_of_an_opened_report_can_be_explored(page: Any, host: Host, sealed: SealedSite) -> None:
    open_report(page, host, sealed.code)
    page.locator("[data-gz-explore]:visible").first.click()
    page.locator(".gz-live svg").first.wait_for(timeout=20_000)
    mark = page.locator(".gz-live svg [aria-roledescription=bar], .gz-live svg .mark-rect path").first
    mark.hover(force=True)
    page.locator(".gz-tip p").first.wait_for()

    assert page.faults == []
    assert all(url.startswith((host.address, "data:")) for url in page.asked)


# What it does not open


TRY_EACH = """async (codes) => {
  const said = [];
  for (const code of codes) {
    document.getElementById("gz-sealed-code").value = code;
    document.getElementById("gz-sealed-form").requestSubmit();
    while (document.querySelector("#gz-sealed-status p")) await new Promise((next) => setTimeout(next, 2));
    said.push(document.getElementById("gz-sealed-alert").innerText.trim());
  }
  return said;
}"""


def test_wrong_codes_open_nothing_and_look_like_a_school_that_is_not_there(page: Any, host: Host) -> None:
    page.goto(f"{host.address}/{PAGE}", wait_until="load")
    codes = [ReportCode(secrets.token_bytes(15)) for _ in range(WRONG_CODES)]
    said_to_each = page.evaluate(TRY_EACH, [code.compact for code in codes])
    sought = [path for path in host.requests if path.startswith("/r/")]

    assert said_to_each == [words("message.missing")] * WRONG_CODES
    assert sought == [f"/r/{locator(code, kind, LANGUAGE)}.bin" for code in codes for kind in ("report", "bundle")]
    assert page.locator(OPENED).count() == 0
    assert page.locator("#gz-sealed-form").is_visible()
    assert page.faults == []


def test_code_that_is_none_is_said_without_a_request(page: Any, host: Host) -> None:
    page.goto(f"{host.address}/{PAGE}", wait_until="load")
    for typed, message in (("ABCD-EFGH", "message.length"), ("U" * 25, "message.mistyped"), ("", "message.length")):
        type_code(page, typed)

        assert said(page) == words(message, found=len(typed.replace("-", "")))
        assert page.evaluate("document.activeElement.id") == "gz-sealed-code"
    assert not [path for path in host.requests if path.startswith("/r/")]


def test_one_wrong_symbol_and_two_exchanged_ones_are_noticed(page: Any, host: Host, sealed: SealedSite) -> None:
    page.goto(f"{host.address}/{PAGE}", wait_until="load")
    code = sealed.code.compact
    place = next(place for place in range(24) if code[place] != code[place + 1])
    wrong = [code[:5] + ("Z" if code[5] != "Z" else "Y") + code[6:]]
    wrong.append(code[:place] + code[place + 1] + code[place] + code[place + 2 :])
    for typed in wrong:
        type_code(page, typed)

        assert said(page) == words("message.mistyped")
    assert not [path for path in host.requests if path.startswith("/r/")]


# What stays behind


STORED = """async () => JSON.stringify([
  location.href, document.referrer, document.cookie, document.title, {...localStorage}, {...sessionStorage},
  history.state, window.name, await indexedDB.databases(), await caches.keys(),
  navigation.entries().map((entry) => [entry.url, entry.getState()]),
  performance.getEntriesByType("resource").map((entry) => entry.name)
])"""


def forms_of(code: ReportCode) -> set[str]:
    return {code.compact, code.shown, code.compact.lower(), code.shown.lower(), code.secret.hex()}


@pytest.mark.parametrize("way", ["typed", "in the address"])
def test_code_is_nowhere_but_in_the_head_of_its_owner(page: Any, host: Host, sealed: SealedSite, way: str) -> None:
    """Not in the address, history, storage, cookies, referrer or the host's log; nor is the school's name."""
    page.goto(f"{host.address}/{LANGUAGE}/index.html", wait_until="load")
    if way == "typed":
        page.goto(f"{host.address}/{PAGE}", wait_until="load")
        type_code(page, sealed.code.shown)
        page.locator(OPENED).wait_for()
    else:
        open_report(page, host, sealed.code)
    with page.expect_download():
        page.locator("[data-gz-file=csv]").first.click()
    found = page.evaluate(STORED) + json.dumps(page.context.storage_state()) + "".join(host.log)

    assert sealed.blob("csv").stem in found
    assert [each for each in (*forms_of(sealed.code), page.locator(OPENED).inner_text()) if each in found] == []
    assert page.context.cookies() == []
    assert not [each for each in host.log if "/r/" in each and "referer" in each.lower()]
    # What browsers do before a page can act, the page says.
    assert page.get_by_text(words("opened.history")).count() == (way != "typed")


def test_browser_keeps_no_typed_code_on_its_disk(chromium: Any, host: Host, sealed: SealedSite, tmp_path: Path) -> None:
    """All bytes of the profile: history, session, cache. (An address with a code stays in Chromium's history.)"""
    context = chromium.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium_path(), args=chromium_arguments()
    )
    page = context.pages[0]
    page.goto(f"{host.address}/{PAGE}", wait_until="load")
    type_code(page, sealed.code.shown)
    page.locator(OPENED).wait_for()
    name = page.locator(OPENED).inner_text()
    context.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())

    assert PAGE.encode() in kept
    for text in (*forms_of(sealed.code), name):
        assert text.encode() not in kept
        assert text.encode("utf-16-le") not in kept


def test_going_back_and_forward_finds_an_empty_form(page: Any, host: Host, sealed: SealedSite) -> None:
    open_report(page, host, sealed.code)
    name = page.locator(OPENED).inner_text()
    page.goto(f"{host.address}/{LANGUAGE}/index.html", wait_until="load")
    page.go_back(wait_until="load")

    assert page.url == f"{host.address}/{PAGE}"
    assert page.locator("#gz-sealed-form").is_visible()
    assert page.input_value("#gz-sealed-code") == ""
    assert name not in page.content()
    page.go_forward(wait_until="load")
    assert sealed.code.compact not in page.url


def test_closing_forgets_the_report(page: Any, host: Host, sealed: SealedSite) -> None:
    open_report(page, host, sealed.code)
    name = page.locator(OPENED).inner_text()
    with page.expect_event("load"):
        page.get_by_role("button", name=words("close")).click()

    assert name not in page.content()
    assert page.locator("#gz-sealed-form").is_visible()
    assert page.title().startswith(words("title"))


ARTICLE = """<article class="gz-report"><h1>A report</h1>
<p><a href="../../en/index.html">Guide</a> <a href="#down">Down</a></p>
<p><a href="#" data-gz-file="pdf">PDF</a></p><h2 id="down">Down</h2></article>"""


def sealed_article(code: ReportCode) -> bytes:
    """A report of a few lines."""
    report = {"version": 1, "title": "A report", "article": ARTICLE, "files": {}}
    return seal(code, "report", LANGUAGE, gzip.compress(json.dumps(report).encode(), mtime=0))


def test_links_of_an_opened_report_leave_it_open(page: Any, host: Host) -> None:
    code = ReportCode(bytes(range(2, 17)))
    host.extra[f"/r/{locator(code, 'report', LANGUAGE)}.bin"] = ("application/octet-stream", sealed_article(code))
    open_report(page, host, code)
    page.get_by_role("link", name="Down").click()
    with page.context.expect_page() as other:
        page.get_by_role("link", name="Guide").click()
    other.value.wait_for_load_state()

    assert other.value.url == f"{host.address}/en/index.html"
    assert other.value.evaluate("window.opener === null && document.referrer === ''")
    assert page.locator(OPENED).is_visible()
    assert said(page) == ""
    assert page.locator("[data-gz-file]").count() == 0, "a link to a file that is not there"


def test_script_of_others_cannot_write_html_into_the_page(page: Any, host: Host) -> None:
    """Trusted Types hold: whoever got a text into a script of ours could make no HTML or script of it."""
    page.goto(f"{host.address}/{PAGE}", wait_until="load")
    tries = [
        "document.body.innerHTML = '<b>x</b>'",
        "document.createElement('script').src = 'https://example.org/x.js'",
        "document.createElement('script').text = 'x'",
        "trustedTypes.createPolicy('other', {createHTML: (html) => html})",
    ]

    assert [
        each for each in tries if page.evaluate(f"() => {{ try {{ {each}; return true; }} catch {{ return false; }} }}")
    ] == []


# When it cannot be opened


def test_without_a_secure_connection_the_page_says_what_to_do(chromium: Any, host: Host, sealed: SealedSite) -> None:
    port = host.address.rpartition(":")[2]
    mapped = "--host-resolver-rules=MAP example.test 127.0.0.1"
    browser = chromium.browser_type.launch(executable_path=chromium_path(), args=chromium_arguments(mapped))
    page = browser.new_page()
    page.goto(f"http://example.test:{port}/{PAGE}#{sealed.code.compact}", wait_until="load")

    assert said(page) == f"{words('message.insecure')} {words('message.insecure.link')}"
    assert page.locator("#gz-sealed-form").is_hidden()
    assert sealed.code.compact not in page.url
    assert page.locator("[data-gz-secure]").get_attribute("href") == f"https://example.test:{port}/{PAGE}"
    browser.close()


def test_from_a_disk_the_page_says_what_to_do(page: Any, sealed: SealedSite) -> None:
    page.goto(f"{(sealed.folder / PAGE).as_uri()}#{sealed.code.compact}", wait_until="load")

    assert said(page) == words("message.disk")
    assert sealed.code.compact not in page.url
    assert page.locator("#gz-sealed-form").is_hidden()


def test_without_a_connection_it_says_so_and_keeps_what_was_typed(page: Any, host: Host, sealed: SealedSite) -> None:
    page.goto(f"{host.address}/{PAGE}", wait_until="load")
    page.route("**/r/*", lambda route: route.abort())
    type_code(page, sealed.code.shown)
    page.route("**/r/*", lambda route: route.fulfill(status=500))
    first = said(page)
    type_code(page, sealed.code.shown)

    assert first == said(page) == words("message.network")
    assert page.input_value("#gz-sealed-code") == sealed.code.shown


def test_host_that_answers_with_a_page_of_its_own_has_no_report(page: Any, host: Host, sealed: SealedSite) -> None:
    page.route("**/r/*", lambda route: route.fulfill(content_type="text/html; charset=utf-8", body="<h1>404</h1>"))
    page.goto(f"{host.address}/{PAGE}#{sealed.code.compact}", wait_until="load")
    page.locator(f"{ALERT} p").wait_for()

    assert said(page) == words("message.missing")


def test_damaged_file_is_said_to_be_damaged(page: Any, host: Host, sealed: SealedSite) -> None:
    blob = bytearray(sealed.blob("report").read_bytes())
    blob[len(blob) // 2] ^= 1
    page.route("**/r/*", lambda route: route.fulfill(content_type="application/octet-stream", body=bytes(blob)))
    page.goto(f"{host.address}/{PAGE}#{sealed.code.compact}", wait_until="load")
    page.locator(f"{ALERT} p").wait_for()

    assert said(page) == words("message.damaged")
    assert page.locator(OPENED).count() == 0


def test_old_browser_is_told_so(page: Any, host: Host) -> None:
    page.add_init_script("delete window.DecompressionStream")
    page.goto(f"{host.address}/{PAGE}", wait_until="load")

    assert said(page) == words("message.old")


def test_without_script_the_page_says_what_is_missing(chromium: Any, host: Host) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{host.address}/{PAGE}", wait_until="load")

    assert words("noscript") in page.locator("main").inner_text()
    assert page.locator("#gz-sealed-form").is_hidden()
    context.close()


# The format


def bench(page: Any, host: Host, language: str) -> None:
    """The page's own script with its functions laid open."""
    script = (ROOT / "site_templates/assets/report.js").read_text(encoding="utf-8")
    start = 'document.addEventListener("DOMContentLoaded", start);'
    assert start in script
    opened = script.replace(start, "window.seal = { codeBytes, keyFrom, sealOf, content };")
    host.extra["/bench.js"] = ("text/javascript", opened.encode())
    html = f'<!doctype html><script src="/bench.js" data-gz-language="{language}" data-gz-root="/"></script>'
    host.extra[f"/bench-{language}.html"] = ("text/html", html.encode())
    page.goto(f"{host.address}/bench-{language}.html", wait_until="load")


UNSEAL = """async ([typed, kind, blob]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const place = await seal.sealOf(await seal.keyFrom(seal.codeBytes(typed)), kind);
  const found = await seal.content(place, bytes(blob));
  return [place.locator, btoa(Array.from(found, (byte) => String.fromCharCode(byte)).join(""))];
}"""


@pytest.mark.parametrize("language", sorted({each["language"] for each in vectors()}))
def test_browser_opens_what_python_sealed(page: Any, host: Host, language: str) -> None:
    bench(page, host, language)
    for vector in (each for each in vectors() if each["language"] == language):
        name, found = page.evaluate(UNSEAL, [vector["code"], vector["kind"], vector["blob"]])
        content = base64.b64decode(vector["content"])

        assert name == vector["locator"]
        assert base64.b64decode(found) == (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content)


FLIPPED = """async ([typed, blob, flips, step]) => {
  const sound = Uint8Array.from(atob(blob), (letter) => letter.charCodeAt(0));
  const place = await seal.sealOf(await seal.keyFrom(seal.codeBytes(typed)), "report");
  let refused = 0;
  for (let flip = 0; flip < flips; flip++) {
    const bit = (flip * step) % (sound.length * 8);
    const bent = sound.slice();
    bent[bit >> 3] ^= 1 << (bit % 8);
    await seal.content(place, bent).catch((fault) => { refused += fault.message === "damaged"; });
  }
  await seal.content(place, sound);
  return refused;
}"""


def test_browser_opens_no_file_with_a_changed_bit(page: Any, host: Host) -> None:
    """Every bit of a small file's head, and bits all over it: magic, salt, text, tag."""
    code = ReportCode(bytes(range(15)))
    blob = seal(code, "report", LANGUAGE, gzip.compress(b'{"version": 1}' + bytes(100), mtime=0))
    bench(page, host, LANGUAGE)

    assert page.evaluate(FLIPPED, [code.compact, base64.b64encode(blob).decode(), FLIPS, 1]) == FLIPS


# The ministry's list


def test_ministry_finds_a_school_reads_its_report_and_goes_back(page: Any, host: Host, sealed: SealedSite) -> None:
    page.goto(f"{host.address}/{PAGE}#{sealed.ministry.compact}", wait_until="load")
    schools = page.locator(".gz-sealed-school")
    schools.first.wait_for()
    name = schools.first.inner_text()
    page.fill("#gz-sealed-filter", "zzz")
    none = schools.locator("visible=true").count()
    page.fill("#gz-sealed-filter", name[:8].upper())
    schools.first.click()
    page.locator(OPENED).wait_for()

    assert none == 0
    assert name in page.locator(OPENED).inner_text()
    page.get_by_role("button", name=words("list.back")).click()
    assert page.locator("h1:visible").evaluate("heading => document.activeElement === heading")
    assert page.locator(OPENED).count() == 0
    assert page.faults == []


def test_ministry_finds_names_without_their_letters(page: Any, host: Host, sealed: SealedSite) -> None:
    schools = [{"id": "A", "name": "Şamaxı şəhər İlk Məktəbi", "code": base64.urlsafe_b64encode(bytes(15)).decode()}]
    code = ReportCode(bytes(range(1, 16)))
    content = gzip.compress(json.dumps({"version": 1, "title": "List", "schools": schools}).encode(), mtime=0)
    name = f"/r/{locator(code, 'bundle', LANGUAGE)}.bin"
    host.extra[name] = ("application/octet-stream", seal(code, "bundle", LANGUAGE, content))
    page.goto(f"{host.address}/{PAGE}#{code.compact}", wait_until="load")
    for typed in ("samaxi", "SEHER", "ilk mekteb", "şamaxı"):
        page.fill("#gz-sealed-filter", typed)

        assert page.locator(".gz-sealed-school").is_visible(), typed

    page.locator(".gz-sealed-school").click()
    page.locator(f"{ALERT} p").wait_for()

    assert said(page) == words("message.bundle")


# The file for offline use


@pytest.fixture(scope="module")
def offline(sealed: SealedSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    blobs = {sealed.blob(kind).stem: sealed.blob(kind).read_bytes() for kind in ("report", "csv", "json", "xlsx")}
    path = tmp_path_factory.mktemp("offline") / "report.html"
    path.write_bytes(offline_page(offline_file_frame("https://example.org/guzgu"), blobs))
    return path


def offline_file_frame(site: str) -> SlottedHtml:
    environment = page_environment(ROOT / "site_templates", interface(), Language(LANGUAGE))
    return offline_frame(environment, offline_assets(ROOT), site, is_draft=False)


def test_offline_file_opens_with_its_code_and_asks_for_nothing(page: Any, offline: Path, sealed: SealedSite) -> None:
    page.goto(offline.as_uri(), wait_until="load")
    type_code(page, sealed.code.shown)
    page.locator(OPENED).wait_for()
    with page.expect_download() as download:
        page.locator("[data-gz-file=xlsx]").first.click()

    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    assert page.asked == [offline.as_uri()]
    assert page.faults == []
    assert page.locator("[data-gz-explore]:visible").count() == 0


@pytest.mark.parametrize(
    ("site", "aim"), [("https://example.org/x", "https://example.org/x/en/index.html"), ("", None)]
)
def test_links_of_an_offline_file_lead_to_the_site_if_it_is_known(
    page: Any, tmp_path: Path, site: str, aim: str | None
) -> None:
    code = ReportCode(bytes(15))
    blob = {locator(code, "report", LANGUAGE): sealed_article(code)}
    (tmp_path / "report.html").write_bytes(offline_page(offline_file_frame(site), blob))
    page.goto((tmp_path / "report.html").as_uri(), wait_until="load")
    type_code(page, code.shown)
    page.locator(OPENED).wait_for()

    assert page.get_by_text("Guide").get_attribute("href") == aim
    assert page.get_by_text("Down").first.get_attribute("href") == "#down"
    assert page.faults == []


def test_offline_file_opens_with_no_other_code(page: Any, offline: Path, sealed: SealedSite) -> None:
    page.goto(f"{offline.as_uri()}#{ReportCode(bytes(15)).compact}", wait_until="load")
    page.locator(f"{ALERT} p").wait_for()

    assert said(page) == words("message.missing")
    assert sealed.code.compact not in offline.read_text(encoding="utf-8")


def test_offline_file_is_its_sealed_files_and_little_more(offline: Path, sealed: SealedSite) -> None:
    """4/3 of the sealed bytes, and at most 150 kB for the page itself."""
    sealed_bytes = sum(sealed.blob(kind).stat().st_size for kind in ("report", "csv", "json", "xlsx"))

    assert offline.stat().st_size < sealed_bytes * 4 / 3 + 150_000


# For everybody


NEXT_PICTURE = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


def accessible(page: Any) -> list[str]:
    """What axe finds in widths and schemes (nightly: each with each), when the page has settled."""
    found = []
    for width, scheme in LOOKS if IS_NIGHTLY else [(320, "light"), (1280, "dark")]:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(NEXT_PICTURE)
        found += faults(page, width, scheme)
    return found


@pytest.fixture
def tested(chromium: Any, host: Host) -> Iterator[Any]:
    """A page without its policy, for axe."""
    context = chromium.new_context(bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_form_with_a_message_has_no_fault_of_accessibility(tested: Any, host: Host) -> None:
    tested.goto(f"{host.address}/{PAGE}", wait_until="load")
    type_code(tested, "123")

    assert accessible(tested) == []


def test_opened_report_has_no_fault_of_accessibility(tested: Any, host: Host, sealed: SealedSite) -> None:
    open_report(tested, host, sealed.code)
    tested.evaluate("document.querySelectorAll('.gz-item').forEach((item, place) => { if (place > 3) item.remove(); })")
    tested.evaluate(SEEN_AT_ONCE)

    assert accessible(tested) == []


def test_list_of_the_ministry_has_no_fault_of_accessibility(tested: Any, host: Host, sealed: SealedSite) -> None:
    open_list = f"{host.address}/{PAGE}#{sealed.ministry.compact}"
    tested.goto(open_list, wait_until="load")
    tested.locator(".gz-sealed-school").first.wait_for()

    assert accessible(tested) == []


@pytest.mark.parametrize("width", [320, 1280] if IS_NIGHTLY else [320])
def test_keyboard_alone_opens_reads_saves_and_closes(page: Any, host: Host, sealed: SealedSite, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{host.address}/{PAGE}", wait_until="load")
    press_until(page, "document.activeElement.id === 'gz-sealed-code'")
    page.keyboard.type(sealed.code.shown)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(OPENED).wait_for()
    sideways = page.evaluate("document.documentElement.scrollWidth")
    press_until(page, "document.activeElement.dataset.gzFile === 'csv'")
    with page.expect_download():
        page.keyboard.press("Space")
    press_until(page, "document.activeElement.id === 'gz-sealed-close'", key="Shift+Tab")
    with page.expect_event("load"):
        page.keyboard.press("Enter")

    assert sideways <= width
    assert page.locator("#gz-sealed-form").is_visible()


def press_until(page: Any, reached: str, key: str = "Tab") -> None:
    for _ in range(30):
        page.keyboard.press(key)
        if page.evaluate(reached):
            return
    raise AssertionError(f"{key} does not lead to {reached}")


def test_opened_report_prints_without_the_page_around_it(page: Any, host: Host, sealed: SealedSite) -> None:
    open_report(page, host, sealed.code)
    page.emulate_media(media="print")

    assert page.locator(OPENED).is_visible()
    assert not page.locator(".gz-header").is_visible()
    assert not page.locator("#gz-sealed-article .gz-noprint").is_visible()
    assert len(page.pdf()) > 10_000


def words(key: str, **gaps: object) -> str:
    """An English string of the page, as read."""
    text = interface()[f"sealed.{key}"].entry.text
    for name, value in {"symbols": 25, **gaps}.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text

"""Every page carries a policy that allows its own scripts and nothing else; hosts are told the same."""

import base64
import hashlib

from generator.model.output import SEALED_REPORT_PAGE
from generator.write.content_policy import (
    LONGEST_LINE,
    MOST_RULES,
    SEALED_POLICY,
    header_rules,
    headers_file,
    headers_of,
    read_headers,
    script_digests,
    with_content_policy,
)

PAGE = '<html><head><meta charset="utf-8"><title>t</title></head><body>{body}</body></html>'


def test_policy_stands_before_anything_that_loads() -> None:
    page = with_content_policy(PAGE.format(body='<script src="a.js"></script>'))

    assert page.index("Content-Security-Policy") < page.index("<title>")


def test_inline_script_is_allowed_by_its_digest() -> None:
    page = with_content_policy(PAGE.format(body="<script>start()</script>"))
    digest = base64.b64encode(hashlib.sha256(b"start()").digest()).decode()

    assert f"'sha256-{digest}'" in page


def test_data_for_scripts_needs_no_digest() -> None:
    page = with_content_policy(PAGE.format(body='<script type="application/json">{}</script>'))

    assert "sha256-" not in page


def test_policy_has_no_unsafe_source() -> None:
    assert "unsafe" not in with_content_policy(PAGE.format(body="<script>start()</script>"))


def test_page_for_sealed_reports_has_its_own_policy_in_every_language() -> None:
    for language in ("az", "ru"):
        assert SEALED_POLICY in with_content_policy(PAGE, f"{language}/{SEALED_REPORT_PAGE}")
    for path in (SEALED_REPORT_PAGE, f"az/guides/{SEALED_REPORT_PAGE}", "az/index.html"):
        assert SEALED_POLICY not in with_content_policy(PAGE, path)


def test_page_for_sealed_reports_allows_nothing_that_others_forbid() -> None:
    """A host that joins the headers of two rules sends both policies, and only what both allow is allowed."""
    everybody = headers_of("/az/index.html", header_rules(["az"], []))["Content-Security-Policy"]
    allowed = dict(part.strip().split(" ", 1) for part in everybody.split(";"))
    for part in SEALED_POLICY.split(";"):
        name, sources = part.strip().split(" ", 1)
        if "trusted-types" not in name:
            assert set(sources.split()) <= set(allowed[name].split())


def test_hosts_send_the_policy_with_pages_and_not_with_pdfs() -> None:
    rules = header_rules(["az", "ru"], ["abc="])
    page, sealed = headers_of("/az/index.html", rules), headers_of("/ru/report/index.html", rules)

    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert "'sha256-abc='" in page["Content-Security-Policy"]
    assert "trusted-types guzgu-report" not in page["Content-Security-Policy"]
    assert "trusted-types guzgu-report" in sealed["Content-Security-Policy"]
    assert sealed["Referrer-Policy"].endswith("no-referrer")
    assert "Content-Security-Policy" in headers_of("/", rules)
    assert "Content-Security-Policy" not in headers_of("/files/results/2023/S03-az.pdf", rules)


def test_sealed_files_are_kept_by_no_cache_and_no_search_engine() -> None:
    found = headers_of("/r/0123456789abcdef0123456789abcdef.bin", header_rules(["az"], []))

    assert found["Cache-Control"] == "no-store"
    assert found["X-Robots-Tag"] == "noindex"
    assert found["X-Content-Type-Options"] == "nosniff"


def test_headers_are_read_as_they_were_written() -> None:
    rules = header_rules(["az", "ru", "en"], ["abc="])

    assert read_headers(headers_file(rules).decode()) == rules


def test_headers_stay_within_the_limits_of_hosts() -> None:
    """Even with a hundred inline scripts and a hundred languages: then the pages' own policies must do."""
    many = [base64.b64encode(hashlib.sha256(bytes([number])).digest()).decode() for number in range(100)]
    rules = header_rules([f"l{number}" for number in range(100)], many)

    assert max(map(len, headers_file(rules).decode().splitlines())) < LONGEST_LINE
    assert len(rules) <= MOST_RULES
    assert headers_of("/l1/index.html", rules)["Content-Security-Policy"] == "frame-ancestors 'none'"


def test_digests_of_all_scripts_of_a_page_are_found() -> None:
    assert len(script_digests(PAGE.format(body="<script>a</script><script>b</script><script src=c.js></script>"))) == 2

"""Every page carries a policy that allows its own scripts and nothing else."""

import base64
import hashlib

from generator.write.content_policy import with_content_policy

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

from macros.security_policy import hashes, seal

THEME = (
    '<html><head><meta charset="utf-8"><script>theme()</script></head>'
    '<body>{}<script src="a.js"></script></body></html>'
)


def test_only_the_themes_inline_scripts_are_allowed():
    plain = hashes([THEME.format("<article>text</article>")])

    assert len(plain) == 1
    assert hashes([THEME.format("<article>text <script>evil()</script></article>")]) == plain


def test_a_stray_closing_tag_in_the_text_lets_no_script_out():
    inside = "<article>text </article><script>evil()</script><article> more</article>"

    assert hashes([THEME.format(inside)]) == hashes([THEME.format("<article></article>")])


def test_every_page_gets_the_policy_and_its_code_is_left_alone(tmp_path):
    (tmp_path / "index.html").write_text(THEME.format("<article>é</article>"), encoding="utf-8")

    seal(tmp_path)

    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert html.count("Content-Security-Policy") == 1
    assert "<script>theme()</script>" in html
    assert "Content-Security-Policy: default-src 'none'" in (tmp_path / "_headers").read_text()

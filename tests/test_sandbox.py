"""A pull request's text must never execute code: each payload ends the build and leaves no trace."""

import pytest
from mkdocs.exceptions import Abort

OPT_IN = "---\nrender_macros: true\n---\n\n# Page\n\n"

PAYLOADS = {
    "the class of a global": "{{ cycler.__init__.__globals__.os.popen('touch PWNED').read() }}",
    "a macro's globals": "{{ fact.__globals__['Path']('PWNED').touch() }}",
    "a macro's object": "{{ fact.__self__.templates.from_string('x').render() }}",
    "subclasses": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "the theme's environment": "{{ config.theme.get_env().from_string('x').render() }}",
    "the page object": "{{ page.read_source({}) }}",
    "a string method": "{{ '{0.__class__}'.format('x') }}",
    "the attribute filter": "{{ fact | attr('__globals__') }}",
    "a mapped attribute": "{{ [fact] | map(attribute='__globals__') | first }}",
    "including a file": "{% include 'mkdocs.yml' %}",
    "importing a file": "{% import 'mkdocs.yml' as m %}",
    "mkdocs-macros' own macros": "{{ context() }}",
    "a name that is not a macro": "{{ nonsense }}",
    "filling the memory": "{{ 'a' * 10000000000 }}",
    "a power": "{{ 9 ** 99999999 }}",
    "counting for ever": "{% for i in range(1000000000000) %}{% endfor %}",
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_payload_ends_the_build(payload, tiny_site, tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)

    with pytest.raises(Abort):
        tiny_site({"index.md": OPT_IN + payload + "\n"})

    assert "index.md:7: " in caplog.text
    assert not (tmp_path / "PWNED").exists()


def test_the_same_page_without_a_payload_builds(tiny_site):
    site = tiny_site({"index.md": OPT_IN + "{% if 1 %}fine{% endif %}\n"})

    assert "fine" in (site / "index.html").read_text()


def test_front_matter_cannot_stand_in_for_a_macro(tiny_site):
    page = "---\nrender_macros: true\nfact: mine\n---\n\n# Page\n\n{{ fact }}\n"

    assert "mine" not in (tiny_site({"index.md": page}) / "index.html").read_text()

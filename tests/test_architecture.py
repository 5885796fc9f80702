"""The arrows between modules: they point down, and the core touches nothing of the world."""

import ast
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
CORE = PROJECT / "macros" / "manual"

# Each row may import only from the rows above it.
LAYERS = (
    {"labels", "problems", "notation", "tables", "charts"},
    {"authorities", "lettering", "official", "paragraphs", "words"},
    {"source", "registers", "citations", "report", "rows", "drawing"},
    {"outline", "records", "glossary", "loa_notes", "amending"},
    {"purchasers", "memos", "ledger", "reviews"},
    {"news", "notices", "calculators"},
    {"newsroom"},
    {"shelves", "publishing", "intake"},
    {"news_pages", "feeds", "tallies", "intake_tables", "intake_register"},
    {"news_data", "review_calendar"},
    {"index", "leads", "links"},
    {"diagrams", "storyboard"},
    {"references", "edition", "contents", "resolver", "compiled", "tracks", "grids", "acronyms", "film"},
    {"published", "library", "coverage", "documents", "summaries"},
    {"checks", "graph", "postings"},
    {"shards"},
    {"reader"},
)
PURE_LIBRARIES = {"icalendar", "leather", "lunr", "markdown", "pydantic", "yaml"}
WORLD = {"io", "os", "pathlib", "shutil", "socket", "subprocess", "sys", "tempfile", "time", "urllib.request"}
READS_THE_DISK = {"reader"}


def imports(module: Path) -> set[str]:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            # "from macros.manual import news" names a module too
            found |= (
                {f"{node.module}.{a.name}" for a in node.names} if node.module == "macros.manual" else {node.module}
            )
    return found


def modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if path.name != "__init__.py")


@pytest.mark.parametrize("module", modules(CORE), ids=lambda path: path.stem)
def test_core_imports_only_lower_layers_and_pure_libraries(module):
    level = next((n for n, names in enumerate(LAYERS) if module.stem in names), None)
    assert level is not None, f"{module.stem} has no layer yet: say in LAYERS what it may import"
    below = {f"macros.manual.{name}" for names in LAYERS[:level] for name in names}
    world = set() if module.stem in READS_THE_DISK else WORLD

    for name in imports(module):
        root = name.partition(".")[0]
        pure = root in PURE_LIBRARIES or (root in sys.stdlib_module_names and name not in world and root not in world)
        assert name in below or pure, f"{module.stem} imports {name}"


@pytest.mark.parametrize("module", modules(PROJECT / "scripts"), ids=lambda path: path.stem)
def test_scripts_use_the_core_and_not_the_door(module):
    ours = {name for name in imports(module) if name.startswith(("macros", "scripts"))}

    assert all(name.startswith(("macros.manual", "scripts")) for name in ours)


@pytest.mark.parametrize("module", modules(PROJECT / "macros"), ids=lambda path: path.stem)
def test_door_does_not_use_scripts(module):
    assert not any(name.startswith("scripts") for name in imports(module))


def test_core_can_be_imported_without_mkdocs():
    import subprocess

    code = "import sys; sys.modules['mkdocs'] = None; import macros.manual.reader"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=PROJECT)


def test_layers_name_no_module_that_is_gone():
    assert {name for names in LAYERS for name in names} == {path.stem for path in modules(CORE)}

"""Labels of every shape that the manual has, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from macros.manual.labels import Label

numbers = st.integers(1, 40)
steps = st.lists(numbers, min_size=1, max_size=9).map(tuple)
letters = st.sampled_from(["", *"ABCDEFGH"])

chapters = st.builds(Label, st.just("C"), numbers)
owners = st.one_of(
    chapters,
    st.builds(Label, st.just("C"), numbers, legacy=st.just(True)),
    st.builds(Label, st.just("AP"), numbers),
    st.builds(Label, st.just("AP"), numbers, guide=numbers),
    st.builds(Label, st.sampled_from(["EDA", "SDAF", "SPS"])),
)
sections = st.builds(lambda chapter, step: chapter.child(step), chapters, numbers)


@st.composite
def paragraphs(draw: st.DrawFn) -> Label:
    """A numbered paragraph of two to ten parts."""
    label = draw(owners)
    for step in draw(steps):
        label = label.child(step)
    return label


@st.composite
def captioned(draw: st.DrawFn) -> Label:
    """A table or figure."""
    owner = draw(owners)
    return Label(
        owner.series,
        owner.number,
        owner.legacy,
        owner.guide,
        mark=draw(st.sampled_from("TF")),
        serial=draw(numbers),
        letter=draw(letters),
    )


labels = st.one_of(owners, paragraphs(), captioned())

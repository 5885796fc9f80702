"""How wide a text is in the site's typefaces, and where its lines end: an SVG does not break lines by itself.

The widths are those of the fonts in docs/assets/fonts, in thousandths of the type size, read with the browser's own
``measureText``. The stand-ins in 1-tokens.css are scaled to nearly the same widths.
"""

from __future__ import annotations

from collections.abc import Iterator

CHARACTERS = "".join(map(chr, range(32, 127))) + "–—’“”·×§"
UNKNOWN = 700  # thousandths: wider than most, so that what is not in the table never runs out of its place

WIDTHS = {
    "text": """
        200 289 426 497 497 824 609 249 303 303 418 497 249 311 249 350 497 497 497 497 497 497 497 497 497 497
        249 249 497 497 497 425 847 543 588 571 615 527 494 617 652 263 479 579 486 727 647 664 566 664 569 534
        536 645 515 786 513 476 539 303 350 303 497 500 542 504 553 456 555 496 292 504 544 246 247 495 255 829
        547 542 555 555 347 419 338 544 467 719 446 467 425 303 241 303 497 480 800 249 426 426 249 497 497
    """,  # Source Sans 3, weight 400
    "strong": """
        200 315 482 513 513 841 639 275 324 324 438 513 275 322 275 344 513 513 513 513 513 513 513 513 513 513
        275 275 513 513 513 444 875 558 597 576 625 538 510 628 663 282 494 597 502 745 657 674 582 674 592 545
        546 655 536 800 541 501 540 324 344 324 513 500 549 516 563 462 564 507 317 520 558 262 263 522 271 843
        560 549 564 564 373 431 361 556 495 748 481 495 443 324 255 324 513 480 800 275 482 482 275 513 513
    """,  # Source Sans 3, weight 600
    "title": """
        224 329 447 555 550 960 745 221 397 397 459 555 309 343 309 377 558 558 558 558 558 558 558 558 558 558
        309 309 555 555 555 439 886 712 678 664 748 633 609 726 806 394 401 735 615 928 752 745 646 745 719 569
        661 757 704 1028 682 667 596 368 377 368 555 535 400 563 637 531 629 543 378 582 656 340 320 628 341 966
        657 597 639 620 487 481 375 647 583 858 594 595 501 368 309 368 555 535 835 242 472 471 309 555 526
    """,  # Source Serif 4, weight 650
}
FACES = {face: dict(zip(CHARACTERS, map(int, widths.split()), strict=True)) for face, widths in WIDTHS.items()}


def width(words: str, face: str, size: float) -> float:
    """How wide ``words`` are in pixels, set in ``face`` (a name of WIDTHS) at ``size`` pixels."""
    table = FACES[face]
    return sum(table.get(character, UNKNOWN) for character in words) * size / 1000


def lines(words: str, face: str, size: float, room: float) -> Iterator[str]:
    """The lines into which ``words`` break where ``room`` pixels are to be had.

    A word that is wider than that stands on a line of its own; ``too_wide`` finds it beforehand.
    """
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if line and width(longer, face, size) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def too_wide(words: str, face: str, size: float, room: float) -> str:
    """The first word that does not fit into ``room`` pixels, or ''."""
    return next((word for word in words.split() if width(word, face, size) > room), "")

"""The files of the introductory video: WebM (VP9), MP4 (H.264) and the poster, encoded by PyAV.

PyAV is FFmpeg's libraries as a Python package, so that no program has to be there. Both videos carry the mark of the
storyboard as their comment. Frames stand as long as nothing moves: each has its own time, and a still second costs a
few bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.video.frame import PictureType

TICK = Fraction(1, 1000)
BT709 = 1  # the colours that browsers expect of such pictures, by its number in the standards and in FFmpeg
ALL_AT_ONCE = 2  # threads


@dataclass(frozen=True, slots=True)
class Format:
    """How one file is encoded: container, codec, and their options."""

    container: str
    codec: str
    options: dict[str, str]
    file_options: dict[str, str]


# crf is the quality, lower is better; chosen so that the edges of the type stay clean in both.
FORMATS = {
    ".webm": Format(
        "webm", "libvpx-vp9", {"crf": "32", "b": "0", "deadline": "good", "cpu-used": "2", "row-mt": "1"}, {}
    ),
    ".mp4": Format(
        "mp4",
        "libx264",
        {"crf": "23", "preset": "slow", "tune": "animation", "profile": "high"},
        {"movflags": "+faststart"},  # the head first, so that it plays before all has come
    ),
}


# Without loss a poster of flat colours is no larger, and it is the very picture with which the video begins.
POSTER_OPTIONS = {"lossless": "1", "quality": "100", "compression_level": "6"}
SMALL_OPTIONS = {"quality": "65"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG shown from ``time`` on, in seconds; ``key`` where a player must be able to begin."""

    time: Fraction
    png: bytes
    key: bool


def encode(path: Path, pictures: Iterable[Picture], seconds: int, size: tuple[int, int], mark: str) -> None:
    """Write the pictures as a video of ``seconds``, in the format that the end of the path's name says."""
    form = FORMATS[path.suffix]
    with av.open(
        str(path), "w", format=form.container, options={"fflags": "+bitexact", **form.file_options}
    ) as container:
        container.metadata.update({"title": "The life of a Foreign Military Sale", "comment": mark})
        stream = container.add_stream(form.codec, rate=1000, options=form.options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.time_base = stream.codec_context.time_base = TICK
        context = stream.codec_context
        context.thread_count = ALL_AT_ONCE
        context.colorspace = context.color_primaries = context.color_trc = context.color_range = BT709
        for picture in pictures:
            container.mux(stream.encode(_frame(picture)))
        for packet in stream.encode(None):
            packet.duration = packet.duration or round((seconds - packet.pts * TICK) / TICK)
            container.mux(packet)


def _frame(picture: Picture) -> av.VideoFrame:
    frame = decoded(picture.png).reformat(format="yuv420p", dst_colorspace=BT709, dst_color_range=BT709)
    frame.pts, frame.time_base = round(picture.time / TICK), TICK
    frame.pict_type = PictureType.I if picture.key else PictureType.NONE
    return frame


def decoded(png: bytes) -> av.VideoFrame:
    """A PNG as a frame."""
    with av.open(io.BytesIO(png), format="png_pipe") as container:
        return next(container.decode(video=0))


def still(path: Path, png: bytes, size: tuple[int, int], options: dict[str, str]) -> None:
    """Write a picture as WebP; browsers ask for it before anybody plays the video."""
    width, height = size
    frame = decoded(png).reformat(width, height, "bgra")  # libwebp itself finds the colours that browsers expect of it
    with av.open(str(path), "w", format="webp") as container:
        stream = container.add_stream("libwebp", rate=1, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "bgra"
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

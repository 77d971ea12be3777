"""Make the example film: the same drawings give the same bytes, as far as one version of ffmpeg allows.

Build-time only: needs ffmpeg, Pillow and the faces of ``font-source-serif-pro`` and ``font-source-sans-pro`` (the
group ``demo``). The captions beside it are written by hand.

    python demo/film.py            the film, its small quality and its poster
    python demo/film.py --check    make them again and compare with what lies here; writes nothing
"""

import argparse
import array
import importlib.util
import math
import random
import subprocess
import sys
import tempfile
import wave
from functools import cache
from pathlib import Path

from film_scenes import HEIGHT, SECONDS, WIDTH, frame
from PIL import Image, ImageFont

HERE = Path(__file__).resolve().parent
NAME = "contoh-film-bale-istri"
POSTER_AT = 20.0  # seconds

RATE = 15  # frames a second
SAMPLES = 32_000  # of sound, a second
SCALE = (349.23, 329.63, 261.63, 246.94, 220.0)  # Hz: nearest to degung, the scale of Sundanese zithers
BEAT = 0.92  # seconds
LOUD = 0.16  # of what the file could hold; it lies under words to be read

# Nothing of the machine or the moment goes into the files; one thread, since several divide the picture as they like.
_EXACT = (
    "-threads",
    "1",
    "-map_metadata",
    "-1",
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
    "-flags:a",
    "+bitexact",
)
_H264 = (
    "-c:v",
    "libx264",
    "-preset",
    "slower",
    "-tune",
    "animation",
    "-pix_fmt",
    "yuv420p",
    "-g",
    str(RATE * 4),
)
_QUALITIES = {
    f"{NAME}.mp4": ("-profile:v", "main", "-crf", "24", "-c:a", "aac", "-b:a", "56k"),
    f"{NAME}-240.mp4": ("-vf", "scale=426:240:flags=lanczos", "-profile:v", "baseline", "-crf", "28", "-c:a", "aac", "-b:a", "32k"),
}  # fmt: skip


class BuildError(Exception):
    """The film could not be made; the sentence says what to do."""


@cache
def face(name: str, size: float) -> ImageFont.FreeTypeFont:
    """A typeface such as ("Serif-Semibold", 40); a missing package raises, since another face moves every word."""
    family, _dash, weight = name.partition("-")
    found = importlib.util.find_spec(f"font_source_{family.lower()}_pro")
    if found is None or found.origin is None:
        raise BuildError(f"A face is missing. Install it with: pip install font-source-{family.lower()}-pro")
    return ImageFont.truetype(Path(found.origin).parent / "files" / f"Source{family}Pro-{weight}.otf", size)


def plucked(pitch: float, seconds: float, chance: random.Random) -> list[float]:
    """One string of a zither, by the way of Karplus and Strong (1983): noise that is averaged as it goes round."""
    string = [chance.uniform(-1, 1) for _ in range(round(SAMPLES / pitch))]
    for _ in range(3):  # plucked with the flesh of the finger, not the nail
        string = [(a + b) / 2 for a, b in zip(string, string[1:] + string[:1], strict=True)]
    sound = []
    for at in range(round(seconds * SAMPLES)):
        place = at % len(string)
        sound.append(string[place])
        string[place] = 0.4985 * (string[place] + string[(place + 1) % len(string)])
    return sound


def music() -> "array.array[int]":
    """The film's sound, one channel of 16 bits: slow plucked notes over a soft low tone that breathes."""
    chance = random.Random(129)  # noqa: S311 (music)
    many = round(SECONDS * SAMPLES)
    mixed = [0.0] * many
    step = 2
    for beat in range(round((SECONDS - 5) / BEAT)):
        step = min(max(step + chance.choice((-2, -1, -1, 1, 1, 2)), 0), 9)
        if beat % 8 in (5, 7) or chance.random() < 0.12:
            continue
        pitch = SCALE[step % 5] / (2 if step >= 5 else 1) / (2 if beat % 8 == 0 else 1)
        begin = round((0.5 + beat * BEAT + chance.uniform(0, 0.02)) * SAMPLES)
        loud = chance.uniform(0.6, 1.0)
        for at, value in enumerate(plucked(pitch, min(4.0, SECONDS - begin / SAMPLES), chance), begin):
            mixed[at] += loud * value
    for at in range(many):
        second = at / SAMPLES
        breath = 0.5 - 0.5 * math.cos(second * math.tau / 11)
        tone = math.sin(math.tau * 110 * second) + 0.5 * math.sin(math.tau * 164.81 * second)
        mixed[at] += 0.1 * breath * tone
    peak = max(abs(value) for value in mixed)
    out = array.array("h")
    for at, value in enumerate(mixed):
        fade = min(1.0, at / SAMPLES / 0.6, (many - at) / SAMPLES / 3)
        out.append(round(32767 * LOUD * fade * value / peak))
    return out


def write_sound(into: Path) -> None:
    with wave.open(str(into), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLES)
        samples = music()
        if sys.byteorder == "big":
            samples.byteswap()
        file.writeframes(samples.tobytes())


def write_pictures(into: Path) -> None:
    """All frames, without loss: each quality is made of these."""
    order = [
        "ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(RATE), "-i", "pipe:0",
        "-c:v", "ffv1", str(into),
    ]  # fmt: skip
    many = round(SECONDS * RATE)
    with subprocess.Popen(order, stdin=subprocess.PIPE) as encoder:  # noqa: S603
        if encoder.stdin is None:
            raise BuildError("ffmpeg takes no frames.")
        for number in range(many):
            encoder.stdin.write(frame(number / RATE, face).tobytes())
            if number % RATE == 0 and sys.stderr.isatty():
                print(f"\r{number * 100 // many:3} %", end="", file=sys.stderr)
        encoder.stdin.close()
        if encoder.wait():
            raise BuildError("ffmpeg could not take the frames.")


def make(into: Path) -> list[Path]:
    """The film's files, made in that folder."""
    pictures, sound = into / "pictures.mkv", into / "sound.wav"
    write_sound(sound)
    write_pictures(pictures)
    made = []
    for name, options in _QUALITIES.items():
        order = [
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-i",
            str(pictures),
            "-i",
            str(sound),
            *_H264,
            *options,
            *_EXACT,
        ]
        subprocess.run([*order, "-movflags", "+faststart", str(into / name)], check=True)  # noqa: S603
        made.append(into / name)
    poster = into / f"{NAME}.webp"
    picture: Image.Image = frame(POSTER_AT, face)
    picture.save(poster, "WEBP", quality=82, method=6)
    return [*made, poster]


def main() -> int:
    """Make the film, or with --check compare; return the exit status."""
    parser = argparse.ArgumentParser(description="Make the example film of the demo collection.")
    parser.add_argument("--check", action="store_true", help="compare with the files here, write nothing")
    asked = parser.parse_args()
    stale = 0
    try:
        with tempfile.TemporaryDirectory() as folder:
            for made in make(Path(folder)):
                place, content = HERE / made.name, made.read_bytes()
                same = place.exists() and place.read_bytes() == content
                if asked.check:
                    stale += not same
                    print(f"{'same' if same else 'DIFFERENT'}  {place.name}")
                else:
                    place.write_bytes(content)
                    print(f"{len(content) / 1000:7.0f} kB  {place.name}{'  (unchanged)' if same else ''}")
    except FileNotFoundError:
        print("ffmpeg is missing. Install it with: sudo apt install ffmpeg", file=sys.stderr)
        return 1
    except (BuildError, subprocess.CalledProcessError, BrokenPipeError) as failed:
        print(failed, file=sys.stderr)
        return 1
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())

"""The drawn scenes of the example film: `film.py` asks for its frames. Shapes only, no photograph and no real person.

Everything is drawn twice as large and made smaller, so that edges are soft. Lengths are pixels of the finished frame.
The lowest fifth of every frame stays calm: captions lie there.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 854, 480
_FINER = 2
_TOKENS = Path(__file__).resolve().parents[1] / "portal" / "static" / "pustaka" / "css" / "tokens.css"
Point = tuple[float, float]


@cache
def colour(name: str) -> str:
    """A colour of the site by the name of its token, in the light."""
    found = re.search(rf"--{name}: (#[0-9a-f]{{3,6}});", _TOKENS.read_text(encoding="utf-8"))
    if not found:
        raise KeyError(name)
    return found[1]


INDIGO, CLAY, SAND, LEAF = (
    "#3b2a6b",
    "#8a3b12",
    "#ead9c6",
    "#5f8a63",
)  # the colours of kinds, and two of the land
SKINS = ("#a9714b", "#8c5a3a", "#c08a62")


def mixed(first: str, second: str, share: float) -> str:
    """`share` of the second colour in the first."""
    pairs = zip(_rgb(first), _rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _rgb(written: str) -> tuple[int, int, int]:
    digits = written[1:] if len(written) == 7 else "".join(digit * 2 for digit in written[1:])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def ease(share: float) -> float:
    """From 0 to 1, slow at both ends; what lies outside stays there."""
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)


@dataclass
class Sheet:
    """One frame in the making. `faces` finds a typeface: (its name, size)."""

    picture: Image.Image
    faces: Callable[[str, float], ImageFont.FreeTypeFont]

    def __post_init__(self) -> None:
        self._pen = ImageDraw.Draw(self.picture)

    def shape(self, points: Sequence[Point], fill: str) -> None:
        self._pen.polygon([(x * _FINER, y * _FINER) for x, y in points], fill=fill)

    def disc(self, x: float, y: float, wide: float, high: float | None = None, fill: str = "#000") -> None:
        high = wide if high is None else high
        box = [(x - wide) * _FINER, (y - high) * _FINER, (x + wide) * _FINER, (y + high) * _FINER]
        self._pen.ellipse(box, fill=fill)

    def slab(self, left: float, top: float, right: float, low: float, fill: str, corner: float = 0) -> None:
        box = [left * _FINER, top * _FINER, right * _FINER, low * _FINER]
        self._pen.rounded_rectangle(box, corner * _FINER, fill=fill)

    def line(self, points: Sequence[Point], fill: str, thick: float) -> None:
        self._pen.line(
            [(x * _FINER, y * _FINER) for x, y in points],
            fill=fill,
            width=round(thick * _FINER),
            joint="curve",
        )

    def words(
        self, x: float, y: float, text: str, size: float, fill: str, face: str = "Serif-Semibold"
    ) -> None:
        """Centred on (x, y)."""
        font = self.faces(face, size * _FINER)
        self._pen.text((x * _FINER, y * _FINER), text, font=font, fill=fill, anchor="mm")

    def finished(self) -> Image.Image:
        return self.picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX)


def sheet(faces: Callable[[str, float], ImageFont.FreeTypeFont], ground: str) -> Sheet:
    """An empty one in the colour of its ground."""
    return Sheet(Image.new("RGB", (WIDTH * _FINER, HEIGHT * _FINER), ground), faces)


def clouds(on: Sheet, x: float, y: float, size: float, fill: str, ground: str, rings: int = 4) -> None:
    """Mega mendung: the layered cloud of West Java's batik, ring within ring."""
    for ring in range(rings):
        shrink = size * (1 - ring * 0.2)
        tone = mixed(fill, ground, 0.25 + 0.6 * ring / rings)
        for away, up, wide in (
            (-1.15, 0.1, 0.55),
            (-0.45, -0.25, 0.72),
            (0.4, -0.12, 0.66),
            (1.1, 0.15, 0.48),
        ):
            on.disc(x + away * size * 0.9, y + up * size * 0.9, wide * shrink, wide * shrink * 0.62, tone)
        on.slab(
            x - 1.45 * shrink,
            y + 0.12 * size,
            x + 1.4 * shrink,
            y + 0.12 * size + 0.3 * shrink,
            tone,
            0.15 * shrink,
        )


def land(on: Sheet, at: float) -> None:
    """Sky, drifting clouds and hills; `at` in seconds."""
    wash, plum = colour("wash"), colour("plum")
    for x, y, size, pace in (
        (78, 78, 46, 0.13),
        (782, 62, 54, 0.1),
        (150, 150, 28, 0.17),
        (735, 158, 24, 0.15),
    ):
        clouds(on, x + 22 * math.sin(at * pace + x), y, size, mixed(plum, wash, 0.62), wash)
    for base, high, tone, shift in (
        (318, 60, mixed(LEAF, wash, 0.65), 0.0),
        (352, 40, mixed(LEAF, wash, 0.42), 2.1),
    ):
        ridge = [(x, base - high * (0.5 + 0.5 * math.sin(x / 118 + shift))) for x in range(0, WIDTH + 8, 7)]
        on.shape([(0, HEIGHT), *ridge, (WIDTH, HEIGHT)], tone)
    on.slab(0, 372, WIDTH, HEIGHT, mixed(SAND, wash, 0.3))


def bale(on: Sheet, x: float, low: float, size: float) -> None:
    """An open pavilion on posts; `low` is where it stands."""
    wood, roof = mixed(CLAY, "#000000", 0.25), colour("plum")
    on.slab(x - 1.5 * size, low - 0.22 * size, x + 1.5 * size, low, mixed(CLAY, "#ffffff", 0.35), 3)
    for away in (-1.3, -0.45, 0.45, 1.3):
        on.slab(x + (away - 0.05) * size, low - 1.25 * size, x + (away + 0.05) * size, low - 0.1 * size, wood)
    on.shape([(x - 1.85 * size, low - 1.2 * size), (x - 0.7 * size, low - 2.05 * size), (x + 0.7 * size, low - 2.05 * size), (x + 1.85 * size, low - 1.2 * size)], roof)  # fmt: skip
    on.line(
        [(x - 0.74 * size, low - 2.05 * size), (x + 0.74 * size, low - 2.05 * size)],
        colour("marigold"),
        0.07 * size,
    )
    on.line(
        [(x - 1.8 * size, low - 1.2 * size), (x + 1.8 * size, low - 1.2 * size)],
        colour("plum-deep"),
        0.06 * size,
    )


def house(on: Sheet, x: float, low: float, size: float, roof: str, lit: float = 0.0) -> None:
    """`lit`: how warm its window shines, 0 to 1."""
    on.slab(x - size, low - size, x + size, low, mixed(colour("paper"), SAND, 0.4))
    on.shape(
        [(x - 1.3 * size, low - 0.95 * size), (x, low - 1.8 * size), (x + 1.3 * size, low - 0.95 * size)],
        roof,
    )
    on.slab(x - 0.2 * size, low - 0.7 * size, x + 0.25 * size, low, mixed(CLAY, "#000000", 0.2))
    on.slab(
        x + 0.4 * size,
        low - 0.75 * size,
        x + 0.8 * size,
        low - 0.4 * size,
        mixed(colour("edge"), colour("marigold"), lit),
    )


@dataclass(frozen=True)
class Woman:
    """How one is drawn: colours of dress and headscarf ("" for hair in a knot), and her skin."""

    dress: str
    scarf: str
    skin: str


def women() -> tuple[Woman, ...]:
    plum, gold, green = colour("plum"), colour("marigold"), colour("fine")
    return (
        Woman(plum, mixed(plum, "#ffffff", 0.55), SKINS[0]),
        Woman(green, "", SKINS[1]),
        Woman(INDIGO, gold, SKINS[2]),
        Woman(CLAY, mixed(CLAY, "#ffffff", 0.6), SKINS[0]),
        Woman(mixed(green, "#ffffff", 0.25), INDIGO, SKINS[1]),
        Woman(mixed(gold, CLAY, 0.35), "", SKINS[2]),
    )


def standing(on: Sheet, who: Woman, x: float, low: float, size: float, step: float = 0.0) -> None:
    """`size` is her height; `step` swings as she walks, -1 to 1."""
    sway = step * size * 0.02
    on.shape([(x - 0.17 * size, low), (x + 0.17 * size, low), (x + 0.12 * size + sway, low - 0.45 * size), (x - 0.12 * size + sway, low - 0.45 * size)], mixed(who.dress, "#000000", 0.3))  # fmt: skip
    on.shape([(x - 0.15 * size, low - 0.36 * size), (x + 0.15 * size, low - 0.36 * size), (x + 0.11 * size + sway, low - 0.75 * size), (x - 0.11 * size + sway, low - 0.75 * size)], who.dress)  # fmt: skip
    for side in (-1, 1):
        hand = x + side * 0.17 * size + step * side * size * 0.05
        on.line(
            [(x + side * 0.1 * size + sway, low - 0.7 * size), (hand, low - 0.42 * size)],
            mixed(who.dress, "#000000", 0.12),
            0.07 * size,
        )
        on.disc(hand, low - 0.4 * size, 0.035 * size, fill=who.skin)
    _head(on, who, x + sway, low - 0.86 * size, 0.1 * size)


def seated(on: Sheet, who: Woman, x: float, low: float, size: float, nod: float = 0.0) -> None:
    """On the floor, `size` as if she stood; `nod` moves her head, -1 to 1."""
    on.disc(x, low - 0.06 * size, 0.25 * size, 0.1 * size, mixed(who.dress, "#000000", 0.3))
    on.shape([(x - 0.17 * size, low - 0.06 * size), (x + 0.17 * size, low - 0.06 * size), (x + 0.11 * size, low - 0.44 * size), (x - 0.11 * size, low - 0.44 * size)], who.dress)  # fmt: skip
    _head(on, who, x + nod * 0.012 * size, low - (0.55 + 0.01 * nod) * size, 0.1 * size)


def _head(on: Sheet, who: Woman, x: float, y: float, size: float) -> None:
    if who.scarf:
        on.shape([(x - 1.15 * size, y + 1.7 * size), (x + 1.15 * size, y + 1.7 * size), (x + 0.9 * size, y - 0.1 * size), (x - 0.9 * size, y - 0.1 * size)], who.scarf)  # fmt: skip
        on.disc(x, y, 1.12 * size, 1.22 * size, who.scarf)
    else:
        on.disc(x + 0.75 * size, y - 0.75 * size, 0.5 * size, fill=colour("ink"))
        on.slab(x - 0.3 * size, y + 0.6 * size, x + 0.3 * size, y + 1.5 * size, who.skin)
        on.disc(x, y - 0.16 * size, 1.06 * size, 1.1 * size, colour("ink"))
    on.disc(x, y + 0.12 * size, 0.8 * size, 0.88 * size, who.skin)


def heading(on: Sheet, text: str, below: str, at: float) -> None:
    """A title that comes up in the first second, and a line under it."""
    ground = colour("wash")
    shown = ease((at - 0.6) / 0.9)
    rise = 8 * (1 - shown)
    on.words(WIDTH / 2, 58 + rise, text, 38, mixed(ground, colour("plum"), shown))
    if below:
        later = ease((at - 1.3) / 0.9)
        on.words(WIDTH / 2, 99, below, 20, mixed(ground, colour("muted"), later), "Sans-Regular")


def title(on: Sheet, at: float, _lasts: float) -> None:
    land(on, at)
    bale(on, WIDTH / 2, 384, 76)
    shown = ease((at - 1.0) / 1.2)
    ground = colour("wash")
    on.words(WIDTH / 2, 98, "Apa itu Bale Istri?", 54, mixed(ground, colour("plum"), shown))
    on.words(
        WIDTH / 2,
        152,
        "Film contoh koleksi Pustaka Sapa",
        21,
        mixed(ground, colour("muted"), ease((at - 2) / 1)),
        "Sans-Regular",
    )


def arriving(on: Sheet, at: float, lasts: float) -> None:
    land(on, at + 9)
    heading(on, "Bale + Istri", "tempat duduk bersama, untuk perempuan", at)
    bale(on, WIDTH / 2, 372, 92)
    places = (170, 262, 350, 505, 596, 690)
    for number, (who, place) in enumerate(zip(women(), places, strict=True)):
        begin = -60 - 50 * number if number < 3 else WIDTH + 60 + 50 * (number - 3)
        there = ease(at / (lasts * 0.62) - 0.05 * (number % 3))
        step = math.sin(at * 5 + number) * (1 - ease((there - 0.85) / 0.15))
        standing(on, who, begin + (place - begin) * there, 392 + 6 * (number % 2), 136, step)


def learning(on: Sheet, at: float, _lasts: float) -> None:
    ground = colour("wash")
    on.slab(0, 190, WIDTH, HEIGHT, mixed(SAND, ground, 0.45))
    heading(on, "Berkumpul dan belajar", "saling bertanya, saling mendengar", at)
    on.disc(WIDTH / 2, 330, 330, 66, mixed(colour("marigold"), ground, 0.55))
    on.disc(WIDTH / 2, 330, 312, 58, mixed(CLAY, ground, 0.72))
    speaking = int(at / 2.2) % 6
    spots = ((230, 312), (345, 288), (510, 288), (625, 312), (300, 372), (555, 372))
    for number, ((x, low), who) in enumerate(zip(spots, women(), strict=True)):
        seated(on, who, x, low, 150 if number < 4 else 168, math.sin(at * 1.7 + number))
        if number == speaking:
            warm = ease(math.sin(math.pi * ((at / 2.2) % 1)) * 1.4)
            up = low - 122 - (16 if number > 3 else 0)
            tone = mixed(ground, "#ffffff", warm)
            on.disc(x + 42, up, 30, 19, tone)
            on.shape([(x + 24, up + 10), (x + 38, up + 16), (x + 18, up + 28)], tone)
            for dot in (-11, 0, 11):
                on.disc(x + 42 + dot, up, 3, fill=mixed(ground, colour("plum"), warm))
    on.slab(404, 318, 450, 340, "#ffffff", 2)
    on.line([(427, 318), (427, 340)], colour("edge"), 1)


def walking(on: Sheet, at: float, lasts: float) -> None:
    land(on, at + 30)
    heading(on, "Mendengar, lalu menemani", "bila ia mau, ke layanan yang ia pilih", at)
    path = [(x, 398 - 16 * math.sin((x - 60) / 190)) for x in range(60, 790, 10)]
    on.line(path, mixed(CLAY, colour("wash"), 0.7), 22)
    house(on, 112, 376, 38, CLAY, 0.5)
    bale(on, 400, 364, 44)
    on.slab(690, 268, 806, 372, colour("paper"), 3)
    on.slab(682, 254, 814, 272, colour("fine"), 3)
    on.slab(736, 322, 762, 372, mixed(colour("fine"), "#ffffff", 0.4))
    for left, top, right, low in ((743, 284, 755, 314), (734, 293, 764, 305)):
        on.slab(left, top, right, low, colour("fine"), 2)
    there = ease(at / lasts * 1.08 - 0.04)
    x = 165 + (620 - 165) * there
    low = 404 - 16 * math.sin((x - 60) / 190)
    step = math.sin(at * 4.4) * (1 - ease((there - 0.9) / 0.1))
    ours = women()
    standing(on, ours[3], x, low, 124, step)
    standing(on, ours[0], x + 46 + 30 * (1 - ease((at - 2) / 3)), low + 1, 128, -step)
    if at > 4:
        standing(on, ours[1], x - 46, low + 2, 122, step * 0.8)


def keeping(on: Sheet, at: float, _lasts: float) -> None:
    ground = colour("wash")
    heading(on, "Rahasianya dijaga", "keputusan ada di tangannya", at)
    glow = 0.5 + 0.5 * math.sin(at * 0.9)
    for ring in range(5, 0, -1):
        wide = 52 + ring * 21 + 4 * glow
        on.disc(
            WIDTH / 2,
            274,
            wide,
            wide * 0.88,
            mixed(ground, colour("marigold"), 0.1 * (6 - ring) * (0.75 + 0.2 * glow)),
        )
    for side in (-1, 1):
        skin = SKINS[0]
        x = WIDTH / 2 + side * 84
        on.line([(x + side * 30, 352), (WIDTH / 2 + side * 30, 342)], skin, 30)
        on.disc(WIDTH / 2 + side * 30, 340, 24, 16, skin)
        on.line([(WIDTH / 2 + side * 330, 500), (x + side * 34, 354)], colour("plum"), 50)
        on.disc(x + side * 34, 354, 25, fill=colour("plum"))
        on.line([(x + side * 16, 336), (x + side * 28, 374)], colour("marigold"), 5)
    lift = 4 * math.sin(at * 1.1)
    on.slab(377, 222 - lift, 477, 336 - lift, colour("plum"), 8)
    on.slab(387, 222 - lift, 392, 336 - lift, colour("plum-deep"))
    on.slab(377, 272 - lift, 477, 286 - lift, colour("marigold"))
    on.slab(418, 262 - lift, 446, 296 - lift, colour("on-marigold"), 5)
    on.disc(432, 276 - lift, 4.5, fill=colour("marigold"))
    on.slab(430, 277 - lift, 434, 287 - lift, colour("marigold"))


def deciding(on: Sheet, at: float, lasts: float) -> None:
    land(on, at + 58)
    heading(on, "Ikut memutuskan", "dari kampung ke kampung", at)
    spots = ((70, 330, 24), (165, 354, 30), (268, 322, 24), (586, 322, 24), (692, 354, 30), (788, 330, 24))
    for number, (x, low, size) in enumerate(spots):
        away = abs(x - WIDTH / 2) / WIDTH
        lit = ease((at / lasts - 0.2 - away) / 0.16)
        if lit > 0:
            for ring in range(3):
                tone = mixed(
                    mixed(LEAF, colour("wash"), 0.5),
                    mixed("#ffffff", colour("marigold"), 0.4),
                    0.2 * (ring + 1),
                )
                on.disc(
                    x,
                    low - 0.8 * size,
                    size * (2.3 - 0.4 * ring) * lit,
                    size * (1.7 - 0.3 * ring) * lit,
                    tone,
                )
        house(on, x, low, size, (CLAY, INDIGO, colour("fine"))[number % 3], lit)
    bale(on, WIDTH / 2, 376, 62)
    for number, who in enumerate(women()):
        x = WIDTH / 2 + (number - 2.5) * 33
        seated(on, who, x, 368 + 4 * (number % 2), 78, math.sin(at * 1.5 + number * 1.3))


def helping(on: Sheet, at: float, _lasts: float) -> None:
    ground = colour("wash")
    for number, (x, y, size) in enumerate(((110, 330, 70), (740, 300, 86), (420, 356, 54))):
        clouds(on, x + 8 * math.sin(at * 0.3 + number), y, size, mixed(colour("plum"), ground, 0.55), ground)
    shown = ease((at - 0.5) / 1)
    on.words(WIDTH / 2, 84, "Tidak perlu sendirian", 42, mixed(ground, colour("plum"), shown))
    on.slab(222, 136, 632, 262, mixed(ground, "#ffffff", shown), 10)
    later = ease((at - 1.2) / 1)
    on.words(WIDTH / 2, 176, "SAPA 129", 34, mixed("#ffffff", colour("plum"), later), "Sans-Bold")
    on.words(
        WIDTH / 2,
        222,
        "telepon 129 · WhatsApp 08111-129-129",
        20,
        mixed("#ffffff", colour("ink"), later),
        "Sans-Regular",
    )
    on.words(
        WIDTH / 2,
        296,
        "Film contoh · gambar rekaan · CC BY-SA 4.0",
        16,
        mixed(ground, colour("muted"), ease((at - 3) / 1)),
        "Sans-Regular",
    )


@dataclass(frozen=True)
class Scene:
    """`draw(sheet, seconds since it began, seconds it lasts)`."""

    lasts: float
    draw: Callable[[Sheet, float, float], None]


SCENES = (
    Scene(9, title), Scene(14, arriving), Scene(14, learning), Scene(15, walking), Scene(13, keeping), Scene(14, deciding), Scene(13, helping),
)  # fmt: skip
SECONDS = sum(scene.lasts for scene in SCENES)
_BLEND = 0.8  # seconds in which one scene gives way to the next


def frame(at: float, faces: Callable[[str, float], ImageFont.FreeTypeFont]) -> Image.Image:
    """The film at that second, WIDTH × HEIGHT."""
    began = 0.0
    for number, scene in enumerate(SCENES):
        if at < began + scene.lasts or number == len(SCENES) - 1:
            break
        began += scene.lasts
    picture = _drawn(scene, at - began, faces)
    left = began + scene.lasts - at
    if left < _BLEND / 2 and number + 1 < len(SCENES):
        coming = _drawn(SCENES[number + 1], 0.0, faces)
        picture = Image.blend(picture, coming, 0.5 * ease(1 - left / (_BLEND / 2)))
    elif at - began < _BLEND / 2 and number:
        before = SCENES[number - 1]
        going = _drawn(before, before.lasts, faces)
        picture = Image.blend(going, picture, 0.5 + 0.5 * ease((at - began) / (_BLEND / 2)))
    dark = max(1 - at / 0.6, 1 - (SECONDS - at) / 1.2, 0.0)
    return (
        Image.blend(picture, Image.new("RGB", picture.size, colour("ink")), min(dark, 1.0))
        if dark
        else picture
    )


def _drawn(scene: Scene, at: float, faces: Callable[[str, float], ImageFont.FreeTypeFont]) -> Image.Image:
    on = sheet(faces, colour("wash"))
    scene.draw(on, at, scene.lasts)
    return on.finished()

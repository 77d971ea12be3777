"""Small films for tests, made by ffmpeg. Every function writes one file and gives its path."""

import shutil
import subprocess
from pathlib import Path

from tests.requirements import missing

PICTURE = ("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=3")
SOUND = ("-f", "lavfi", "-i", "sine=frequency=440:duration=3")
H264 = ("-c:v", "libx264", "-profile:v", "main", "-pix_fmt", "yuv420p", "-threads", "1")


def made(into: Path, *options: str) -> Path:
    """What ffmpeg makes with those options. Skips where it is not installed."""
    if not shutil.which("ffmpeg") or not shutil.which("ffprobe"):
        missing("ffmpeg is not installed: sudo apt install ffmpeg")
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *options, str(into)], check=True, timeout=120)
    return into


def film(into: Path, *options: str) -> Path:
    """Three seconds of a moving pattern, 320 × 180, H.264, with a tone as AAC, its index first."""
    return made(into, *PICTURE, *SOUND, *H264, "-c:a", "aac", "-movflags", "+faststart", *options)


def silent(into: Path, *options: str) -> Path:
    """The same without sound."""
    return made(into, *PICTURE, *H264, *options)

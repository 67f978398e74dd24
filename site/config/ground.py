"""Where the program lies and where it writes, and whether it may be careless: what all other settings stand on."""

from pathlib import Path

from core.env import env, folder

BASE_DIR = Path(__file__).resolve().parents[2]
# Everything the running site writes lies in one folder: database, media, queue, cache, secret.
DATA_DIR = folder("HAIZHUN_DATA", BASE_DIR / "var").resolve()
CONTENT_DIR = BASE_DIR / "content"

# On: demo accounts may be made, assets are served uncompressed. Never on a machine others can reach.
DEBUG = env.bool("HAIZHUN_DEBUG", default=True)

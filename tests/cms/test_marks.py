"""The operator's own mark, at the head of every page and on what is shared."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.images import ImageFile
from PIL import Image as Drawing
from wagtail.images.models import Image
from wagtail.models import Site

from cms import cards, marks, pagecache
from cms.models import Identity

pytestmark = pytest.mark.django_db
RED = (200, 16, 16)


def image(colour: tuple[int, int, int] = RED, size: tuple[int, int] = (400, 200)) -> Image:
    out = BytesIO()
    Drawing.new("RGBA", size, (*colour, 255)).save(out, "PNG")
    return Image.objects.create(title="标识", file=ImageFile(BytesIO(out.getvalue()), name="mark.png"))


@pytest.fixture
def identity() -> Identity:
    return Identity.for_site(Site.objects.get(is_default_site=True))


def head(client, path: str = "/verify/") -> str:
    html = client.get(path).content.decode()
    return html[html.index('class="brand"') :].partition("</a>")[0]


def own(picture: bytes, colour: tuple[int, int, int] = RED) -> int:
    """How many points of the picture are about of this colour."""
    with Drawing.open(BytesIO(picture)) as found:
        raw = found.convert("RGB").tobytes()
    points = zip(raw[::3], raw[1::3], raw[2::3], strict=True)
    return sum(all(abs(a - b) < 12 for a, b in zip(point, colour, strict=True)) for point in points)


def test_without_one_the_shipped_mark_stands_there(client, identity):
    assert "<svg" in head(client)
    assert own(cards.banner("标题", "海准")) == 0


def test_the_operators_mark_stands_at_the_head_of_every_page_from_the_next_reader_on(client, identity):
    head(client)
    identity.mark = image()
    identity.save()
    shown = head(client)
    assert "<svg" not in shown
    width, height = re.search(r'<img src="/media/[^"]+\.png" width="(\d+)" height="(\d+)" alt="">', shown).groups()
    assert (int(width), int(height)) == (320, 160)
    assert "<img" in head(client, "/en/verify/")


def test_the_operators_mark_stands_on_the_pictures_that_are_shared(client, identity):
    identity.mark = image()
    identity.save()
    html = client.get("/verify/").content.decode()
    banner = re.search(r'property="og:image" content="([^"]*)"', html)[1].removeprefix(settings.SITE_URL)
    drawn = client.get(banner)
    assert drawn["Content-Type"] == "image/png"
    assert own(drawn.content) > 5000
    share = client.get(re.search(r'href="(/share/[^"]+)"', html)[1]).content.decode()
    card = re.search(r'<img class="share__card" src="([^"]+)"', share)[1]
    assert own(client.get(card).content) > 5000


def test_another_file_makes_another_address_and_is_seen_at_once(client, identity):
    mark = image()
    identity.mark = mark
    identity.save()
    before = head(client)
    key = marks.key(mark)
    out = BytesIO()
    Drawing.new("RGB", (300, 300), (0, 0, 160)).save(out, "PNG")
    mark.file = ImageFile(BytesIO(out.getvalue()), name="other.png")
    mark.width = mark.height = 300
    mark.file_hash = ""
    mark.save()
    mark.renditions.all().delete()
    assert head(client) != before
    assert marks.key(mark) != key


def test_a_mark_that_is_deleted_gives_way_to_the_shipped_one(client, identity):
    identity.mark = image()
    identity.save()
    address = re.search(r'property="og:image" content="([^"]*)"', client.get("/verify/").content.decode())[1]
    assert "<img" in head(client)
    pagecache.clear()
    Image.objects.get().delete()
    assert "<svg" in head(client)
    # Who was sent the old address is still shown a picture.
    assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200


def test_a_mark_whose_file_is_gone_breaks_no_page(client, identity):
    mark = image()
    identity.mark = mark
    identity.save()
    mark.file.storage.delete(mark.file.name)
    assert "<svg" in head(client)


def test_a_mark_costs_no_query_more_once_it_is_known(client, identity, django_assert_max_num_queries):
    identity.mark = image()
    identity.save()
    client.get("/law/")
    client.get("/verify/?warm")
    with django_assert_max_num_queries(6):
        client.get("/verify/?again")

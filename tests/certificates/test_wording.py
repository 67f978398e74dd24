"""What a certificate may say, and how a stranger sees a name."""

import json

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from certificates.forbidden import objectionable
from core.masking import masked

WORDS = json.loads((settings.CONTENT_DIR / "certificates.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", WORDS["schemes"])
def test_no_shipped_certificate_looks_like_a_state_qualification(code):
    scheme = WORDS["schemes"][code]
    texts = [*scheme["title"].values(), *(text for route in scheme["wording"].values() for text in route.values())]
    assert [word for text in texts for word in objectionable(text)] == []
    assert scheme["title"]["zh-hans"].endswith("培训考核合格证书")


def test_every_certificate_says_what_it_is_not():
    assert WORDS["disclaimer"] == "本证书不属于国家职业资格证书，也不代替法定任职或许可。"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王龑", "王*"),
        ("王\U00020bb7", "王*"),
        ("\U00020bb7野家", "\U00020bb7*"),
        ("欧阳娜娜", "欧阳*"),
        ("欧阳", "欧*"),
        ("阿迪力·买买提", "阿*·买*"),
        ("O'Brien-Smith", "O."),
        ("Mary Anne O'Brien", "M. A. O."),
        ("<script>alert(1)</script>", "S."),
        ("Ｗang", "Ｗ."),
        ("1234", "*"),
        ("", "*"),
    ],
)
def test_a_name_is_masked(name, shown):
    assert masked(name) == shown


@given(st.text(alphabet="王李张欧阳娜龑悦𠮷", min_size=2, max_size=12))
def test_the_given_name_never_shows_nor_its_length(name):
    shown = masked(name)
    assert shown.endswith("*")
    assert len(shown) <= 3

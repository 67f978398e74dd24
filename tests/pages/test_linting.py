"""The shipped content holds every rule of the linter, and each rule finds what it is there for."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from pages.linting import doubts, reckoning
from pages.linting.reading import Shipped
from pages.linting.rules import RULES

SHIPPED = Shipped(settings.CONTENT_DIR)


@pytest.mark.parametrize("rule", RULES)
def test_the_content_holds_the_rule(rule):
    assert [str(finding) for finding in RULES[rule](SHIPPED)] == []


@pytest.fixture
def folder(tmp_path) -> Path:
    shutil.copytree(settings.CONTENT_DIR, tmp_path / "content", ignore=shutil.ignore_patterns("media", "files"))
    return tmp_path / "content"


def found(folder, rule):
    return [f"{finding.place}: {finding.words}" for finding in RULES[rule](Shipped(folder))]


def put(folder, name, before, after):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def change(folder, name, code, **changes):
    path = folder / name
    items = json.loads(path.read_text(encoding="utf-8"))
    next(item for item in items if item["id"] == code).update(changes)
    path.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")


SPOILT = {
    "a lesson without its English": (
        "nothing of a lesson is missing",
        "OFF-05.en",
        lambda f: (f / "lessons/OFF-05.en.md").unlink(),
    ),
    "a lesson without an example": (
        "every lesson has its parts",
        "OFF-12.zh: no worked example",
        lambda f: put(f, "lessons/OFF-12.zh.md", "**例题", "**说明"),
    ),
    "a lesson whose form has no name": (
        "every lesson has its parts",
        "SPC-02.en: no name of its form",
        lambda f: put(f, "lessons/SPC-02.en.md", "form:", "note:"),
    ),
    "a table with fewer columns in English": (
        "both languages are built alike",
        "OFF-15: tables",
        lambda f: put(f, "lessons/OFF-15.en.md", " |\n", " | more |\n"),
    ),
    "a claim that the Regulation compels": (
        "nothing forbidden is claimed",
        "LAW-01.zh",
        lambda f: put(f, "lessons/LAW-01.zh.md", "## 动手做", "条例要求企业必须聘任首席质量官。\n\n## 动手做"),
    ),
    "a certificate that speaks of 认证": (
        "certificates print no forbidden word",
        "CQO: 认证",
        lambda f: put(f, "certificates.json", "首席质量官培训考核合格证书", "首席质量官认证证书"),
    ),
    "an article the law does not have": (
        "every citation resolves",
        "产品质量法 has no article 84",
        lambda f: put(f, "lessons/OFF-02.zh.md", "cites:", 'cites: ["产品质量法 84"]\nold_cites:'),
    ),
    "a word of the law changed": (
        "the Regulation is quoted to the letter",
        "DUT-03.zh: not the words of the Regulation: 首席质量官必须",
        lambda f: put(f, "lessons/DUT-03.zh.md", "> 第九条第二款 首席质量官", "> 第九条第二款 首席质量官必须"),
    ),
    "a second translation": (
        "the Regulation is quoted to the letter",
        "DUT-03.en: not the words of the Regulation",
        lambda f: put(f, "lessons/DUT-03.en.md", "The chief quality officer is in charge of", "The chief quality officer builds"),
    ),
    "a sentence without end": (
        "sentences can be read",
        "OFF-12.zh",
        lambda f: put(f, "lessons/OFF-12.zh.md", "## 动手做", "很长" * 70 + "。\n\n## 动手做"),
    ),
    "another word for a term": (
        "terms are those of the glossary",
        "质量安全主管",
        lambda f: put(f, "lessons/OFF-12.zh.md", "质量安全总监", "质量安全主管"),
    ),
    "a half-width comma": (
        "signs are those of the language",
        "OFF-12.zh",
        lambda f: put(f, "lessons/OFF-12.zh.md", "## 动手做", "先停,再报。\n\n## 动手做"),
    ),
    "a blank before a figure": (
        "signs are those of the language",
        "OFF-12.zh",
        lambda f: put(f, "lessons/OFF-12.zh.md", "## 动手做", "还差 8件。\n\n## 动手做"),
    ),
    "a blank beside a full-width sign": (
        "blanks stand where the language has them",
        "OFF-08.zh: a blank beside a sign",
        lambda f: put(f, "lessons/OFF-08.zh.md", "36＋21", "36 ＋ 21"),
    ),
    "a blank in a row of a list": (
        "blanks stand where the language has them",
        "syllabus.json SPC-04: a blank beside letters",
        lambda f: put(f, "syllabus.json", "先MSA后SPC", "先 MSA 后 SPC"),
    ),
    "a sign of English without its blanks": (
        "blanks stand where the language has them",
        "OFF-08.en: no blank beside a sign",
        lambda f: put(f, "lessons/OFF-08.en.md", "21 × 0.02", "21×0.02"),
    ),
    "a hyphen for the dash of a range, in a rubric": (
        "blanks stand where the language has them",
        "DUT-K-001: a hyphen from figure to figure",
        lambda f: put(f, "questions/DUT.json", "add a deputy, start", "add 2-4 deputies, start"),
    ),
    "a quotation mark of a typewriter": (
        "blanks stand where the language has them",
        "LAW-S-020: a straight quotation mark",
        lambda f: put(f, "questions/LAW.json", "says: “The Regulation", r"says: \"The Regulation"),
    ),
    "a question without a verb": (
        "questions are sentences",
        "MOD-M48: no sentence: RPN?",
        lambda f: put(f, "questions/MODELS.json", "What is the RPN?", "RPN?"),
    ),
    "a key that is not the sum": (
        "every number comes out again",
        "SPC-N-001: 25.40 - 0.729 * 0.80 is not 24.92",
        lambda f: change(f, "questions/SPC.json", "SPC-N-001", answer={"value": 24.92, "tolerance": 0.01, "unit": "g"}),
    ),
    "a stem whose figures changed": (
        "every number comes out again",
        "SPC-N-002: the stem does not give 6.5",
        lambda f: put(f, "questions/SPC.json", "平均极差6.5 g", "平均极差6.6 g"),
    ),
    "the same question twice": (
        "nothing is asked twice",
        "SPC-N-001",
        lambda f: change(f, "questions/SPC.json", "SPC-N-002", stem=_stem(f, "questions/SPC.json", "SPC-N-001")),
    ),
    "a base that is not called a sample": (
        "the other shelves are full",
        "bases BASE-01",
        lambda f: change(f, "pages/bases.json", "BASE-01", name_zh="计量小屋"),
    ),
    "one doubt more": (
        "doubts fall and never rise",
        "lessons.zh",
        lambda f: put(f, "lessons/OFF-12.zh.md", "## 动手做", "第9条〔待核〕。\n\n## 动手做"),
    ),
}


def _stem(folder, name, code):
    items = json.loads((folder / name).read_text(encoding="utf-8"))
    return next(item for item in items if item["id"] == code)["stem"]


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_rule_finds(folder, spoilt):
    rule, told, deed = SPOILT[spoilt]
    deed(folder)  # before it nothing is found: the test above
    assert any(told in line for line in found(folder, rule))


def test_fewer_doubts_are_recorded_and_then_are_the_most_there_may_be(folder):
    put(folder, "lessons/SPC-02.zh.md", "〔待核〕", "")
    assert "recorded: run lint_content --record" in found(folder, "doubts fall and never rise")[0]
    doubts.record(folder, Shipped(folder))
    assert found(folder, "doubts fall and never rise") == []
    put(folder, "lessons/SPC-02.zh.md", "## 要点", "再存疑〔待核〕。\n\n## 要点")
    doubts.record(folder, Shipped(folder))  # a rise cannot be recorded
    assert "at most" in found(folder, "doubts fall and never rise")[0]


def test_the_command_tells_every_rule_and_fails_where_one_is_broken(folder, capsys):
    call_command("lint_content", "--content", str(folder), "--doubts")
    told = capsys.readouterr().out
    assert all(f"{rule}: ok" in told for rule in RULES)
    assert "to be verified:" in told
    assert "SPC-02.zh" in told
    (folder / "lessons/OFF-05.en.md").unlink()
    with pytest.raises(CommandError, match="findings"):
        call_command("lint_content", "--content", str(folder))


@pytest.mark.parametrize("formula", ["__import__('os')", "x + 1", "1 / 0", "[1]", "2 if 1 else 3", "'a' * 3"])
def test_a_formula_is_arithmetic_and_nothing_else(formula):
    with pytest.raises(reckoning.Unreckonable):
        reckoning.reckon(formula)

"""Files as other systems write them: what is read of them, and that everything else is said."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from exams.exchange.drafts import Reading, Refused
from exams.exchange.moodle.reading import read as read_moodle
from exams.exchange.qti.reading import read as read_qti
from exams.exchange.telling import told

SAMPLES = Path(__file__).parent / "samples"


def packed(name: str, within: str = "") -> bytes:
    """The folder as the package it was; some systems pack the folder itself."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for file in sorted((SAMPLES / name).rglob("*.xml")):
            package.write(file, within + str(file.relative_to(SAMPLES / name)))
    return made.getvalue()


def said(reading: Reading) -> set[str]:
    """The codes of what was found; each must have its sentence."""
    assert all(told(finding).reason for finding in reading.findings)
    return {finding.code for finding in reading.findings}


def test_a_moodle_bank():
    reading = read_moodle((SAMPLES / "moodle-4.xml").read_bytes(), "zh-hans")
    drafts = {draft.title: draft for draft in reading.drafts}
    assert {title: draft.kind for title, draft in drafts.items()} == {
        "召回主体": "single",
        "判断一": "truefalse",
        "批量": "numeric",
        "条款": "matching",
        "顺序": "ordering",
        "论述": "short",
        "填空": "fillin",
    }
    choice = drafts["召回主体"]
    assert choice.stem == {"zh-hans": "依《产品质量法》，**首先**应由谁停止销售缺陷产品？"}
    assert choice.picture
    assert choice.picture.alt == {"zh-hans": "缺陷标签"}
    assert (choice.code, choice.difficulty, choice.tags, choice.marks) == ("RC-001", 2, ("召回", "第二章 产品召回"), Decimal(2))
    assert choice.explanation == {"zh-hans": "第四十六条。\nB：消费者没有这项义务"}
    assert drafts["判断一"].stem["en"] == "A firm may decide on a recall itself."
    assert drafts["批量"].key == {"value": "96", "tolerance": "0", "units": ["件"]}
    assert [line.text["zh-hans"] for line in drafts["条款"].right] == ["一票否决", "行业诚信", "审批任命"]
    assert [line["marks"] for line in drafts["论述"].rubric[0]["lines"]] == ["2", "2", "1"]
    assert drafts["填空"].key["blanks"][1] == [{"text": "9"}]
    assert said(reading) == {
        "description-left",
        "feedback-joined",
        "setting-ignored",
        "type-unknown",
    }
    ignored = {finding.params["name"] for finding in reading.findings if finding.code == "setting-ignored"}
    assert ignored == {"category/info", "correctfeedback", "hint", "gradingtype", "penalty", "responseformat"}
    assert [f.params["type"] for f in reading.findings if f.code == "type-unknown"] == ["stack", "calculatedmulti"]


def test_an_old_moodle_file_in_the_encoding_of_its_day():
    reading = read_moodle((SAMPLES / "moodle-old.xml").read_bytes(), "zh-hans")
    assert [draft.kind for draft in reading.drafts] == ["single", "fillin"]
    assert reading.drafts[0].key == {"correct": "B"}
    assert reading.drafts[1].stem == {"zh-hans": "否决权来自企业的____。"}
    assert said(reading) == {"xml-mended", "element-unknown", "case-folded", "wildcard-answer"}


def test_a_tao_package():
    reading = read_qti(packed("tao"), "zh-hans")
    several, number = reading.drafts
    assert (several.kind, several.rule, several.marks) == ("multiple", "map_response", Decimal(2))
    assert several.stem == {"zh-hans": "条例所列的质量包括**哪些**？"}
    assert [line.text["zh-hans"] for line in several.choices] == ["产品质量", "教学质量", "服务质量"]
    assert several.key == {"map": {"choice_1": "1", "choice_2": "-1", "choice_3": "1"}}, "the default value counts for the others"
    assert (number.kind, number.key["value"], number.key["relative"]) == ("numeric", "45.8", "0.01")
    assert (number.stem, number.explanation) == ({"zh-hans": "直径为 ____ mm。"}, {"zh-hans": "按图样标注。"})
    assert said(reading) == {"resource-left", "interaction-unknown"}


def test_an_inspera_package_with_its_folder():
    reading = read_qti(packed("inspera", "export/"), "zh-hans")
    short, matching = reading.drafts
    assert (short.kind, short.stem, short.marks) == ("short", {"en": "Where does the **veto** come from?"}, Decimal(4))
    assert [line["marks"] for line in short.rubric[0]["lines"]] == ["3", "1"]
    assert matching.key == {"pairs": {"r1": "c2", "r2": "c1"}}
    assert said(reading) == {"resource-left", "attribute-unknown", "element-unknown"}


def test_a_canvas_package_is_refused_with_the_way_out():
    with pytest.raises(Refused) as refused:
        read_qti(packed("canvas"), "zh-hans")
    assert refused.value.finding.code == "qti-1"
    assert "2.1" in told(refused.value.finding).remedy

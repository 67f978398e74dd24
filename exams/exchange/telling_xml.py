"""What is said of Moodle XML and QTI: code: (what is the matter, what to do). See exams.exchange.telling."""

from django.utils.translation import gettext_lazy

SAYINGS = {
    # The file
    "xml-mended": (
        gettext_lazy("The file held %(count)s control characters that XML does not allow; they were taken out."),
        gettext_lazy("Look at the texts for signs that are missing."),
    ),
    "no-questions": (
        gettext_lazy("The file holds no question."),
        gettext_lazy("Choose the questions before you export, and export again."),
    ),
    "moodle-root": (
        gettext_lazy("This is not a Moodle XML file: it opens with “%(tag)s”, not with “quiz”."),
        gettext_lazy("In Moodle, export the question bank as “Moodle XML format”."),
    ),
    "qti-root": (
        gettext_lazy("This is no QTI item or package: it opens with “%(tag)s”."),
        gettext_lazy("Export the questions as a QTI 3.0, 2.2 or 2.1 package."),
    ),
    "qti-1": (
        gettext_lazy("This is QTI 1.2, which is not read (“%(tag)s”)."),
        gettext_lazy("Export it as QTI 2.1 or later, or as Moodle XML."),
    ),
    "qti-no-manifest": (
        gettext_lazy("The package has no imsmanifest.xml."),
        gettext_lazy("Export it again; pack it with its imsmanifest.xml at the top."),
    ),
    "qti-loose": (
        gettext_lazy("The package has no imsmanifest.xml; its files were looked through, and hold questions: %(count)s"),
        gettext_lazy("Compare the number with that of the questions you exported."),
    ),
    "qti-repeated": (
        gettext_lazy("The manifest uses the identifier “%(name)s” twice."),
        gettext_lazy("Give each resource an identifier of its own, or export the package again."),
    ),
    "qti-no-item": (
        gettext_lazy("The manifest calls %(name)s an item, but it opens with “%(tag)s”; it is left out."),
        gettext_lazy("Export the package again."),
    ),
    "qti-invalid": (
        gettext_lazy("Item %(item)s cannot be written in QTI: %(fault)s"),
        gettext_lazy("Look through its texts and codes for unusual signs."),
    ),
    "resource-left": (
        gettext_lazy("%(count)s resources of the type %(type)s are left out: only items are read."),
        gettext_lazy("Papers and pictures have to be set up anew."),
    ),
    "missing-passage": (
        gettext_lazy("The passage %(name)s, to which the item refers, is not in the package."),
        gettext_lazy("Add the passage to the question by hand."),
    ),
    "identifier-repeated": (
        gettext_lazy("Several items bear the identifier “%(name)s” in the same language; each is read as an item of its own."),
        gettext_lazy("Give the later ones a code of their own."),
    ),
    "languages-differ": (
        gettext_lazy("The languages of “%(question)s” do not have the same choices or key; only the first is read."),
        gettext_lazy("Bring the languages in step, or add the other one by hand."),
    ),
    # What is left out
    "element-unknown": (
        gettext_lazy("Unknown element %(path)s, %(count)s times (lines %(lines)s); left out."),
        gettext_lazy("If it matters, carry it over by hand."),
    ),
    "attribute-unknown": (
        gettext_lazy("Unknown attribute %(name)s of %(path)s, %(count)s times (lines %(lines)s); left out."),
        gettext_lazy("If it matters, carry it over by hand."),
    ),
    "setting-ignored": (
        gettext_lazy("The setting %(name)s has no counterpart here, %(count)s times (lines %(lines)s); left out."),
        gettext_lazy("Nothing need be done, unless it matters to you."),
    ),
    "markup-dropped": (
        gettext_lazy("<%(tag)s> has no counterpart here, %(count)s times (lines %(lines)s); its words were kept."),
        gettext_lazy("Look at these questions after the import."),
    ),
    "picture-left": (
        gettext_lazy("The file %(name)s in “%(question)s” is not carried over."),
        gettext_lazy("Add the picture to the item after the import."),
    ),
    "picture-unfit": (
        gettext_lazy("Its picture is not taken: the bank takes PNG, JPEG and WebP up to 1024 KB and 2000 pixels a side."),
        gettext_lazy("Make it smaller, or save it as PNG or JPEG, and add it in the bank."),
    ),
    "picture-kept": (
        gettext_lazy("The file has another picture for this item; the bank keeps its own."),
        gettext_lazy("If it is to be replaced, do so in the item."),
    ),
    "language-unknown": (
        gettext_lazy("Texts in the language %(language)s, %(count)s of them, are left out."),
        gettext_lazy("Chinese (simplified, traditional) and English are kept."),
    ),
    "type-unknown": (
        gettext_lazy("“%(question)s” is of the type %(type)s, which the bank does not have; it is left out."),
        gettext_lazy("Write it anew as one of the nine kinds."),
    ),
    "description-left": (
        gettext_lazy("“%(question)s” is a description, not a question; it is left out."),
        gettext_lazy("If questions need it, put it in front of each."),
    ),
    "interaction-unknown": (
        gettext_lazy("“%(question)s” asks by %(name)s, which the bank does not have; it is left out."),
        gettext_lazy("Write it anew as one of the nine kinds."),
    ),
    "interaction-mix": (
        gettext_lazy("“%(question)s” asks in several ways at once (%(names)s); it is left out."),
        gettext_lazy("Split it into one item for each."),
    ),
    "no-interaction": (
        gettext_lazy("“%(question)s” asks nothing; it is left out."),
        gettext_lazy("If questions need it, put it in front of each."),
    ),
    "template-item": (
        gettext_lazy("“%(question)s” reckons with figures drawn at random; it is left out."),
        gettext_lazy("Write it anew with fixed figures."),
    ),
    # What is not right in a question
    "question-without-text": (
        gettext_lazy("“%(question)s” has no text; it is left out."),
        gettext_lazy("Give it a text and import it again."),
    ),
    "no-right-answer": (
        gettext_lazy("“%(question)s” declares no right answer that fits its choices; it is left out."),
        gettext_lazy("Set the right answer in its own program and export it again."),
    ),
    "moodle-right-ones": (
        gettext_lazy(
            "“%(question)s” has %(number)s right answers where exactly one, or at least one, is needed; it is left out."
        ),
        gettext_lazy("Correct the grades of its answers in Moodle and export it again."),
    ),
    "moodle-fraction": (
        gettext_lazy("The grade “%(fraction)s” of an answer to “%(question)s” is no number; it is left out."),
        gettext_lazy("Correct it in Moodle and export it again."),
    ),
    "moodle-pair": (
        gettext_lazy("A line of “%(question)s” has nothing to be matched with; it is left out."),
        gettext_lazy("Complete the pairs in Moodle and export it again."),
    ),
    "not-a-number": (
        gettext_lazy("“%(word)s” in “%(question)s” is no number; it is left out."),
        gettext_lazy("Write the number with figures and a decimal point."),
    ),
    "text-too-long": (
        gettext_lazy("A text of “%(question)s” is longer than %(most)s characters; it is left out."),
        gettext_lazy("Shorten it; take embedded pictures out of the text."),
    ),
    "cloze-kind": (
        gettext_lazy("“%(question)s” has a blank of the kind %(kind)s; only words and numbers are read. It is left out."),
        gettext_lazy("Write it anew as choice or fill-in."),
    ),
    "cloze-blanks": (
        gettext_lazy("“%(question)s” has no blanks, or not the same number in each language; it is left out."),
        gettext_lazy("Bring the languages in step and export it again."),
    ),
    "gap-numbers": (
        gettext_lazy("The gaps of “%(question)s” do not fit its words, or differ between languages; it is left out."),
        gettext_lazy("Correct it in Moodle and export it again."),
    ),
    "match-sets": (
        gettext_lazy("“%(question)s” does not have two sides to match; it is left out."),
        gettext_lazy("Write it anew as matching."),
    ),
    "match-many": (
        gettext_lazy("In “%(question)s” a line has several partners or none; it is left out."),
        gettext_lazy("Give each line on the left exactly one on the right."),
    ),
    "response-missing": (
        gettext_lazy("“%(question)s” asks for the response %(name)s without declaring it; it is left out."),
        gettext_lazy("Export the package again."),
    ),
    # Read, but otherwise than it was
    "weights-left": (
        gettext_lazy(
            "%(count)s single-choice questions give part of the marks for other answers (lines %(lines)s); only the best counts."
        ),
        gettext_lazy("Check whether their best answer is the only right one."),
    ),
    "rule-ours": (
        gettext_lazy(
            "%(count)s questions with several answers will be marked by our rule (lines %(lines)s): a wrong tick earns nothing."
        ),
        gettext_lazy("Choose another rule in the item, if it should be otherwise."),
    ),
    "case-folded": (
        gettext_lazy("%(count)s questions distinguish capitals (lines %(lines)s); here they never do."),
        gettext_lazy("Make sure that the answers differ by more than capitals."),
    ),
    "wildcard-answer": (
        gettext_lazy("The accepted answer “%(word)s” uses * for any signs; here it would be taken as it stands."),
        gettext_lazy("Write out the answers that are meant."),
    ),
    "answer-left": (
        gettext_lazy("The further number “%(word)s” is left out: a calculation has one right number."),
        gettext_lazy("Widen the tolerance, if it should count too."),
    ),
    "unit-left": (
        gettext_lazy("The unit “%(unit)s” with another factor is left out."),
        gettext_lazy("Say in the question in which unit to answer."),
    ),
    "tolerance-left": (
        gettext_lazy("The tolerance of this question cannot be kept as it is."),
        gettext_lazy("Set it in the item after the import."),
    ),
    "blank-weights-left": (
        gettext_lazy("%(count)s questions weigh their blanks differently (lines %(lines)s); here each blank counts the same."),
        gettext_lazy("Split them, if the weights matter."),
    ),
    "gaps-as-blanks": (
        gettext_lazy("Words that were chosen from a list are now to be typed; offered beside the right ones: %(left)s"),
        gettext_lazy("Check whether the right words can be guessed from the text alone."),
    ),
    "no-marks": (
        gettext_lazy("%(count)s questions are worth nothing (lines %(lines)s); they get 1 mark."),
        gettext_lazy("Set their marks in the item."),
    ),
    "no-scheme": (
        gettext_lazy(
            "%(count)s questions for a marker say nothing on how to mark (lines %(lines)s); one line with all marks was made."
        ),
        gettext_lazy("Write the points to be looked for before they are used."),
    ),
    "scheme-whole": (
        gettext_lazy(
            "The marking scheme of %(count)s questions gives no marks line by line (lines %(lines)s); it was kept as one line."
        ),
        gettext_lazy("Split it into points with marks."),
    ),
    "parts-lost": (
        gettext_lazy("The parts of %(count)s cases could not be told apart (lines %(lines)s); they are short answers now."),
        gettext_lazy("Write them anew as cases."),
    ),
    "part-marks-shared": (
        gettext_lazy(
            "%(count)s questions do not say what each part is worth (lines %(lines)s); the marks were shared out evenly."
        ),
        gettext_lazy("Set the marks of the parts in the item."),
    ),
    "associate-as-matching": (
        gettext_lazy("%(count)s questions pair lines out of one list (lines %(lines)s); they became matching with two sides."),
        gettext_lazy("Check which lines stand left and which right."),
    ),
    "feedback-joined": (
        gettext_lazy("In %(count)s questions single answers have feedback (lines %(lines)s); it was put under the explanation."),
        gettext_lazy("Read the explanation through as a whole."),
    ),
    "adaptive-once": (
        gettext_lazy(
            "%(count)s questions allow several tries with changing score (lines %(lines)s); here the first answer counts."
        ),
        gettext_lazy("Check whether they still make sense."),
    ),
    # Our own enclosure
    "enclosure-broken": (
        gettext_lazy("What we had enclosed with “%(question)s” is damaged; it was read as any other system's question."),
        gettext_lazy("Check its areas, lesson and marking."),
    ),
    "enclosure-edited": (
        gettext_lazy(
            "“%(question)s” was edited after it left the bank: its words are read, areas, lesson and source are as they were."
        ),
        gettext_lazy("Compare it with the item in the bank."),
    ),
    # What an export could not say
    "last-left": (
        gettext_lazy("Moodle cannot keep single choices at the end; it will shuffle all of them."),
        gettext_lazy("Turn shuffling off there, if a choice like “all of the above” must come last."),
    ),
    "rule-left": (
        gettext_lazy("Moodle marks several answers by a rule of its own, near to ours."),
        gettext_lazy("Nothing need be done for the way back; in Moodle, look at the grades."),
    ),
    "order-left": (
        gettext_lazy("Moodle marks the order pair by pair without taking off what chance gives."),
        gettext_lazy("Nothing need be done for the way back."),
    ),
    "order-whole": (
        gettext_lazy("QTI marks the order as a whole: right or nothing."),
        gettext_lazy("Nothing need be done for the way back."),
    ),
    "cloze-one-language": (
        gettext_lazy("Moodle's blanks within the text hold one language; the others travel in our enclosure only."),
        gettext_lazy("Nothing need be done for the way back."),
    ),
}

"""What the form of a template sends."""


def form_of(**changes: object) -> dict[str, object]:
    plain = {
        "layout": "bilingual",
        "middle": "medallion",
        "title_colour": "ink",
        "accent_colour": "bronze",
        "text_colour": "night",
        "mark_name": "",
    }
    return {**plain, **changes}

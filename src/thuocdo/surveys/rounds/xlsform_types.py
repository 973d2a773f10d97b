"""The question types of XLSForm and what each is to us.

Source: the XLSForm reference (xlsform.org, "Question types" and "Metadata") as pyxform 4.5 reads
it. A type that is not here is unknown to both.
"""

from __future__ import annotations

SELECTS = {
    "select_one": "single",
    "select one": "single",
    "select_multiple": "multiple",
    "select multiple": "multiple",
}
FROM_FILE = (
    "select_one_from_file",
    "select_multiple_from_file",
    "select_one_external",
)
KINDS = {
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "range": "scale",
    "date": "date",
    "today": "date",
    "text": "text",
    "string": "text",
    "barcode": "text",
    "time": "text",
    "datetime": "text",
    "hidden": "text",
    "calculate": "text",
    "rank": "text",
    "acknowledge": "text",
    "trigger": "text",
    "xml-external": "text",
    "csv-external": "text",
    "geopoint": "place",
    "geotrace": "place",
    "geoshape": "place",
    "start-geopoint": "place",
    "image": "media",
    "photo": "media",
    "audio": "media",
    "background-audio": "media",
    "video": "media",
    "file": "media",
    "username": "text",
    "email": "text",
    "phonenumber": "text",
    "deviceid": "text",
    "subscriberid": "text",
    "simserial": "text",
}
# Known, asked of nobody: nothing of them stands among the answers of a person.
SILENT = ("note", "start", "end", "audit", "background-geopoint")
BEGIN, END = ("begin_group", "begin_repeat"), ("end_group", "end_repeat")


def parted(text: str) -> tuple[str, str]:
    """A ``type`` cell in two: the type, and the list or file it names. "begin group" is
    "begin_group"; an unknown type is given back as it is, with ""."""
    words = " ".join(text.split())
    joined = words.lower().replace("begin ", "begin_").replace("end ", "end_")
    if joined in (*BEGIN, *END):
        return joined, ""
    for name in (*FROM_FILE, *SELECTS, "rank", "add select one prompt using"):
        if words.lower() == name or words.lower().startswith(f"{name} "):
            rest = words[len(name) :].strip()
            lower = rest.lower()
            for other in (" or_other", " or specify other", " or other"):
                if lower.endswith(other):
                    rest = rest[: -len(other)]
            return name, rest
    return words.lower() if words.lower() in (*KINDS, *SILENT) else words, ""


def is_known(kind: str) -> bool:
    """Whether ``kind`` (the first of ``parted``) is a type."""
    return kind in {*KINDS, *SILENT, *BEGIN, *END, *SELECTS, *FROM_FILE}

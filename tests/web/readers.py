"""What readers ask for: an address for every kind of page, and how a page is read by a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

# Every kind of page with the arguments that make it look different.
PAGES = (
    "/",
    "/tong-quan/2024/33/",
    "/tong-quan/2024/22/",
    "/tong-quan/2024/25/",
    "/tong-quan/2021/33/",
    "/chi-so/papi/2024/34/",
    "/chi-so/papi/2024/34/?khoang=dong-thoi",
    "/chi-so/papi/2024/34/?muc=7",
    "/chi-so/papi/2024/34/?muc=7.1",
    "/chi-so/papi/2024/63/",
    "/chi-so/papi/2021/34/",
    "/chi-so/papi/2019/63/?muc=8",
    "/chi-so/papi/2015/63/?sap-xep=name",
    "/chi-so/papi/2024/34/?loc=yen&sap-xep=-score",
    "/chi-so/par-index/2024/63/",
    "/chi-so/par-index/2019/34/",
    "/chi-so/sipas/2024/63/",
    "/chi-so/sipas/2021/34/",
    "/don-vi/papi/2024/34/33/",
    "/don-vi/papi/2024/34/25/",
    "/don-vi/papi/2024/34/46/",
    "/don-vi/papi/2024/63/34/",
    "/don-vi/papi/2011/63/33/",
    "/don-vi/papi/2014/34/33/",
    "/don-vi/par-index/2024/34/33/",
    "/don-vi/sipas/2024/63/33/",
    "/so-sanh/papi/2024/34/",
    "/so-sanh/papi/2024/34/?don-vi=33&don-vi=22&don-vi=25&don-vi=46&don-vi=79",
    "/so-sanh/papi/2016/63/?don-vi=33&don-vi=34",
    "/so-sanh/sipas/2024/63/?don-vi=33&don-vi=22",
    "/tom-tat/papi/2024/34/33/",
    "/tom-tat/papi/2015/63/33/",
    "/tom-tat/par-index/2024/34/33/",
    "/tom-tat/sipas/2024/34/33/",
    "/vi-sao/papi/2024/34/33/total/score/",
    "/vi-sao/papi/2024/34/33/5/se/",
    "/vi-sao/papi/2024/34/33/total/rank/",
    "/vi-sao/papi/2024/34/33/total/set/",
    "/vi-sao/papi/2024/34/25/total/score/",
    "/vi-sao/papi/2024/63/33/7.1/score/",
    "/vi-sao/par-index/2024/63/33/total/rank/",
    "/vi-sao/sipas/2021/63/33/total/score/",
    "/papi-tinh-lai/2019/33/",
    "/papi-tinh-lai/2018/22/",
    "/nguon/",
    "/nguon/papi_score/",
    "/nguon/papi_score/?trang=3",
    "/nguon/commune/?dong=50",
    "/nguon/department/",
    "/nguon/published/",
    "/nguon/gap/",
    "/nguon/break/",
    "/dang-nhap/",
    "/tim/",
    "/tim/?q=hung+yen",
    "/tim/?q=khong-co-gi-nhu-vay",
    "/cach-tinh/",
)
WITHOUT_TWINS = ("/dang-nhap/",)


def english(address: str) -> str:
    """The same page in English."""
    return "/en" + address


def twin(address: str, suffix: str) -> str:
    """The ``.json`` or ``.csv`` twin of a page."""
    path, mark, query = address.partition("?")
    stem = path.rstrip("/") or "/tong-quan"
    if stem == "/en":
        stem = "/en/tong-quan"
    return f"{stem}{suffix}{mark}{query}"


def has_twins(address: str) -> bool:
    """Whether a page has a JSON and a CSV twin; the door has none."""
    return not address.removeprefix("/en").startswith(WITHOUT_TWINS)


@dataclass
class Text:
    """A piece of text a reader meets: words, where it stands, whether marked as Vietnamese."""

    words: str
    tag: str
    vietnamese: bool


@dataclass
class Seen(HTMLParser):
    """A page taken apart: texts, tags with their attributes, links."""

    texts: list[Text] = field(default_factory=list)
    tags: list[tuple[str, dict]] = field(default_factory=list)
    open: list[tuple[str, dict]] = field(default_factory=list)

    VOID = ("meta", "link", "input", "br", "hr", "img")
    SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-pattern")

    def __post_init__(self):
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag not in self.VOID:
            self.open.append((tag, attributes))
        for name in self.SPOKEN:
            if attributes.get(name, "").strip():
                self._note(attributes[name], tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        while self.open:
            name, _ = self.open.pop()
            if name == tag:
                return

    def handle_data(self, data):
        tag = self.open[-1][0] if self.open else ""
        if data.strip() and tag not in ("script", "style"):
            self._note(data, tag)

    def _note(self, words: str, tag: str) -> None:
        languages = [attrs["lang"] for _, attrs in self.open if "lang" in attrs]
        marked = bool(languages) and languages[-1] == "vi"
        self.texts.append(Text(" ".join(words.split()), tag, marked))

    @property
    def order_key(self) -> str:
        """The query key by which the heads of the first sortable table sort it."""
        return next(key for link in self.links for key in _keys(link) if key.startswith("sap-xep"))

    @property
    def filter_key(self) -> str:
        """The query key of the first filter form."""
        return next(attrs["name"] for _, attrs in self.tags if _is_filter(attrs))

    @property
    def links(self) -> list[str]:
        return [attrs["href"] for tag, attrs in self.tags if tag == "a" and "href" in attrs]

    @property
    def words(self) -> str:
        return " ".join(one.words for one in self.texts)


def _keys(link: str) -> list[str]:
    return [part.partition("=")[0] for part in urlsplit(link).query.split("&")]


def _is_filter(attrs: dict) -> bool:
    return attrs.get("name", "").startswith("loc") and attrs.get("type") == "search"


@lru_cache(maxsize=512)
def seen(html: str) -> Seen:
    """``html`` taken apart; kept, since many tests look at the same page."""
    parser = Seen()
    parser.feed(html)
    return parser

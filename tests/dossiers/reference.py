"""The clock told once more in plain Python, slow and obvious: what the engine must agree with."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from thuocdo.calendar.days import days_off

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def local(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).astimezone(ZONE)


def last_second(day: date) -> int:
    return int(datetime.combine(day, time(23, 59, 59), ZONE).timestamp())


def after_working_days(day: date, count: int) -> date:
    """The day ``count`` working days after ``day``; 0 is that day or the next working one."""

    def works(one: date) -> bool:
        off, worked = days_off(one.year)
        return one in worked or (one.weekday() < 5 and one not in off)

    if count == 0:
        while not works(day):
            day += timedelta(days=1)
        return day
    while count:
        day += timedelta(days=1)
        count -= works(day)
    return day


def due_moment(one: dict, rule, terms: dict[str, int]) -> int | None:
    due = one["due"]
    if rule["reappointment"] == "first" and one["due_before"] is not None:
        due = one["due_before"]
    if due is not None:
        return last_second(local(due).date()) if rule["due_moment"] == "end_of_day" else due
    if one["procedure"] not in terms:
        return None
    accepted = local(one["accepted"]).date()
    return last_second(after_working_days(accepted, terms[one["procedure"]]))


def end_moment(one: dict, rule, cut: int) -> int:
    done = next((one[name] for name in ("finished", "returned") if one[name] is not None), None)
    end = None
    if one["status"] == 3:
        end = one["refused"] if one["refused"] is not None else done
        end = one["updated"] if end is None else end
    elif one["status"] in (7, 8, 9, 10):
        end = one["updated"] if done is None else done
    elif one["status"] == 5 and rule["waiting"] == "ends_at_request":
        asked = [one[name] for name in ("asked_1", "asked_2") if one[name] is not None]
        end = max(asked, default=None)
    return cut if end is None or end > cut else end


def waited(one: dict, rule, end: int) -> int:
    if rule["supplement"] == "ignored":
        return 0
    total = 0
    for asked, answered in (("asked_1", "answered_1"), ("asked_2", "answered_2")):
        if one[asked] is None:
            continue
        back = one[answered]
        if back is None:
            if one["status"] != 5:
                continue
            back = end
        total += max(min(back, end) - one[asked], 0)
    return total


def verdict(one: dict, rule, cut: int, terms: dict[str, int]) -> int | None:
    """1 on time or within time, 0 late, None left out."""
    left_out = {3: "refused", 6: "payment", 7: "withdrawn", 8: "stopped"}
    if one["status"] in left_out and rule[left_out[one["status"]]] == "left_out":
        return None
    asked_twice = one["asked_2"] is not None and one["asked_2"] <= cut
    if asked_twice and rule["second_request"] == "late":
        return 0
    due = due_moment(one, rule, terms)
    if due is None:
        return {"on_time": 1, "late": 0, "left_out": None}[rule["no_term"]]
    end = end_moment(one, rule, cut)
    return int(end - waited(one, rule, end) <= due)


# ---- what a dossier says besides being on time ----


def over_at(one: dict) -> int | None:
    names = ("finished", "returned", "refused", "updated")
    return next((one[name] for name in names if one[name] is not None), None)


def said(one: dict, cut: int, register: dict[str, dict]) -> dict[str, int]:
    """The flags, one by one, as their descriptions say."""
    known = register.get(one["procedure"], {})
    ended = one["status"] in (3, 7, 8, 9, 10) and (over_at(one) is None or over_at(one) <= cut)
    closed = ended and one["status"] in (9, 10)
    online, whole = one["channel"] == 2, known.get("whole") == 1
    fee = one["fee"] > 0 if one["fee"] is not None else known.get("has_fee") == 1
    result = closed and known.get("has_paper") == 1
    digitised = one["digitised"] == 1
    told = {
        "open": not ended,
        "closed": closed,
        "online": online,
        "whole": whole,
        "whole_online": whole and online,
        "fee_due": fee,
        "paid_online": fee and one["paid_online"] in (1, 2),
        "result_due": result,
        "result_electronic": result and one["result_electronic"] == 1,
        "digitised": digitised,
        "parts_digitised": digitised and one["parts_digitised"] == 1,
        **{name: one[name] == 1 for name in ("reused", "from_store", "vneid", "connected")},
    }
    return {name: int(value) for name, value in told.items()}


def hours(one: dict, rule, cut: int) -> int | None:
    """Started hours between acceptance and the end, less the wait for papers."""
    at = over_at(one)
    if one["status"] not in (9, 10) or at is None or at > cut:
        return None
    end = end_moment(one, rule, cut)
    return -(-max(end - waited(one, rule, end) - one["accepted"], 0) // 3600)


def order_statistic(values: list[int], share: int) -> int | None:
    """The smallest value that at least ``share`` % of ``values`` do not exceed."""
    ordered = sorted(values)
    return next((v for k, v in enumerate(ordered, 1) if k * 100 >= len(ordered) * share), None)

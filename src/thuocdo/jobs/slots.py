"""When periodic work is due; pure. A slot is the moment at which a period of work begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Every:
    """Every ``minutes`` minutes (1 to 1440), counted from midnight in Việt Nam."""

    minutes: int

    def __post_init__(self):
        if not 1 <= self.minutes <= 1440:
            raise ValueError("minutes: 1 to 1440")


@dataclass(frozen=True)
class Daily:
    """Every day at ``at`` ("hh:mm") in Việt Nam."""

    at: str

    def __post_init__(self):
        time.fromisoformat(self.at)


def slot(schedule: Every | Daily, now: datetime) -> datetime:
    """The newest slot of ``schedule`` that is not after ``now`` (with a zone).

    After a standstill only this one is made up for, not every slot missed.
    """
    local = now.astimezone(HERE)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if isinstance(schedule, Every):
        passed = int((local - midnight).total_seconds()) // 60
        return midnight + timedelta(minutes=passed - passed % schedule.minutes)
    at = time.fromisoformat(schedule.at)
    today = midnight.replace(hour=at.hour, minute=at.minute)
    return today if today <= local else today - timedelta(days=1)

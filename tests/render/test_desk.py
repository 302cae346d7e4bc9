"""What a job has said is on the disk, also where whoever said it is stopped in the middle of saying it."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from shotscript.providers.contract import Request
from shotscript.providers.service import Wire
from shotscript.render.desk import Desk, Wanted
from shotscript.render.ledger import Ledger, events
from shotscript.render.orders import books


def test_a_row_said_by_who_is_then_stopped_is_written(tmp_path: Path):
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    wire = cast(Wire, SimpleNamespace(handle=None))
    desk = Desk("kling-3", wire, "", cast(Any, None), cast(Any, None), ledger, cast(Any, None), books(()),
                cast(Any, None))
    wanted = Wanted(Request(provider="kling-3", model="m", segment="1A", body={}), Decimal(1), "film")

    async def stopped() -> None:
        saying = asyncio.create_task(desk.order(wanted, "job", 1))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        saying.cancel()
        await desk.settled()

    asyncio.run(stopped())
    ledger.close()
    assert [(row.event, row.job) for row in events(path)] == [("intent", "job")]

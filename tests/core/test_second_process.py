"""Work done by a copy of this process: its answer comes back, and its failures are the caller's to meet."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from shotscript.core.ahead import Ahead

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


def test_the_answer_comes_back_from_another_process():
    here = os.getpid()
    there, large = Ahead(lambda: (os.getpid(), "x" * 1_000_000)).result()
    assert there != here
    assert len(large) == 1_000_000


@pytest.mark.parametrize("work", [
    lambda: 1 / 0,
    lambda: os.kill(os.getpid(), signal.SIGKILL),
    lambda: (lambda: None),
], ids=["raises", "killed", "an answer that cannot be sent"])
def test_a_copy_that_fails_answers_nothing_and_says_nothing(work, capfd):
    assert Ahead(work).result() is None
    assert capfd.readouterr() == ("", "")


def test_nobody_waits_for_a_copy_that_is_not_wanted_any_more():
    work = Ahead(lambda: time.sleep(60))
    work.stop()
    with pytest.raises(ChildProcessError):
        os.waitpid(work._process.pid, 0)

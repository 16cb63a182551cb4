"""Durable jobs in the app's own database; the only module that knows the job library (DBOS Transact).

A job is written on its cause's connection, so change and job commit together, and it carries one id.
It runs at least once: every job looks first whether its work is done already.
A worker process holds a *lease* on its name; when it dies, a peer can take the lease and hands its jobs to the living.
"""

import asyncio
import contextlib
import itertools
import logging
import os
import socket
import threading
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self
from uuid import uuid4

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from audio_guide.kit.db import sqlite_path, sync_url
from audio_guide.kit.leases import AdvisoryLease, FileLease
from audio_guide.kit.running import NOTHING, GivenUp, HandedOnError, Handler, Running

APPLICATION = "audio-guide"
VERSION = "1"
"""The version of the jobs' arguments; jobs of another version would not be taken up, so it changes only when they change their meaning."""
WORKFLOW = "audio_guide.job"
QUEUES = ("speech", "network")
"""``network`` is for voices in somebody else's house: one job at a time in the whole museum."""
POLL_SECONDS = 0.5
NETWORK_POLL_SECONDS = 2.0
"""Looking for jobs is most of what an idle worker does, and a voice in somebody else's house takes seconds anyway."""
REAP_SECONDS = 2.0
KEEP_DAYS = 14
"""Finished jobs are forgotten after this."""
PRUNE_EVERY = 1800
"""Rounds of the reaper between two prunings: about once an hour."""
MOST_TRIES = 6
LIVE = ("ENQUEUED", "PENDING", "DELAYED")
WORN_OUT = "MAX_RECOVERY_ATTEMPTS_EXCEEDED"
"""The state of a job that ended with its worker again and again; it is not begun any more."""
ROUNDS_OF_AN_ORPHAN = 5
"""Rounds of the reaper after which a job that is written down as ours, but that nothing here works at, is given up."""
KEYS_AT_ONCE = 500
log = logging.getLogger(__name__)


def library_url(url: str) -> str:
    """Return the database address as the job library takes it."""
    target = sync_url(url)
    if (path := sqlite_path(url)) is not None:
        target = target.set(database=str(path))
    return target.render_as_string(hide_password=False)


def migrate(url: str) -> None:
    """Make or change the job library's own tables."""
    _quiet()
    DBOS.migrate(library_url(url))


def _quiet() -> None:
    logging.getLogger("dbos").setLevel(logging.ERROR)


class Jobs:
    """Enqueues jobs on the caller's connection; cheap, and usable in every process."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: DBOSClient | None = None
        self._lock = threading.Lock()

    def _get(self) -> DBOSClient:
        with self._lock:
            if self._client is None:
                _quiet()
                self._client = DBOSClient(
                    system_database_url=library_url(self._url), serializer=DBOSPortableJSONSerializer(), application_name=APPLICATION, lazy=True
                )
            return self._client

    async def enqueue(self, session: AsyncSession, kind: str, argument: str, *, key: str, queue: str = "speech") -> None:
        """Write a job in the caller's transaction; the same *key* again is the same job."""
        options = EnqueueOptions(workflow_name=WORKFLOW, queue_name=queue, workflow_id=key, app_version=VERSION, application_name=APPLICATION)

        def write(sync_session: Session) -> None:
            self._get().enqueue_in_transaction(sync_session.connection(), options, kind, argument)

        await session.run_sync(write)

    async def ended(self, keys: Collection[str]) -> dict[str, bool]:
        """Return those of some keys whose job neither waits nor runs (it ended, or was never written), and of each whether it wore its workers out."""
        left, wanted = dict.fromkeys(keys, False), list(keys)
        for start in range(0, len(wanted), KEYS_AT_ONCE):
            some = wanted[start : start + KEYS_AT_ONCE]
            for job in await asyncio.to_thread(self._get().list_workflows, workflow_ids=some, load_input=False, load_output=False):
                if job.status in LIVE:
                    del left[job.workflow_id]
                else:
                    left[job.workflow_id] = job.status == WORN_OUT
        return left

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.destroy()
            self._client = None


_running: Running | None = None


@DBOS.step(name="audio_guide.work")
def _work(kind: str, argument: str) -> float | None:
    """Do one try of a job on our own event loop and wait for it."""
    running = _here()
    if kind not in running.handlers:
        log.error("no handler for a job", extra={"kind": kind})
        return None
    return running.on_our_loop(running.handlers[kind], argument)


@DBOS.step(name="audio_guide.give_up")
def _give_up(kind: str, argument: str) -> None:
    """Tell whoever waits for a job that it is not tried any more."""
    running = _here()
    if kind in running.given_up:
        running.on_our_loop(running.given_up[kind], argument)


def _here() -> Running:
    if _running is None:
        raise HandedOnError
    return _running


@DBOS.workflow(name=WORKFLOW)
def _job(kind: str, argument: str) -> None:
    """Try a job until it is done or was tried often enough; the pauses between tries outlive the process."""
    running, key = _here(), str(DBOS.workflow_id)
    running.jobs.add(key)
    try:
        for left in reversed(range(MOST_TRIES)):
            pause = _work(kind, argument)
            if pause is None:
                return
            if left:
                DBOS.sleep(pause)
        _give_up(kind, argument)
    finally:
        running.jobs.discard(key)


class Worker:
    """Runs jobs in this process until it is closed; ``async with Worker(...)`` on the loop on which the handlers shall run.

    *given_up* says for a kind of job what is done about one that was tried as often as it may be.
    """

    def __init__(self, url: str, handlers: Mapping[str, Handler], *, at_once: int, given_up: Mapping[str, GivenUp] = NOTHING) -> None:
        self._url = url
        self._handlers = handlers
        self._given_up = given_up
        self._orphans: Counter[str] = Counter()
        self._at_once = at_once
        self.executor = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
        path = sqlite_path(url)
        self._lease: FileLease | AdvisoryLease = FileLease(path) if path is not None else AdvisoryLease(url)
        self._reaper: asyncio.Task[None] | None = None
        self.lost = asyncio.Event()
        """Set when our lease broke: a peer may start our jobs, so the process should end."""

    async def __aenter__(self) -> Self:
        """Take the lease, start the queues and look after dead peers."""
        global _running  # noqa: PLW0603 -- the job library runs plain functions in its own threads; this is their way to our loop
        _running = Running(asyncio.get_running_loop(), self._handlers, self._given_up)
        await asyncio.to_thread(self._launch)
        self._reaper = asyncio.create_task(self._reap())
        return self

    def _launch(self) -> None:
        if not self._lease.hold(self.executor):
            message = "This worker cannot take the lease on its own name; start it again."
            raise RuntimeError(message)
        config = DBOSConfig(
            name=APPLICATION,
            system_database_url=library_url(self._url),
            executor_id=self.executor,
            application_version=VERSION,
            serializer=DBOSPortableJSONSerializer(),
            console_log_level="ERROR",
            log_level="ERROR",
            notification_listener_polling_interval_sec=POLL_SECONDS,
        )
        DBOS(config=config)
        DBOS.listen_queues(list(QUEUES))
        DBOS.launch()
        DBOS.register_queue("speech", worker_concurrency=self._at_once, polling_interval_sec=POLL_SECONDS, on_conflict="always_update")
        DBOS.register_queue("network", worker_concurrency=1, global_concurrency=1, polling_interval_sec=NETWORK_POLL_SECONDS, on_conflict="always_update")

    async def _reap(self) -> None:
        for turn in itertools.count():
            try:
                await asyncio.to_thread(self._take_over)
                if turn % PRUNE_EVERY == 0:
                    await asyncio.to_thread(self._prune)
            except Exception:  # the database may be away for a moment; the next round tries again, and this is said in the log
                log.exception("could not look after dead workers")
            await asyncio.sleep(REAP_SECONDS)

    def _take_over(self) -> None:
        """Hand the jobs of every executor that no longer holds its lease to the queue."""
        if not self._lease.alive():
            self.lost.set()
            return
        pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        for executor in {workflow.executor_id for workflow in pending if workflow.executor_id} - {self.executor}:
            with self._lease.try_take(executor) as dead:
                if dead:
                    # Private, but fenced on the executor's id; the public way would move the job to another queue.
                    DBOS._recover_pending_workflows([executor])  # noqa: SLF001
        self._give_up_orphans({workflow.workflow_id for workflow in pending if workflow.executor_id == self.executor})

    def _give_up_orphans(self, ours: set[str]) -> None:
        """End jobs that are ours by the database though nothing here is at them, since their last word could not be written; they are wanted again."""
        at_work = _running.jobs if _running is not None else ours
        self._orphans = Counter({key: self._orphans[key] + 1 for key in ours - at_work})
        if gone := [key for key, rounds in self._orphans.items() if rounds >= ROUNDS_OF_AN_ORPHAN]:
            DBOS.cancel_workflows(gone)

    @staticmethod
    def _prune() -> None:
        """Forget finished jobs, which the library keeps for ever."""
        before = (datetime.now(UTC) - timedelta(days=KEEP_DAYS)).isoformat()
        done = DBOS.list_workflows(status=["SUCCESS", "ERROR", "CANCELLED"], end_time=before, limit=1000, load_input=False, load_output=False)
        if done:
            DBOS.delete_workflows([workflow.workflow_id for workflow in done])

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop taking jobs; what runs is given up and begun again by the next worker."""
        global _running  # noqa: PLW0603 -- see above
        if _running is not None:
            await _running.close()
        if self._reaper is not None:
            self._reaper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reaper
        await asyncio.to_thread(DBOS.destroy)
        await asyncio.to_thread(self._lease.close)
        _running = None

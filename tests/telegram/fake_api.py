"""A fake Bot API server: real HTTP on this machine, chats in memory, failures on demand, every request kept and checked.

It runs on a thread of its own, so that bots and tests on any event loop, or in another process, may use it:

    with FakeTelegram() as telegram:
        marie = telegram.person("Marie")
        await marie.writes("/start")
        [welcome] = await marie.hears(1)
"""

import asyncio
import itertools
import json
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, TypeVar

from aiohttp import web

from . import checks, shapes
from .chats import Chat, File, Json
from .delivery import Delivery
from .failures import Failure, RefusedError
from .methods import Methods
from .person import Person

T = TypeVar("T")
_LARGEST_REQUEST = 64 * 1024 * 1024


@dataclass(eq=False)
class Request:
    """One request of the bot. Times are time.monotonic()."""

    method: str
    params: Json
    at: float
    status: int | None = None
    answer: Any = field(default=None, repr=False)
    """What was answered, decoded; None while it was not, or never will be."""
    answered_at: float | None = None
    problem: shapes.Problem | None = None
    """Why it cannot be carried out, whatever the chats are."""


@dataclass(frozen=True)
class Fault:
    """A request that the Bot API's description forbids or Telegram refuses."""

    request: Request = field(repr=False)
    what: str

    def __str__(self) -> str:
        params = json.dumps(self.request.params, ensure_ascii=False, default=repr)
        return f"{self.request.method}: {self.what}\n    {params[:1000]}"


@dataclass
class _Script:
    method: str
    failure: Failure
    times: int | None
    chat: Chat | None

    def fits(self, request: Request) -> bool:
        return (
            self.times != 0
            and self.method in ("*", request.method)
            and (self.chat is None or request.params.get("chat_id") == self.chat.id)
        )


class FakeTelegram:
    """Telegram, as one bot and the people around it see it."""

    def __init__(self, token: str = "4242424242:AA-fake-token-of-the-tests-of-a-bot", username: str = "le_bot") -> None:
        self.token = token
        bot = {"id": int(token.split(":")[0]), "is_bot": True, "first_name": "Bot", "username": username}
        self.delivery = Delivery(self.changed)
        self.methods = Methods(bot, self.delivery)
        self.bot = bot
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        self.port = 0
        self._scripts: list[_Script] = []
        self._numbers = itertools.count(1001)
        self._waiting: set[asyncio.Future[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fake Bot API", daemon=True)
        self._runner: web.AppRunner | None = None

    # Running

    def __enter__(self) -> "FakeTelegram":
        self._thread.start()
        self._now(self._open())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._now(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        """Where a local Bot API server would be; python-telegram-bot's base_url is this and "/bot"."""
        return f"http://127.0.0.1:{self.port}"

    async def goes_down(self) -> None:
        """Nobody answers any more; connections break. Updates and chats are kept."""
        await self.do(self._close())

    async def comes_back(self) -> None:
        """Answers again, on the same port."""
        await self.do(self._open())

    async def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs `work` where all the state lives, on the server's own event loop, from any other."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def _now(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _open(self) -> None:
        app = web.Application(client_max_size=_LARGEST_REQUEST)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/files/{file_id}", self._serve_file)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.05, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def _close(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _end(self) -> None:
        self.delivery.delete_webhook()
        await self._close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._loop.shutdown_default_executor()

    # What tests ask for

    def fails(self, method: str, failure: Failure, times: int | None = 1, chat: Chat | None = None) -> None:
        """The next `times` (None: all) calls of `method` ("*": any) meet `failure`; only those for `chat`, if given."""
        self._scripts.append(_Script(method, failure, times, chat))

    def heals(self) -> None:
        """Scripted failures that are still to come do not."""
        self._scripts.clear()

    def calls(self, method: str, chat: Chat | None = None) -> list[Request]:
        """The requests of that method (for that chat), oldest first."""
        return [
            one
            for one in self.requests
            if one.method == method and (chat is None or one.params.get("chat_id") == chat.id)
        ]

    def pardons(self, words: str) -> list[Fault]:
        """Forgets the faults that say `words`, which the test expected, and returns them."""
        pardoned = [fault for fault in self.faults if words in fault.what]
        self.faults = [fault for fault in self.faults if fault not in pardoned]
        return pardoned

    def assert_no_faults(self) -> None:
        """AssertionError if the bot sent anything that Telegram's description does not allow."""
        assert not self.faults, "\n".join(map(str, self.faults))

    async def until(self, condition: Callable[[], T], timeout: float = 10.0, what: str = "") -> T:
        """The first true value of `condition`, looked at after every request; AssertionError after `timeout` seconds."""
        try:
            return await self.do(asyncio.wait_for(self._watch(condition), timeout))
        except asyncio.TimeoutError:
            raise AssertionError(f"not within {timeout} s: {what or condition}") from None

    async def _watch(self, condition: Callable[[], T]) -> T:
        while not (value := condition()):
            change = self._loop.create_future()
            self._waiting.add(change)
            try:
                await change
            finally:
                self._waiting.discard(change)
        return value

    def changed(self) -> None:
        """Has every waiting condition looked at again."""
        for change in self._waiting:
            if not change.done():
                change.set_result(None)

    # People and their chats

    def person(self, first_name: str = "Marie", language_code: str | None = "fr", **user: Any) -> Person:
        """Somebody with a private chat with the bot, who has not written yet."""
        return Person(
            self, {"id": next(self._numbers), "first_name": first_name, "language_code": language_code, **user}
        )

    def group(self, title: str = "Commerçants du quartier") -> Chat:
        """A group that the bot is in."""
        return self.chat(-next(self._numbers), "group", title)

    def supergroup(self, title: str = "Commerçants de la ville") -> Chat:
        """A supergroup that the bot is in."""
        return self.chat(-1_000_000_000_000 - next(self._numbers), "supergroup", title)

    def channel(self, title: str = "Nouvelles du quartier") -> Chat:
        """A channel that the bot posts in."""
        return self.chat(-1_000_000_000_000 - next(self._numbers), "channel", title)

    def chat(self, chat_id: int, kind: str, name: str, **more: Any) -> Chat:
        """A chat that Telegram knows."""
        self.methods.chats[chat_id] = chat = Chat(chat_id, kind, name, **more)
        return chat

    async def posts(self, kind: str, payload: Json) -> Json | None:
        """An update of any kind for the bot; None if the bot did not ask for that kind."""

        async def post() -> Json | None:
            return self.delivery.add(kind, payload)

        return await self.do(post())

    async def repeats(self, update: Json, times: int = 1) -> None:
        """The same update, with the same update_id, once more."""

        async def repeat() -> None:
            for _ in range(times):
                self.delivery.repeat(update)

        await self.do(repeat())

    # HTTP

    async def _serve(self, http: web.Request) -> web.StreamResponse:
        method = http.match_info["method"]
        request = Request(method, shapes.decoded(method, await _params(http)), time.monotonic())
        if http.match_info["token"] != self.token:
            return web.json_response(_error("Unauthorized", 401), status=401)
        self.requests.append(request)
        found = checks.problems(method, request.params)
        self.faults += [Fault(request, problem.what) for problem in found]
        request.problem = next((problem for problem in found if problem.refused), None)
        self.changed()
        try:
            return await self._answer(http, request)
        finally:
            self.changed()

    async def _answer(self, http: web.Request, request: Request) -> web.StreamResponse:
        failure = self._failure(request)
        if failure is None or failure.processed:
            await self._process(request)
            self.changed()
        if failure is None:
            return self._reply(request)
        await asyncio.sleep(failure.delay)
        if failure.lost == "hang":
            await asyncio.Event().wait()
        if failure.lost == "cut":
            return await _cut(http)
        if failure.code:
            request.status, request.answer = failure.code, _error(failure.description, failure.code, failure.parameters)
            if failure.code >= 500:
                request.answered_at = time.monotonic()
                return web.Response(status=failure.code, text=failure.description, content_type="text/html")
        elif not failure.processed:
            await self._process(request)
        return self._reply(request)

    def _reply(self, request: Request) -> web.Response:
        request.answered_at = time.monotonic()
        return web.json_response(request.answer, status=request.status or 200)

    def _failure(self, request: Request) -> Failure | None:
        chat = self.methods.chats.get(request.params.get("chat_id", 0))
        if chat:
            chat.touched = request.at
        script = next((script for script in self._scripts if script.fits(request)), None)
        if script:
            script.times = None if script.times is None else script.times - 1
            return script.failure
        return chat.refuses if chat else None

    async def _process(self, request: Request) -> None:
        """Carries the request out, if it can be; its answer is in the request."""
        try:
            if request.problem:
                raise RefusedError(request.problem.what, request.problem.code)
            result = await self.methods.call(request.method, request.params)
            request.status, request.answer = 200, {"ok": True, "result": result}
        except RefusedError as refusal:
            if refusal.code == 400 and not request.problem:
                self.faults.append(Fault(request, str(refusal)))
            request.status, request.answer = refusal.code, _error(str(refusal), refusal.code, refusal.parameters)
        except NotImplementedError as missing:
            self.faults.append(Fault(request, str(missing)))
            request.status, request.answer = 501, _error(str(missing), 501)

    async def _serve_file(self, http: web.Request) -> web.Response:
        file = self.methods.files.get(http.match_info["file_id"])
        if file is None or http.match_info["token"] != self.token:
            return web.json_response(_error("Not Found", 404), status=404)
        return web.Response(body=file.content)


async def _params(http: web.Request) -> Json:
    """Parameters from the address and from a JSON, form or multipart body, decoded; uploads as File."""
    params: Json = dict(http.query)
    if http.content_type == "application/json":
        with suppress(json.JSONDecodeError):
            params |= await http.json()
        return params
    uploads = {}
    for name, value in (await http.post()).items():
        if isinstance(value, web.FileField):
            with value.file as file:
                uploads[name] = params[name] = File.new(value.filename, file.read())
        else:
            params[name] = value
    for name, value in list(params.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            params[name] = uploads.get(value.removeprefix("attach://"), value)
            params.pop(value.removeprefix("attach://"), None)
    return params


def _error(description: str, code: int, parameters: Json | None = None) -> Json:
    return {"ok": False, "error_code": code, "description": description} | (
        {"parameters": parameters} if parameters else {}
    )


async def _cut(http: web.Request) -> web.StreamResponse:
    """Half of an answer, then the connection closes."""
    half = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "1000"})
    await half.prepare(http)
    await half.write(b'{"ok": true, "resu')
    if http.transport:
        http.transport.close()
    return half

"""A request that the Bot API's description forbids is refused as Telegram refuses it, and fails the test that made it."""

import html as standard
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import error
from telegram.ext import ExtBot

from . import checks, html, shapes
from .fake_api import FakeTelegram
from .person import Person

Call = Callable[..., Awaitable[httpx.Response]]
BUTTON = {"text": "Oui", "callback_data": "x"}


@pytest.fixture
async def marie(api: FakeTelegram) -> Person:
    """Somebody who wrote to the bot."""
    person = api.person()
    await person.writes("/start")
    return person


@pytest.fixture
def call(api: FakeTelegram) -> Call:
    """Calls a method with exactly these parameters, as no library would."""

    async def post(method: str, **params: Any) -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await client.post(f"{api.url}/bot{api.token}/{method}", json=params)

    return post


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def button(**other: Any) -> dict[str, Any]:
    return keyboard([{"text": "Oui", **other}])


REFUSED = [
    # Names and types
    ("sendMessage", {}, "message text is empty"),
    ("sendMessage", {"text": ["a"]}, "can't parse text"),
    ("sendMessage", {"text": "a", "disable_notification": "perhaps"}, "can't parse disable_notification"),
    ("sendMessage", {"text": "a", "reply_markup": []}, "can't parse reply_markup"),
    ("sendMessage", {"text": "a", "reply_markup": {"inline_keyboard": [[{}]]}}, "can't parse reply_markup"),
    ("editMessageText", {"text": "a", "message_id": "one"}, "can't parse message_id"),
    ("answerCallbackQuery", {}, "callback_query_id is empty"),
    ("setMyCommands", {"commands": [{"command": "aide"}]}, "can't parse commands"),
    # Texts
    ("sendMessage", {"text": ""}, "message text is empty"),
    ("sendMessage", {"text": " \n "}, "message text is empty"),
    ("sendMessage", {"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
    ("sendMessage", {"text": "é" * 4097}, "message is too long"),
    ("sendMessage", {"text": "😀" * 2049}, "message is too long"),
    ("sendMessage", {"text": "1 < 2", "parse_mode": "HTML"}, "can't parse entities: Unsupported start tag"),
    ("sendMessage", {"text": "<b>a", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
    ("editMessageText", {"text": "a" * 4097, "message_id": 1}, "message is too long"),
    ("editMessageText", {"text": "<p>a</p>", "message_id": 1, "parse_mode": "HTML"}, 'Unsupported start tag "p"'),
    ("sendPhoto", {"photo": "id", "caption": "a" * 1025}, "message caption is too long"),
    ("sendDocument", {"document": "id", "caption": "</i>", "parse_mode": "HTML"}, "Unexpected end tag"),
    (
        "sendMessage",
        {"text": "a😀", "entities": [{"type": "bold", "offset": 1, "length": 3}]},
        "entity of type bold is outside the text",
    ),
    # Keyboards
    ("sendMessage", {"text": "a", "reply_markup": button(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"text": "a", "reply_markup": button(callback_data="")}, "Text buttons are unallowed"),
    ("sendMessage", {"text": "a", "reply_markup": button()}, "Text buttons are unallowed"),
    ("sendMessage", {"text": "a", "reply_markup": button(url="chez Marie")}, "URL is invalid"),
    ("sendMessage", {"text": "a", "reply_markup": button(text=" ", callback_data="x")}, '"text" must be non-empty'),
    ("sendMessage", {"text": "a", "reply_markup": keyboard(*[[BUTTON]] * 101)}, "reply markup is too long"),
    ("editMessageReplyMarkup", {"message_id": 1, "reply_markup": button()}, "Text buttons are unallowed"),
    # The rest
    ("sendChatAction", {"action": "thinking"}, "wrong parameter action"),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "a" * 201}, "MESSAGE_TOO_LONG"),
    ("setMyCommands", {"commands": [{"command": "Aide", "description": "a"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "é", "description": "a"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a" * 33, "description": "a"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "a" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "a"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ("setMyDescription", {"description": "a" * 513}, "DESCRIPTION_TOO_LONG"),
    ("setMyShortDescription", {"short_description": "a" * 121}, "SHORT_DESCRIPTION_TOO_LONG"),
    ("setWebhook", {"url": "https://a.fr", "secret_token": "é"}, "secret token contains unallowed characters"),
    ("setWebhook", {"url": "http://a.fr"}, "An HTTPS URL must be provided"),
]
ALLOWED = [
    ("sendMessage", {"text": "é" * 4096}),
    ("sendMessage", {"text": "😀" * 2048}),
    ("sendMessage", {"text": "<b>" + "a" * 4096 + "</b>", "parse_mode": "HTML"}),
    ("sendMessage", {"text": "a", "reply_markup": button(callback_data="x" * 64)}),
    ("sendMessage", {"text": "a", "reply_markup": button(url="https://costaud.example/aide?a=1")}),
    ("sendMessage", {"text": "a", "reply_markup": keyboard(*[[BUTTON] * 5] * 20)}),
    ("sendMessage", {"text": "a", "reply_markup": {"remove_keyboard": True}}),
    ("sendMessage", {"text": "a", "link_preview_options": {"is_disabled": True}}),
    ("sendMessage", {"text": "a😀", "entities": [{"type": "bold", "offset": 1, "length": 2}]}),
    ("setMyCommands", {"commands": [{"command": "a" * 32, "description": "a" * 256}] * 100}),
    ("setMyDescription", {"description": "a" * 512}),
    ("setMyShortDescription", {"short_description": "a" * 120}),
    ("sendChatAction", {"action": "upload_photo"}),
    ("setWebhook", {"url": "https://a.fr:8443/bot", "secret_token": "aZ_-0", "max_connections": 100}),
]


def in_chat(method: str, params: dict[str, Any], person: Person) -> dict[str, Any]:
    about_chats = method.startswith(("send", "edit"))
    return {**({"chat_id": person.chat.id} if about_chats else {}), **params}


@pytest.mark.parametrize(("method", "params", "words"), REFUSED, ids=lambda value: str(value)[:50])
async def test_an_invalid_request_is_refused_and_a_fault(
    api: FakeTelegram, call: Call, marie: Person, method: str, params: dict[str, Any], words: str
) -> None:
    answer = await call(method, **in_chat(method, params, marie))
    assert answer.status_code == answer.json()["error_code"] == 400
    assert words in answer.json()["description"]
    assert marie.chat.said == [] and api.methods.commands == {} and api.methods.profile == {}
    with pytest.raises(AssertionError, match=method):
        api.assert_no_faults()
    assert api.pardons(words)
    api.pardons("")


@pytest.mark.parametrize(("method", "params"), ALLOWED, ids=lambda value: str(value)[:50])
async def test_a_request_at_the_limit_is_allowed(
    call: Call, marie: Person, method: str, params: dict[str, Any]
) -> None:
    answer = await call(method, **in_chat(method, params, marie))
    assert answer.json()["ok"], answer.text


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendMessage", {"text": "a", "txet": "b"}, "unknown parameter or field txet"),
        ("sendMessage", {"text": "a", "reply_markup": keyboard([{**BUTTON, "color": "red"}])}, "color"),
        ("sendMessage", {"text": "a", "reply_markup": keyboard([BUTTON] * 9)}, "more buttons in a row"),
        ("sendMessage", {"text": "a", "reply_markup": button(callback_data="x", url="https://a.fr")}, "one thing only"),
        ("getUpdates", {"limit": 101}, "limit must be 1 to 100"),
        ("getUpdates", {"allowed_updates": ["messages"]}, "no updates are of type messages"),
        ("setWebhook", {"url": "https://a.fr", "max_connections": 0}, "max_connections must be 1 to 100"),
    ],
)
async def test_what_telegram_overlooks_is_a_fault_all_the_same(
    api: FakeTelegram, call: Call, marie: Person, method: str, params: dict[str, Any], words: str
) -> None:
    answer = await call(method, **in_chat(method, params, marie))
    assert answer.json()["ok"], answer.text
    assert api.pardons(words)


async def test_a_method_that_does_not_exist_is_not_found(api: FakeTelegram, call: Call) -> None:
    for method in ("sendMesage", "send_message", "do_post"):
        answer = await call(method)
        assert (answer.status_code, answer.json()["description"]) == (404, "Not Found")
    assert len(api.pardons("Not Found")) == 3


async def test_a_method_that_the_fake_does_not_play_is_told(api: FakeTelegram, call: Call, marie: Person) -> None:
    assert (await call("leaveChat", chat_id=marie.chat.id)).status_code == 501
    assert (await call("sendMessage", chat_id=marie.chat.id, text="a", parse_mode="MarkdownV2")).status_code == 501
    assert len(api.pardons("the fake Bot API does not")) == 2


async def test_files_over_the_limit_are_too_large(api: FakeTelegram, bot: ExtBot[None], marie: Person) -> None:
    with pytest.raises(error.NetworkError, match="Too Large"):
        await bot.send_photo(marie.chat.id, bytes(10_000_001), read_timeout=10)
    assert api.pardons("Too Large")


async def test_an_invalid_request_is_a_fault_even_when_telegram_is_ill(
    api: FakeTelegram, bot: ExtBot[None], marie: Person
) -> None:
    await marie.blocks()
    with pytest.raises(error.Forbidden):
        await bot.send_message(marie.chat.id, "a" * 4097)
    assert api.pardons("message is too long")


# Either source of names and types, without the other


def test_the_library_knows_what_is_needed_and_what_is_not() -> None:
    found = [problem.what for problem in shapes.against_library("sendMessage", {"text": "a", "txet": "b"})]
    assert found == ["Bad Request: chat_id is empty", "unknown parameter or field txet"]


@pytest.mark.skipif(not shapes.DESCRIPTION, reason="no shared/telegram/api.json beside the project")
def test_the_library_and_telegrams_description_agree_on_what_we_send() -> None:
    for method in ("sendMessage", "sendPhoto", "sendDocument", "editMessageReplyMarkup", "answerCallbackQuery"):
        library, described = shapes.parameters(method), shapes.described(method)
        assert library is not None and described is not None
        assert set(library) == {field["name"] for field in described}
        assert {name for name, one in library.items() if one.required} == {
            field["name"] for field in described if field["required"]
        }


@pytest.mark.skipif(not shapes.DESCRIPTION, reason="no shared/telegram/api.json beside the project")
def test_telegrams_description_refuses_what_the_library_lets_pass() -> None:
    wrong = {"chat_id": 1, "text": "a", "reply_markup": keyboard([{"text": 5, "callback_data": "x"}])}
    assert list(shapes.against_library("sendMessage", wrong)) == []
    assert [problem.what for problem in checks.problems("sendMessage", wrong)] == [
        "Bad Request: can't parse reply_markup.inline_keyboard.text"
    ]


# Telegram's HTML


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("a > b & c &nbsp; &eacute;", "a > b & c &nbsp; &eacute;", []),
        ("&lt;b&gt; &quot;x&quot; &amp;amp; &#39; &#x1F600;", '<b> "x" &amp; \' 😀', []),
        ("<B>a</b ><STRONG>b</STRONG>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
        ("<i>a<u>b</u></i><s>c</s>", "abc", [("italic", 0, 2), ("underline", 1, 1), ("strikethrough", 2, 1)]),
        ("😀<b>é</b>", "😀é", [("bold", 2, 1)]),
        (" \n<b> a </b>\n ", "a", [("bold", 0, 1)]),
        ('<a href="https://a.fr?x=1&amp;y=>">a</a>', "a", [("text_link", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler><span class='tg-spoiler'>b</span>", "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ('<pre><code class="language-python">a</code></pre>', "a", [("pre", 0, 1), ("code", 0, 1)]),
        ("<b></b>a", "a", []),
    ],
)
def test_html_is_read_as_telegram_reads_it(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    said, found = html.parse(source)
    assert said == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


def test_a_link_keeps_its_address() -> None:
    assert html.parse('<a href="https://a.fr?x=1&amp;y=2">a</a>')[1][0]["url"] == "https://a.fr?x=1&y=2"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("é <br>", 'Unsupported start tag "br" at byte offset 3'),
        ("<h1>a</h1>", 'Unsupported start tag "h1"'),
        ("<3", "Unsupported start tag"),
        ("a < b", "Unsupported start tag"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>a</b></i>", "Unmatched end tag"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>a</span>", 'must have class "tg-spoiler"'),
    ],
)
def test_html_that_telegram_refuses_is_refused(source: str, words: str) -> None:
    with pytest.raises(html.HtmlError) as raised:
        html.parse(source)
    assert words in str(raised.value)


@given(st.text())
def test_escaped_text_is_read_as_it_was_written(text: str) -> None:
    assert html.parse(f"<b>{standard.escape(text)}</b>")[0] == text.strip()

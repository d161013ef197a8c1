"""What people send, and every kind of update that the Bot API lists, as the Bot API writes them."""

import time
from typing import Any

from .chats import Chat, File, Json

# What a message can be apart from text: the contents by kind.


def contents(kind: str, **more: Any) -> tuple[Json, File | None]:
    """The content of a message of that kind ("photo", "voice", "sticker" …), and its file if it has one."""
    if kind in _FILED:
        name, properties = _FILED[kind]
        file = File.new(name, b"not empty")
        described = {**file.as_json(), **properties}
        content: Json = {kind: [described] if kind == "photo" else described}
        return content | more, file
    return {kind: _PLAIN[kind]} | more, None


_FILED: dict[str, tuple[str, Json]] = {
    "photo": ("photo.jpg", {"width": 1280, "height": 960}),
    "voice": ("voice.ogg", {"duration": 3, "mime_type": "audio/ogg"}),
    "sticker": (
        "sticker.webp",
        {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": "👍"},
    ),
    "document": ("facture.pdf", {"file_name": "facture.pdf", "mime_type": "application/pdf"}),
    "video": ("video.mp4", {"width": 640, "height": 480, "duration": 12}),
    "video_note": ("note.mp4", {"length": 240, "duration": 5}),
    "audio": ("chanson.mp3", {"duration": 180, "title": "Chanson"}),
    "animation": ("chat.mp4", {"width": 320, "height": 240, "duration": 2}),
}
_LOCATION = {"latitude": 48.8566, "longitude": 2.3522}
_POLL = {
    "id": "5001",
    "question": "Ouvert lundi ?",
    "options": [
        {"persistent_id": "a", "text": "Oui", "voter_count": 2},
        {"persistent_id": "b", "text": "Non", "voter_count": 1},
    ],
    "total_voter_count": 3,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
_PLAIN: dict[str, Any] = {
    "location": _LOCATION,
    "venue": {"location": _LOCATION, "title": "Chez Marie", "address": "1 rue de la Paix"},
    "contact": {"phone_number": "+33600000000", "first_name": "Jean"},
    "poll": _POLL,
    "dice": {"emoji": "🎲", "value": 4},
    "story": {"chat": {"id": 77, "type": "private", "first_name": "Jean"}, "id": 3},
    "checklist": {"title": "Ouverture", "tasks": [{"id": 1, "text": "Rideau"}]},
}
KINDS = (*_FILED, *_PLAIN)
"""Every kind of message that `contents` makes."""


def member(chat: Json, by: Json, who: Json, old: str, new: str) -> Json:
    """A ChatMemberUpdated: `who` was `old` ("member", "kicked", "left") in `chat` and is now `new`."""

    def standing(status: str) -> Json:
        return {"status": status, "user": who, **({"until_date": 0} if status == "kicked" else {})}

    return {**_here(chat), "from": by, "old_chat_member": standing(old), "new_chat_member": standing(new)}


def every_kind(user: Json, chat: Chat, bot: Json) -> dict[str, Json]:
    """One valid payload for each update type, of `user` in their private `chat` with `bot`."""
    private = chat.as_json()
    channel = {"id": -1_002_000_000_001, "type": "channel", "title": "Nouvelles"}
    group = {"id": -1_002_000_000_002, "type": "supergroup", "title": "Commerçants"}
    message = {"message_id": 900_001, "text": "Bonjour", "from": user, **_here(private)}
    post = {"message_id": 900_002, "text": "Bonjour", "sender_chat": channel, **_here(channel)}
    business = {**message, "business_connection_id": "B1"}
    edited = {"edit_date": int(time.time())}
    thumb, party = ({"type": "emoji", "emoji": emoji} for emoji in "👍🎉")
    address = {
        "country_code": "FR",
        "state": "",
        "city": "Paris",
        "street_line1": "1",
        "street_line2": "",
        "post_code": "75001",
    }
    premium = {"source": "premium", "user": user}
    boost = {
        "boost_id": "b1",
        "add_date": int(time.time()),
        "expiration_date": int(time.time()) + 86_400,
        "source": premium,
    }
    return {
        "message": message,
        "edited_message": {**message, **edited},
        "channel_post": post,
        "edited_channel_post": {**post, **edited},
        "business_connection": {
            "id": "B1",
            "user": user,
            "user_chat_id": user["id"],
            "date": int(time.time()),
            "is_enabled": True,
        },
        "business_message": business,
        "edited_business_message": {**business, **edited},
        "deleted_business_messages": {"business_connection_id": "B1", "chat": private, "message_ids": [1, 2]},
        "guest_message": {**message, "guest_query_id": "G1"},
        "message_reaction": {
            **_here(private),
            "message_id": 1,
            "user": user,
            "old_reaction": [thumb],
            "new_reaction": [party],
        },
        "message_reaction_count": {
            **_here(channel),
            "message_id": 1,
            "reactions": [{"type": thumb, "total_count": 2}],
        },
        "inline_query": {"id": "I1", "from": user, "query": "bonjour", "offset": ""},
        "chosen_inline_result": {"result_id": "R1", "from": user, "query": "bonjour"},
        "callback_query": {
            "id": "900001",
            "from": user,
            "message": {**message, "from": bot},
            "chat_instance": "1",
            "data": "of no button",
        },
        "shipping_query": {"id": "S1", "from": user, "invoice_payload": "p", "shipping_address": address},
        "pre_checkout_query": {
            "id": "P1",
            "from": user,
            "currency": "EUR",
            "total_amount": 100,
            "invoice_payload": "p",
        },
        "purchased_paid_media": {"from": user, "paid_media_payload": "p"},
        "poll": _POLL,
        "poll_answer": {"poll_id": "5001", "user": user, "option_ids": [0], "option_persistent_ids": ["a"]},
        "my_chat_member": member(private, user, bot, "kicked", "member"),
        "chat_member": member(group, user, user, "left", "member"),
        "chat_join_request": {**_here(group), "from": user, "user_chat_id": user["id"]},
        "chat_boost": {"chat": channel, "boost": boost},
        "removed_chat_boost": {"chat": channel, "boost_id": "b1", "remove_date": int(time.time()), "source": premium},
        "managed_bot": {"user": user, "bot": {**bot, "id": bot["id"] + 1}},
    }


def _here(chat: Json) -> Json:
    """What happened in `chat` just now."""
    return {"chat": chat, "date": int(time.time())}

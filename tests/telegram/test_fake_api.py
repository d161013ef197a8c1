from telegram.ext import ExtBot

from .fake_api import FakeTelegram


async def test_a_person_and_a_bot_talk(api: FakeTelegram) -> None:
    bot = ExtBot(api.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot")
    async with bot:
        marie = api.person("Marie")
        await marie.writes("/start")
        [update] = await bot.get_updates(timeout=5)
        assert update.message.text == "/start"
        await bot.send_message(marie.chat.id, "Bonjour <b>Marie</b>", parse_mode="HTML")
        [message] = await marie.hears(1)
        assert message.text == "Bonjour Marie"
        print(marie.chat)

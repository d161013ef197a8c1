"""What owners learnt, and what they were asked, outlive the process and go with the owner."""

from datetime import datetime, timedelta, timezone

from bot.store import SessionFactory, UnitOfWork

NOW = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


def test_notes_keep_their_order_and_their_owner(factory: SessionFactory) -> None:
    with UnitOfWork(factory) as work:
        claire, paul = (work.owners.get_or_create(name, "telegram", NOW) for name in ("claire", "paul"))
        work.notes.add(claire, "le samedi marche mieux", NOW)
        work.notes.add(paul, "rien", NOW)
        work.notes.add(claire, "les photos plaisent", NOW)
        work.commit()
    with UnitOfWork(factory, writes=False) as work:
        found = work.owners.find("claire")
        assert found is not None
        assert [note.words for note in work.notes.of_owner(found)] == ["le samedi marche mieux", "les photos plaisent"]


def test_what_an_owner_was_asked_is_kept(factory: SessionFactory) -> None:
    with UnitOfWork(factory) as work:
        work.owners.get_or_create("claire", "telegram", NOW).awaiting = {"what": "zone", "text": "demain"}
        work.commit()
    with UnitOfWork(factory) as work:
        found = work.owners.find("claire")
        assert found is not None
        assert found.awaiting == {"what": "zone", "text": "demain"}
        found.awaiting = None
        work.commit()
    with UnitOfWork(factory, writes=False) as work:
        found = work.owners.find("claire")
        assert found is not None
        assert found.awaiting is None


def test_what_is_done_without_an_owner_is_no_sign_of_theirs(factory: SessionFactory) -> None:
    with UnitOfWork(factory) as work:
        work.owners.get_or_create("claire", "telegram", NOW).unreachable_since = NOW
        work.commit()
    with UnitOfWork(factory) as work:
        same = work.owners.get_or_create("claire", "terminal", NOW + timedelta(days=9), writes=False)
        assert (same.channel, same.seen_at, same.unreachable_since) == ("telegram", NOW, NOW)

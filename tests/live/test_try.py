def test_try(owner):
    r = owner.say("bonjour")
    print(r.texts, r.buttons)
    r = owner.say("allons-y")
    print(r.texts, owner.pending)
    assert r.says("utter_ask_objective")

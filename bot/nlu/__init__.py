"""Components of the Rasa pipeline (named in `config.yml`); nothing else imports them."""

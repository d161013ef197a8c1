"""Components of the Rasa pipeline (named in `config.yml`); only the evaluation imports them."""

"""The shop's word to the outside and back: the one room that speaks to the internet, and waits for nobody."""

import logging

logging.getLogger("httpx").setLevel(
    logging.WARNING
)  # it would write every address down, with the keys that stand in it

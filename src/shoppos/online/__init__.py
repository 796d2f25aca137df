"""The shop's word to the outside and back: the one room that speaks to the internet, and waits for nobody."""

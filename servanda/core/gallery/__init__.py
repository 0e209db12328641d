"""One page that shows every component at every state, in every interface language."""

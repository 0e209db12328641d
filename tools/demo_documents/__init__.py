"""Makes the documents of the invented State from our own texts, in the layout of the United Nations."""

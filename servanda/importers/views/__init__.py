"""The intake in the browser. Every step has its own address and can be left and come back to."""

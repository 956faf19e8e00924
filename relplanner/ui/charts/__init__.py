"""Charts, each with its table and a sentence that says what it shows. The only room that knows pyqtgraph."""

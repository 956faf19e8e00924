"""A second opinion: random networks scheduled here and by MPXJ's own scheduler, every date compared."""

"""A photo or PDF of a paper becomes its words: read on this machine, in memory, within limits."""

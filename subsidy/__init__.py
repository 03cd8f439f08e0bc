"""Chinese technology-loan subsidies from declarative schemes: exact to the fen, explained clause by clause."""

__version__ = "0.1.0"

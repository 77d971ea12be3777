"""What goes wrong while somebody else's record is read.

ValueError
└── UnreadableRecord   one entry that no record can be made of; the others are read
"""


class UnreadableRecord(ValueError):
    """One entry of a file cannot become a record. `sentence` tells the editor why, in the language of the moment."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

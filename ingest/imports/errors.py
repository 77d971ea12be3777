"""What goes wrong while a file of catalogue data is brought.

Exception
└── UnreadableFile    the file as such gives no entries
"""


class UnreadableFile(Exception):
    """The file as such gives no entries. `sentence` tells why, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

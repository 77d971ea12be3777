"""The reader: the library's pages with search's marks, which is why it lives on the highest floor."""

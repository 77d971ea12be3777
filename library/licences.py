"""The licences that a work may carry: a choice, each with its name and the address of its text.

Pure. Statutes have no copyright in Indonesia (Law 28/2014, Article 42).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    name_id: str
    name_en: str
    address: str = ""


LICENCES: dict[str, Licence] = {
    "public-domain": Licence(
        "Domain publik (tanpa hak cipta)",
        "Public domain (no copyright)",
        "https://creativecommons.org/publicdomain/mark/1.0/",
    ),
    "cc-by-4.0": Licence("CC BY 4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "cc-by-sa-4.0": Licence(
        "CC BY-SA 4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"
    ),
    "cc-by-nc-4.0": Licence(
        "CC BY-NC 4.0", "CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"
    ),
    "cc-by-nc-sa-4.0": Licence(
        "CC BY-NC-SA 4.0", "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"
    ),
    "cc-by-nc-nd-4.0": Licence(
        "CC BY-NC-ND 4.0", "CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"
    ),
    "all-rights-reserved": Licence("Hak cipta dilindungi", "All rights reserved"),
}

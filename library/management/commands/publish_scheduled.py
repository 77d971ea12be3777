"""`publish_scheduled`: as Wagtail's, but a work that refuses to be published keeps no other waiting."""

from typing import Any

from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from library.scheduled import bring_up_to_the_hour


class Command(WagtailCommand):
    help = "Menerbitkan yang sudah waktunya, menarik yang habis waktunya. / Publishes what is due, withdraws what is over."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        for sentence in bring_up_to_the_hour():
            if options["verbosity"]:
                self.stderr.write(sentence)

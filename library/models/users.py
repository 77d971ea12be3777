"""Who signs in: editors and operators. Readers have no account."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Our own from the first day, because it cannot be exchanged later."""

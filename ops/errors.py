"""What stops a command for a reason its user can act on."""


class Refused(Exception):
    """One sentence for a person; the command prints it and ends with a non-zero exit code."""

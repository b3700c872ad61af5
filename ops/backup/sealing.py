"""Encryption by age (age-encryption.org/v1), as a stream: the head, then what age makes.

age takes a passphrase for whole texts alone, so it locks up a key that is made for this one backup,
in the first line; everything after that line is encrypted to the key. The `age` program opens both.
"""

import os
import threading
from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ops.errors import Refused

HEAD = b"foyer-sealed-1 "
SHORTEST = 12  # characters of a passphrase
LINE = 4096


@contextmanager
def sealed(out: BinaryIO, passphrase: str) -> Generator[BinaryIO]:
    import pyrage  # noqa: PLC0415  # loaded where somebody encrypts

    key = pyrage.x25519.Identity.generate()
    locked = pyrage.passphrase.encrypt(str(key).encode(), passphrase)
    out.write(HEAD + b64encode(locked) + b"\n")
    read, write = os.pipe()

    def encrypt(source: BinaryIO) -> None:
        pyrage.encrypt_io(source, out, [key.to_public()])

    with _running(encrypt, read, "rb"), open(write, "wb") as sink:
        yield sink


@contextmanager
def unsealed(file: BinaryIO, name: Path, passphrase: str | None) -> Generator[BinaryIO]:
    """Raises Refused without the right passphrase."""
    import pyrage  # noqa: PLC0415  # loaded where somebody encrypts

    if not passphrase:
        raise Refused(f"{name} is encrypted; give its passphrase by --passphrase-file.")
    try:
        locked = b64decode(file.readline(LINE).removeprefix(HEAD), validate=False)
        text = pyrage.passphrase.decrypt(locked, passphrase).decode()
        key = pyrage.x25519.Identity.from_str(text)
    except (pyrage.DecryptError, BadBase64, ValueError) as error:
        sentence = f"The passphrase is not that of {name}, or its first line is damaged"
        raise Refused(f"{sentence}; nothing was changed.") from error
    read, write = os.pipe()

    def decrypt(sink: BinaryIO) -> None:
        pyrage.decrypt_io(file, sink, [key])

    with open(read, "rb") as source, _running(decrypt, write, "wb", ignoring=Exception):
        try:
            yield source
        finally:
            source.close()


@contextmanager
def _running(
    pump: Callable[[BinaryIO], object],
    end: int,
    mode: str,
    *,
    ignoring: type[Exception] | tuple[()] = (),
) -> Generator[None]:
    """``pump`` in a thread, on its end of a pipe, which it closes however it ends."""
    failures: list[Exception] = []

    def run() -> None:
        try:
            with open(end, mode) as pipe:
                pump(pipe)
        except Exception as error:  # raised below, where somebody waits for it
            failures.append(error)

    thread = threading.Thread(target=run, name="age")
    thread.start()
    try:
        yield
    except BrokenPipeError:
        thread.join()
        if not failures:
            raise
    finally:
        thread.join()
    if failures and not isinstance(failures[0], ignoring):
        raise failures[0]

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
from io import BufferedIOBase
from pathlib import Path

from ops.errors import Refused

HEAD = b"foyer-sealed-1 "
SHORTEST = 12  # characters of a passphrase
LINE = 4096


@contextmanager
def sealed(out: BufferedIOBase, passphrase: str) -> Generator[BufferedIOBase]:
    import pyrage  # noqa: PLC0415  # loaded where somebody encrypts

    key = pyrage.x25519.Identity.generate()
    locked = pyrage.passphrase.encrypt(str(key).encode(), passphrase)
    out.write(HEAD + b64encode(locked) + b"\n")
    read, write = os.pipe()

    def encrypt(source: BufferedIOBase) -> None:
        pyrage.encrypt_io(source, out, [key.to_public()])

    with _running(encrypt, os.fdopen(read, "rb")), open(write, "wb") as sink:
        yield sink


def key_of(source: Path, passphrase: str | None) -> str | None:
    """The key of a sealed file, None of one that is not. Ask once: it takes a second on purpose.

    Raises Refused without the right passphrase.
    """
    with source.open("rb") as file:
        first = file.readline(LINE)
    if not first.startswith(HEAD):
        return None
    if not passphrase:
        raise Refused(f"{source} is encrypted; give its passphrase by --passphrase-file.")
    import pyrage  # noqa: PLC0415  # loaded where somebody encrypts

    try:
        locked = b64decode(first.removeprefix(HEAD))
        key: bytes = pyrage.passphrase.decrypt(locked, passphrase)
        return key.decode()
    except (pyrage.DecryptError, BadBase64, ValueError) as error:
        sentence = f"The passphrase is not that of {source}, or its first line is damaged"
        raise Refused(f"{sentence}; nothing was changed.") from error


@contextmanager
def unsealed(file: BufferedIOBase, key: str) -> Generator[BufferedIOBase]:
    """What comes after the first line; it ends early where that is damaged."""
    import pyrage  # noqa: PLC0415  # loaded where somebody encrypts

    file.readline(LINE)
    identity = pyrage.x25519.Identity.from_str(key)
    read, write = os.pipe()

    def decrypt(sink: BufferedIOBase) -> None:
        pyrage.decrypt_io(file, sink, [identity])

    with open(read, "rb") as source, _running(decrypt, os.fdopen(write, "wb"), ignoring=Exception):
        try:
            yield source
        finally:
            source.close()


@contextmanager
def _running(
    pump: Callable[[BufferedIOBase], object],
    pipe: BufferedIOBase,
    *,
    ignoring: type[Exception] | tuple[()] = (),
) -> Generator[None]:
    """``pump`` in a thread, on its end of a pipe, which it closes however it ends."""
    failures: list[Exception] = []

    def run() -> None:
        try:
            with pipe:
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

"""Reading a report from a file: :func:`read` and the reasons for which a file is refused."""

from .errors import (
    DamagedFileError,
    EmptyReportError,
    LimitExceededError,
    NoTextLayerError,
    OcrUnavailableError,
    PasswordNeededError,
    ReadError,
    UnsupportedFormatError,
    WrongPasswordError,
)
from .limits import Limits
from .reader import SUFFIXES, read, read_here

__all__ = [
    "SUFFIXES",
    "DamagedFileError",
    "EmptyReportError",
    "LimitExceededError",
    "Limits",
    "NoTextLayerError",
    "OcrUnavailableError",
    "PasswordNeededError",
    "ReadError",
    "UnsupportedFormatError",
    "WrongPasswordError",
    "read",
    "read_here",
]

"""Windows' own print spooler, called through winspool.drv."""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from dataclasses import dataclass

DWORD = ctypes.c_uint32
"""Of the same size on every system, so that the structures can be looked at on any."""


@dataclass(frozen=True, slots=True)
class QueueState:
    """What GetPrinter tells of a queue: PRINTER_STATUS_* and PRINTER_ATTRIBUTE_* flags, its driver and its port."""

    status: int = 0
    attributes: int = 0
    driver: str = ""
    port: str = ""


class DocInfo1(ctypes.Structure):
    """DOC_INFO_1W."""

    _fields_ = (
        ("pDocName", wintypes.LPWSTR),
        ("pOutputFile", wintypes.LPWSTR),
        ("pDatatype", wintypes.LPWSTR),
    )


class PrinterInfo2(ctypes.Structure):
    """PRINTER_INFO_2W."""

    _fields_ = (
        ("pServerName", wintypes.LPWSTR),
        ("pPrinterName", wintypes.LPWSTR),
        ("pShareName", wintypes.LPWSTR),
        ("pPortName", wintypes.LPWSTR),
        ("pDriverName", wintypes.LPWSTR),
        ("pComment", wintypes.LPWSTR),
        ("pLocation", wintypes.LPWSTR),
        ("pDevMode", ctypes.c_void_p),
        ("pSepFile", wintypes.LPWSTR),
        ("pPrintProcessor", wintypes.LPWSTR),
        ("pDatatype", wintypes.LPWSTR),
        ("pParameters", wintypes.LPWSTR),
        ("pSecurityDescriptor", ctypes.c_void_p),
        ("Attributes", DWORD),
        ("Priority", DWORD),
        ("DefaultPriority", DWORD),
        ("StartTime", DWORD),
        ("UntilTime", DWORD),
        ("Status", DWORD),
        ("cJobs", DWORD),
        ("AveragePPM", DWORD),
    )


class JobInfo1(ctypes.Structure):
    """JOB_INFO_1W."""

    _fields_ = (
        ("JobId", DWORD),
        ("pPrinterName", wintypes.LPWSTR),
        ("pMachineName", wintypes.LPWSTR),
        ("pUserName", wintypes.LPWSTR),
        ("pDocument", wintypes.LPWSTR),
        ("pDatatype", wintypes.LPWSTR),
        ("pStatus", wintypes.LPWSTR),
        ("Status", DWORD),
        ("Priority", DWORD),
        ("Position", DWORD),
        ("TotalPages", DWORD),
        ("PagesPrinted", DWORD),
        ("Submitted", ctypes.c_byte * 16),
    )


LOCAL_AND_CONNECTED = 0x02 | 0x04
"""PRINTER_ENUM_LOCAL and PRINTER_ENUM_CONNECTIONS: no search in the network."""

JOB_CONTROL_DELETE = 5
INSUFFICIENT_BUFFER, INVALID_PARAMETER = 122, 87


if sys.platform == "win32":

    class Winspool:
        """The calls of `windows.Spooler`; OSError with Windows' own words when one fails."""

        def __init__(self) -> None:
            self._dll = ctypes.WinDLL("winspool.drv", use_last_error=True)

        def open(self, queue: str) -> int:
            """OpenPrinterW."""
            handle = wintypes.HANDLE()
            self._must(self._dll.OpenPrinterW(ctypes.c_wchar_p(queue), ctypes.byref(handle), None))
            return handle.value or 0

        def state(self, handle: int) -> QueueState:
            """GetPrinterW, asked first for the size of its answer."""
            needed = DWORD()
            at = wintypes.HANDLE(handle)
            self._dll.GetPrinterW(at, 2, None, 0, ctypes.byref(needed))
            if ctypes.get_last_error() != INSUFFICIENT_BUFFER:
                raise ctypes.WinError(ctypes.get_last_error())
            room = ctypes.create_string_buffer(needed.value)
            self._must(self._dll.GetPrinterW(at, 2, room, needed, ctypes.byref(needed)))
            told = ctypes.cast(room, ctypes.POINTER(PrinterInfo2)).contents
            return QueueState(told.Status, told.Attributes, told.pDriverName or "", told.pPortName or "")

        def begin(self, handle: int, name: str) -> int:
            """StartDocPrinterW, RAW, and the one page that holds all of it."""
            about = DocInfo1(name, None, "RAW")
            number: int = self._dll.StartDocPrinterW(wintypes.HANDLE(handle), 1, ctypes.byref(about))
            self._must(number)
            if not self._dll.StartPagePrinter(wintypes.HANDLE(handle)):
                why = ctypes.WinError(ctypes.get_last_error())
                self._dll.EndDocPrinter(wintypes.HANDLE(handle))
                raise why
            return number

        def write(self, handle: int, content: bytes) -> int:
            """WritePrinter."""
            taken = DWORD()
            self._must(
                self._dll.WritePrinter(
                    wintypes.HANDLE(handle), ctypes.c_char_p(content), DWORD(len(content)), ctypes.byref(taken)
                )
            )
            return taken.value

        def end(self, handle: int) -> None:
            """EndPagePrinter and EndDocPrinter."""
            self._dll.EndPagePrinter(wintypes.HANDLE(handle))
            self._must(self._dll.EndDocPrinter(wintypes.HANDLE(handle)))

        def job(self, handle: int, number: int) -> int | None:
            """GetJobW, level 1; a job that is gone is an invalid parameter."""
            needed = DWORD()
            at, which = wintypes.HANDLE(handle), DWORD(number)
            self._dll.GetJobW(at, which, 1, None, 0, ctypes.byref(needed))
            if ctypes.get_last_error() == INVALID_PARAMETER:
                return None
            room = ctypes.create_string_buffer(max(needed.value, ctypes.sizeof(JobInfo1)))
            if not self._dll.GetJobW(at, which, 1, room, DWORD(len(room)), ctypes.byref(needed)):
                return None
            status: int = ctypes.cast(room, ctypes.POINTER(JobInfo1)).contents.Status
            return status

        def cancel(self, handle: int, number: int) -> None:
            """SetJobW; a job that is gone already needs no cancelling."""
            self._dll.SetJobW(wintypes.HANDLE(handle), DWORD(number), 0, None, JOB_CONTROL_DELETE)

        def close(self, handle: int) -> None:
            """ClosePrinter."""
            self._dll.ClosePrinter(wintypes.HANDLE(handle))

        @staticmethod
        def _must(done: int) -> None:
            if not done:
                raise ctypes.WinError(ctypes.get_last_error())

    class _PrinterInfo4(ctypes.Structure):
        """PRINTER_INFO_4W, which Windows reads from its registry without asking any printer."""

        _fields_ = (
            ("pPrinterName", wintypes.LPWSTR),
            ("pServerName", wintypes.LPWSTR),
            ("Attributes", DWORD),
        )

    def listed() -> list[tuple[str, str]]:
        """EnumPrintersW: every queue with its server's name, "" for this computer."""
        dll = ctypes.WinDLL("winspool.drv", use_last_error=True)
        needed, count = DWORD(), DWORD()
        dll.EnumPrintersW(LOCAL_AND_CONNECTED, None, 4, None, 0, ctypes.byref(needed), ctypes.byref(count))
        room = ctypes.create_string_buffer(max(needed.value, 1))
        size = DWORD(len(room))
        if not dll.EnumPrintersW(LOCAL_AND_CONNECTED, None, 4, room, size, ctypes.byref(needed), ctypes.byref(count)):
            return []
        told = ctypes.cast(room, ctypes.POINTER(_PrinterInfo4 * count.value)).contents
        return [(one.pPrinterName or "", one.pServerName or "") for one in told]

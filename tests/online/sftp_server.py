"""A real SFTP server on this machine, over one folder, to one user alone."""

import os
import socket
import threading
from contextlib import contextmanager
from pathlib import Path

import paramiko

USER, PASSWORD = "meena", "not-a-real-secret"


class Door(paramiko.ServerInterface):
    def check_auth_password(self, username, password):
        good = (username, password) == (USER, PASSWORD)
        return paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, _number):
        return paramiko.OPEN_SUCCEEDED if kind == "session" else paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED


class Files(paramiko.SFTPServerInterface):
    """What serves a folder; which one stands in a class of its own for each server."""

    root: Path

    def _real(self, path):
        return self.root / self.canonicalize(path).lstrip("/")

    def _tried(self, act):
        try:
            act()
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return paramiko.SFTP_OK

    def stat(self, path):
        try:
            return paramiko.SFTPAttributes.from_stat(self._real(path).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    lstat = stat

    def open(self, path, flags, _attr):
        try:
            handle = os.open(self._real(path), flags, 0o644)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        made = paramiko.SFTPHandle(flags)
        made.readfile = made.writefile = os.fdopen(handle, "wb" if flags & (os.O_WRONLY | os.O_RDWR) else "rb")
        return made

    def list_folder(self, path):
        return [paramiko.SFTPAttributes.from_stat(one.stat(), one.name) for one in self._real(path).iterdir()]

    def remove(self, path):
        return self._tried(lambda: self._real(path).unlink())

    def mkdir(self, path, _attr):
        return self._tried(lambda: self._real(path).mkdir())

    def posix_rename(self, old, new):
        return self._tried(lambda: self._real(old).replace(self._real(new)))


@contextmanager
def sftp(folder: Path, key: paramiko.PKey | None = None, port: int = 0):
    """Serve a folder; gives the address and the key by which the computer is known."""
    folder.mkdir(exist_ok=True)
    own = key or paramiko.RSAKey.generate(2048)
    door = socket.create_server(("127.0.0.1", port))
    lines: list[paramiko.Transport] = []

    def serve() -> None:
        while True:
            try:
                line, _who = door.accept()
            except OSError:
                return
            told = paramiko.Transport(line)
            lines.append(told)
            told.add_server_key(own)
            told.set_subsystem_handler("sftp", paramiko.SFTPServer, type("Here", (Files,), {"root": folder}))
            try:
                told.start_server(server=Door())
            except (paramiko.SSHException, EOFError):
                continue

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"sftp://127.0.0.1:{door.getsockname()[1]}/reports", own
    finally:
        door.shutdown(socket.SHUT_RDWR)  # wakes who waits for a visitor
        door.close()
        for one in lines:
            one.close()

"""A film's host is called by the number its name was looked up as, and must still prove to be that name."""

from __future__ import annotations

import asyncio
import io
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shotscript.render import http
from shotscript.render.http import Http, NotSent

PEM = serialization.Encoding.PEM


def certificate(folder: Path, name: str) -> Path:
    """A host's certificate and key in one file, vouching for itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(1))
            .not_valid_after(now + timedelta(9))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
            .add_extension(x509.BasicConstraints(True, None), True).sign(key, hashes.SHA256()))
    path = folder / "host.pem"
    path.write_bytes(made.public_bytes(PEM) + key.private_bytes(
        PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return path


@pytest.mark.parametrize(("of", "comes"), [("films.example.com", True), ("other.example.com", False)])
def test_the_host_proves_its_name(of: str, comes: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path, asked = certificate(tmp_path, of), list[tuple[str | None, str]]()
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(path)
    serving.sni_callback = lambda line, name, context: asked.append((name, "")) or None  # type: ignore[func-returns-value]
    trusting = ssl.create_default_context(cafile=str(path))
    monkeypatch.setattr(http, "_trust", lambda: trusting)
    monkeypatch.setattr(http, "_numbers", _here)
    into = io.BytesIO()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        asked.append((None, next(line for line in head.split("\r\n") if line.lower().startswith("host:"))))
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\nfilm")
        await writer.drain()
        writer.close()

    async def fetched() -> tuple[int, int]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=serving)
        port = server.sockets[0].getsockname()[1]
        async with server, Http(3.0) as line:
            link = f"https://films.example.com:{port}/film.mp4"
            return await line.fetch(link, "https://api.example.com", {"Authorization": "Bearer x"}, into), port

    if comes:
        status, port = asyncio.run(fetched())
        assert (status, into.getvalue()) == (200, b"film")
        assert asked == [("films.example.com", ""), (None, f"Host: films.example.com:{port}")]
    else:
        with pytest.raises(NotSent):
            asyncio.run(fetched())
        assert into.getvalue() == b"" and len(asked) == 1, "nothing was asked of it"


async def _here(name: str, port: int) -> list[Any]:
    return ["127.0.0.1"]

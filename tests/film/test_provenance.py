"""A finished film says what it is made of, signed: read back by c2pa's own reader, and broken by one flipped bit."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import c2pa
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from shop import shop
from vendor import film_of

from shotscript.core.errors import MediaError, UsageError
from shotscript.film import provenance
from shotscript.film.index import index
from shotscript.film.provenance import LABEL, Ingredient, sign, signature, source_type
from shotscript.ui.cli import run

TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
KINDS = {
    "es256": lambda: ec.generate_private_key(ec.SECP256R1()), "es384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate, "ps256": lambda: rsa.generate_private_key(65537, 2048),
}
PEM = serialization.Encoding.PEM


def papers(folder: Path, kind: str = "es256") -> tuple[Path, Path]:
    """A certificate signed by one of our own making, and its key, as PEM files."""
    authority, own = KINDS["es256"](), KINDS[kind]()
    top = _certificate("authority", "authority", authority.public_key(), authority, True)
    leaf = _certificate("signer", "authority", own.public_key(), authority, False)
    certificate, key = folder / "signer.pem", folder / "signer.key"
    certificate.write_bytes(leaf.public_bytes(PEM) + top.public_bytes(PEM))
    key.write_bytes(own.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return certificate, key


def _certificate(subject: str, issuer: str, public: Any, by: Any, top: bool) -> x509.Certificate:
    now = datetime.now(UTC)
    usage = x509.KeyUsage(not top, False, False, False, False, top, top, False, False)
    built = (x509.CertificateBuilder().subject_name(_name(subject)).issuer_name(_name(issuer)).public_key(public)
             .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(1))
             .not_valid_after(now + timedelta(9)).add_extension(x509.BasicConstraints(top, None), True)
             .add_extension(usage, True)
             .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
             .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), False))
    if not top:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
    return built.sign(by, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test films"),
                      x509.NameAttribute(NameOID.COMMON_NAME, common)])


def read(film: bytes) -> tuple[str, dict[str, Any]]:
    """The reader's verdict and the active manifest."""
    with c2pa.Reader("video/mp4", io.BytesIO(film)) as reader:
        told = json.loads(reader.json())
        return str(reader.get_validation_state()), told["manifests"][told["active_manifest"]]


@pytest.fixture
def clips(tmp_path: Path) -> tuple[Ingredient, ...]:
    for number in (1, 2, 3):
        (tmp_path / f"clip{number}.mp4").write_bytes(film_of(Fraction(number)))
    return (
        Ingredient(tmp_path / "clip1.mp4", ("1A", "1B"), "generated", "kling-3", "kling-v3", 2),
        Ingredient(tmp_path / "clip2.mp4", ("1C",), "drawn", "previz"),
        Ingredient(tmp_path / "clip3.mp4", ("2A",), "footage"),
    )


@pytest.fixture
def film(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "film.mp4"
    path.write_bytes(film_of(Fraction(4)))
    yield path
    assert not [one for one in tmp_path.iterdir() if one.name.endswith(".part")]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_signed_film_is_valid_and_a_flipped_bit_is_not(
    kind: str, film: Path, clips: tuple[Ingredient, ...], tmp_path: Path
):
    before = index(film)
    sign(film, "film.mp4", clips, signature(*papers(tmp_path, kind)))
    signed = film.read_bytes()
    assert read(signed)[0] == "Valid"
    assert index(film).times.tolist() == before.times.tolist(), "it plays as before"
    for place in (len(signed) // 2, len(signed) - 9):
        broken = bytearray(signed)
        broken[place] ^= 1
        assert read(bytes(broken))[0] == "Invalid"


def test_the_manifest_says_what_the_film_is_made_of(film: Path, clips: tuple[Ingredient, ...], tmp_path: Path):
    sign(film, "The Film", clips, signature(*papers(tmp_path)))
    _, told = read(film.read_bytes())
    assert told["title"] == "The Film" and told["claim_generator_info"][0]["name"] == "Shotscript"
    assert [(one["relationship"], one["title"]) for one in told["ingredients"]] == [
        ("componentOf", "1A, 1B, take 2"), ("componentOf", "1C"), ("componentOf", "2A")]
    assert told["ingredients"][0]["description"] == "made by kling-3 kling-v3"
    held = {one["label"]: one["data"] for one in told["assertions"]}
    made, *placed = held["c2pa.actions.v2"]["actions"]
    assert made == {"action": "c2pa.created", "digitalSourceType": f"{TYPES}compositeWithTrainedAlgorithmicMedia"}
    assert [one.get("digitalSourceType", "").removeprefix(TYPES) for one in placed] == [
        "trainedAlgorithmicMedia", "algorithmicMedia", ""]
    assert all(one["action"] == "c2pa.placed" and one["parameters"]["ingredients"] for one in placed)
    assert held[LABEL]["takes"][0] == {"ingredient": "clip-1", "shots": ["1A", "1B"], "origin": "generated",
                                       "provider": "kling-3", "model": "kling-v3", "take": 2}


def test_what_a_maker_signed_into_a_clip_is_kept(film: Path, clips: tuple[Ingredient, ...], tmp_path: Path):
    who = signature(*papers(tmp_path))
    sign(clips[0].path, "the service's own", (clips[2],), who)
    sign(film, "film.mp4", clips[:1], who)
    with c2pa.Reader("video/mp4", io.BytesIO(film.read_bytes())) as reader:
        told = json.loads(reader.json())
        assert str(reader.get_validation_state()) == "Valid"
    assert {one["title"] for one in told["manifests"].values()} == {"film.mp4", "the service's own"}
    assert told["manifests"][told["active_manifest"]]["ingredients"][0]["active_manifest"]


def test_what_a_film_is_in_one_word(clips: tuple[Ingredient, ...]):
    made, drawn, footage = clips
    assert source_type((made,)) == "trainedAlgorithmicMedia"
    assert source_type((made, made)) == source_type((made, footage)) == "compositeWithTrainedAlgorithmicMedia"
    assert source_type((drawn,)) == source_type((drawn, drawn)) == "algorithmicMedia"
    assert source_type((footage,)) == source_type((drawn, footage)) == "composite"


@pytest.mark.parametrize("wrong", ["no file", "no certificate", "no key", "swapped", "half a key"])
def test_papers_that_cannot_sign_are_told_before_anything_is_made(wrong: str, tmp_path: Path):
    certificate, key = papers(tmp_path)
    held = key.read_text()
    match wrong:
        case "no file":
            key.unlink()
        case "no certificate":
            certificate.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        case "no key":
            key.write_text("0badc0de")
        case "swapped":
            certificate, key = key, certificate
        case _:
            key.write_text(held[: len(held) // 2])
    with pytest.raises(UsageError) as told:
        signature(certificate, key)
    assert not any(line in str(told.value) for line in held.splitlines() if len(line) > 20)


def test_a_key_of_somebody_else_signs_nothing(film: Path, clips: tuple[Ingredient, ...], tmp_path: Path):
    certificate, _ = papers(tmp_path)
    (tmp_path / "other").mkdir()
    _, other = papers(tmp_path / "other")
    before = film.read_bytes()
    with pytest.raises((MediaError, UsageError)):
        sign(film, "film.mp4", clips, signature(certificate, other))
    assert film.read_bytes() == before


def test_without_the_extra_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(provenance, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"shotscript\[c2pa\]"):
        signature(*papers(tmp_path))


def test_a_film_that_cannot_be_signed_stays_as_it_is(tmp_path: Path, clips: tuple[Ingredient, ...]):
    who, path = signature(*papers(tmp_path)), tmp_path / "film.mp4"
    path.write_bytes(b"no film at all")
    with pytest.raises(MediaError, match="sign"):
        sign(path, "film.mp4", clips, who)
    assert path.read_bytes() == b"no film at all" and not list(tmp_path.glob(".*"))
    with pytest.raises(UsageError, match="mp4 and mov"):
        sign(tmp_path / "film.mkv", "film", clips, who)


def test_cut_signs_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    project, signer = tmp_path / "project", tmp_path / "signer"
    project.mkdir()
    signer.mkdir()
    with shop(project, 2) as at:
        assert len(at.render().fresh) == 2
        script = str(at.script)
    certificate, key = papers(signer)
    asked = ["cut", script, "--provider", "kling-3", "--captions", "none"]
    assert run([*asked, "--sign", str(certificate), str(key)]) == 0
    path = Path(capsys.readouterr().out.strip())
    state, told = read(path.read_bytes())
    assert state == "Valid" and index(path).pictures == 2 * 6 * 24
    held = next(one["data"]["takes"] for one in told["assertions"] if one["label"] == LABEL)
    assert [(one["provider"], one["take"], one["origin"]) for one in held] == [("kling-3", 1, "generated")] * len(held)
    assert [label for one in held for label in one["shots"]] == ["1A", "2A"]
    assert run([*asked, "--sign", str(key), str(certificate)]) == 2
    assert path.is_file()

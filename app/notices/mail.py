"""Handing an e-mail to the installation's mail server."""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from app.config import LOCAL
from app.notices.rules import Fault, Verdict

TIMEOUT_SECONDS = 15
ANSWER_SECONDS = 60
PORTS = {"smtp": 25, "smtps": 465}
OK, GO_ON, TAKEN = 250, 354, (250, 251)
LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True)
class Mail:
    """One e-mail. `number` makes its Message-ID: the same at each try, so that a reader's server keeps one of two."""

    to: str
    subject: str
    body: str
    number: str
    written_at: datetime


@dataclass(frozen=True)
class Handed:
    """What became of one try."""

    verdict: Verdict
    fault: Fault | None = None
    answer: str = ""


class PasswordInTheClear(Exception):
    """The server offers no encryption; a password would be readable on the way."""


def hand_over(mail: Mail, *, url: str, sender: str, host: str, begin: Callable[[], None] = lambda: None) -> Handed:
    """Try once. Never raises for what a server or the network does.

    `begin` is called when the server is ready for the content: until its end was sent nothing is taken (RFC 5321,
    4.2.5), so only from then on the outcome can be unknown. What `begin` raises ends the try.
    """
    try:
        server = _open(url)
        try:
            _send(server, mail, sender, host, begin)
        finally:
            # Without a farewell: what was accepted stays accepted, however the connection ends.
            server.close()
    except smtplib.SMTPRecipientsRefused as error:
        status, answer = next(iter(error.recipients.values()))
        return _refused(status, answer)
    except smtplib.SMTPResponseException as error:
        # Of the sender, the password or the content: a setting to be mended, so it is tried again.
        return Handed(Verdict.REFUSED, Fault.REFUSED, _shown(error.smtp_code, error.smtp_error))
    except PasswordInTheClear:
        return Handed(Verdict.REFUSED, Fault.REFUSED, "STARTTLS")
    except smtplib.SMTPServerDisconnected:
        # smtplib says so of a lost connection and of an answer that did not come in time.
        return Handed(Verdict.UNCLEAR, Fault.SILENT)
    except (smtplib.SMTPException, OSError):
        return Handed(Verdict.REFUSED, Fault.UNREACHABLE)
    return Handed(Verdict.ACCEPTED)


def _send(server: smtplib.SMTP, mail: Mail, sender: str, host: str, begin: Callable[[], None]) -> None:
    """The steps of `SMTP.sendmail`, with a word in between before the content goes out."""
    server.ehlo_or_helo_if_needed()
    address = parseaddr(sender)[1]
    status, answer = server.mail(address, ["BODY=8BITMIME"] if server.has_extn("8bitmime") else ())
    if status != OK:
        raise smtplib.SMTPSenderRefused(status, answer, address)
    status, answer = server.rcpt(mail.to)
    if status not in TAKEN:
        raise smtplib.SMTPRecipientsRefused({mail.to: (status, answer)})
    content = LEADING_DOT.sub(b"..", _written(mail, sender, host).as_bytes())
    status, answer = server.docmd("DATA")
    if status != GO_ON:
        raise smtplib.SMTPDataError(status, answer)
    begin()
    if server.sock:
        # Whoever looks through a content for harm takes his time; asked again, he would have two.
        server.sock.settimeout(ANSWER_SECONDS)
    server.send(content + b".\r\n")
    status, answer = server.getreply()
    if status != OK:
        raise smtplib.SMTPDataError(status, answer)


def _open(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    try:
        _sign_in(server, parts.scheme, host, context, unquote(parts.username or ""), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _sign_in(server: smtplib.SMTP, scheme: str, host: str, context: ssl.SSLContext, user: str, password: str) -> None:
    server.ehlo()
    is_sealed = scheme == "smtps"
    if not is_sealed and server.has_extn("starttls"):
        server.starttls(context=context)
        server.ehlo()
        is_sealed = True
    if not user:
        return
    if not is_sealed and host not in LOCAL:
        raise PasswordInTheClear
    server.login(user, password)


def _written(mail: Mail, sender: str, host: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, mail.to, mail.subject
    message["Date"] = mail.written_at
    message["Message-ID"] = f"<{mail.number}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def _refused(status: int, answer: bytes | str) -> Handed:
    """A server that will never take mail for this address says 5xx; with 4xx it asks to be asked later."""
    shown = _shown(status, answer)
    if status >= 500:
        return Handed(Verdict.HOPELESS, Fault.ADDRESS, shown)
    return Handed(Verdict.REFUSED, Fault.REFUSED, shown)


def _shown(status: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{status} {text}"

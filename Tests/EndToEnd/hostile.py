"""Text as an attacker would choose it, and what of it may reach a screen or a file."""
import re
import unicodedata

import records

# Sequences that act on terminals; each has a mark that the program itself has no reason to write.
SEQUENCES = [
    "\x1b[66;77H", "\x1b]0;pwned\x07", "\x1b]52;c;cHduZWQ=\x07", "\x1b[38;2;66;77;88m", "\x1bP+q706e\x1b\\", "\x1b[?1066h",
    "\x1b[6n", "\x1bc", "\x9b66;77H", "\x9d0;pwned\x9c", "\x90pwned\x9c", "\r\nFAKE line", "\x08\x08\x08\x08", "\x07",
    "\x00NUL", "\x0e\x0f", "\x7f\x7f",
]
# Text that is not what it looks like: bidi controls, zero width, tags, line separators, interlinear marks, BOM.
HIDDEN = [chr(n) for n in (
    *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0x61C, 0x180E, 0xAD, 0xFEFF, 0xFFF9, 0xFFFB,
    0xE0041, 0xE007F, 0x115F, 0x3164)]
CONTROLS = [chr(n) for n in (*range(0x20), *range(0x7F, 0xA0))]
PAYLOADS = SEQUENCES + ["a%sb" % "".join(HIDDEN[n:n + 6]) for n in range(0, len(HIDDEN), 6)] + [
    "c%sd" % "".join(CONTROLS[n:n + 8]) for n in range(0, len(CONTROLS), 8)]


def events():
    """Records with each payload in every field that is shown."""
    found = []
    for n, payload in enumerate(PAYLOADS):
        time = f"2026-10-31T12:{n:02d}:00Z"
        name = f"x{payload}y"
        found.append(records.session(
            2 * n, role=name, name=name, time=time, userAgent=name, errorCode=name, errorMessage=name, awsRegion=name,
            sourceIPAddress=name, action=name, account=name,
            requestParameters={"userName": name, name: [name]}, responseElements={name: name}))
        found.append(records.record(
            2 * n + 1, user=name, source="iam", action="Get" + name, time=time,
            userIdentity={"type": name, "userName": name, "principalId": name, "accessKeyId": name}))
    return found


def is_harmful(character):
    """Whether a character acts on a terminal, hides, or turns the direction of writing."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or character in HIDDEN


def harmful(text, allowed=""):
    """The harmful characters of a text."""
    return sorted({hex(ord(one)) for one in text if is_harmful(one) and one not in allowed})


# What xterm-256color's description has, by form: control sequences with numbers, the choice of a character set, keypad.
SEQUENCE = re.compile(
    r"\x1b\[[?>]?[0-9;]*[@ABCDGHJKLMPSTXZbdfghlmrt]|\x1b\[!p|\x1b[()][0B]|\x1b[=>78M]")


def outside_sequences(text):
    """What is left of a terminal's input without the sequences of its description."""
    return SEQUENCE.sub("", text)

"""Invents what may stand in a user's `~/.aws` and environment: mostly sound, now and then odd or broken."""
NAMES = ["default", "a", "b", "c"]
ROLES = ["arn:aws:iam::111122223333:role/R", "arn:x"]
ODD_HEADERS = [
    "[profile 'a b']", '[profile "d"]', "[services x]", "[DEFAULT]", "[profile e] # x", "[ a ]", "[profile  f]",
    "[profilea c]", "[profile a\\ b]", "[profile a']", "[x]y]", "[profile]", "[profile a b]", "[preview]", "[é]",
    "[sso-sessionx s]",
]
BROKEN_HEADERS = ["[]", "[a", "  [profile g]", "[default]"]
CHOICES = {
    "role_arn": ROLES * 9 + [""],
    "source_profile": NAMES * 6 + ["nobody", ""],
    "credential_source": ["Environment"] * 9 + ["environment", "Moon", ""],
    "region": ["eu-west-1", "us-east-1"] * 15 + ["x y", "", "eu-west-1 # c", "eu-west-1 ; c", "a=b", "a:b", "ü"],
    # Regions of Identity Center are looked at later by botocore, at once by us.
    "sso_region": ["eu-west-1", "us-east-1"],
    "sso_session": ["s", "q", ""],
    "s3": ["", "\n  a = b", "\n  a = b\n\n  c = d"] * 3 + ["\n  a", "\n a=b\n # x\n c=d"],
}
OTHERS = ["V1", "V2", "x=y", "a:b", "", "é", "v  w"]
SINGLE = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "web_identity_token_file", "output", *CHOICES]


def setting(dice, name):
    """One line, or several for a nested block, in one of the ways of writing it."""
    written = name.upper() if dice.random() < 0.1 else name
    mark = dice.choice(["=", " = ", ": ", ":", "\t=\t", " =  ", " :"]) if dice.random() > 0.005 else " "
    indent = dice.choice(["  ", " ", "\t"]) if dice.random() < 0.03 else ""
    return indent + written + mark + dice.choice(CHOICES.get(name, OTHERS)) + dice.choice([""] * 9 + ["  "])


def settings(dice):
    """The names of one profile's settings."""
    names = []
    for chance, some in [
        (0.60, ["aws_access_key_id", "aws_secret_access_key"]),
        (0.25, ["role_arn", dice.choice(["source_profile", "credential_source"])]),
        (0.10, ["sso_account_id", "sso_role_name", dice.choice(["sso_session", "sso_start_url"]), "sso_region"]),
        (0.10, ["web_identity_token_file"]), (0.10, ["s3"]), (0.50, ["region"]), (0.15, [dice.choice(SINGLE)]),
    ]:
        names += some if dice.random() < chance else []
    names = list(dict.fromkeys(names))
    if names and dice.random() < 0.05:
        names.remove(dice.choice(names))
    return names


def headers(dice, is_config):
    found = dice.sample(NAMES, dice.choice([0, 2, 3, 3, 4, 4]))
    if is_config:
        found = ["[default]" if name == "default" and dice.random() < 0.7 else f"[profile {name}]" for name in found]
        found += ["[sso-session s]"] if dice.random() < 0.4 else []
    else:
        found = [f"[{name}]" for name in found]
    if dice.random() < 0.3:
        found.insert(dice.randint(0, len(found)), dice.choice(ODD_HEADERS))
    if dice.random() < 0.03:
        found.append(dice.choice(BROKEN_HEADERS))
    return found


def file(dice, is_config):
    lines = []
    for header in headers(dice, is_config):
        lines.append(header)
        for name in ["sso_region", "sso_start_url"] if "sso-session" in header else settings(dice):
            lines.append(setting(dice, name))
            lines += dice.choice([[]] * 42 + [[text] for text in ("# c", "; c", "  # c", "", "\t", "  more", "    [a]")])
    end = dice.choice(["\n"] * 8 + ["\r\n", "\r"])
    return end.join(lines) + dice.choice([end] * 4 + [""])


def environment(dice):
    chances = [
        (0.15, "AWS_PROFILE", NAMES), (0.15, "AWS_DEFAULT_PROFILE", NAMES), (0.15, "AWS_REGION", ["us-west-2"] * 5 + ["bad region"]),
        (0.15, "AWS_DEFAULT_REGION", ["us-west-1"]), (0.10, "AWS_WEB_IDENTITY_TOKEN_FILE", ["/t"]),
        (0.10, "AWS_ROLE_ARN", ROLES), (0.03, "AWS_ACCESS_KEY_ID", ["ENVID"]), (0.03, "AWS_SECRET_ACCESS_KEY", ["CANARY"]),
    ]
    found = {name: dice.choice(values) for chance, name, values in chances if dice.random() < chance}
    if dice.random() < 0.25:
        found.update(AWS_ACCESS_KEY_ID="ENVID", AWS_SECRET_ACCESS_KEY="CANARY")
    return found

"""The demo's accounts, as the demo prints them; `docs` and the log-in page show the same addresses."""

PASSWORD = "demo"  # noqa: S105  # public by intent: the demo listens on this machine alone
DOMAIN = "demo.invalid"
ROLES = (
    ("applicant", "ansøger"),
    ("applicant2", "ansøger i en anden afdeling"),
    ("owner", "projektejer"),
    ("head", "afdelingsleder"),
    ("architect", "it-arkitekt i it-afdelingen"),
    ("secretary", "strategigruppens sekretær"),
    ("chair", "strategigruppens formand"),
    ("member1", "medlem af strategigruppen"),
    ("member2", "medlem af strategigruppen"),
    ("member3", "medlem af strategigruppen"),
    ("member4", "medlem af strategigruppen"),
    ("director", "ledelsen"),
    ("director2", "ledelsen"),
    ("network", "it-netværket"),
    ("benefit", "gevinstejer"),
    ("system", "systemejer"),
    ("auditor", "revisor: ser alt, ændrer intet"),
    ("admin", "administrator"),
)


def account_lines() -> list[str]:
    """Return one line for each account: its address and its role."""
    addresses = [(f"{name}@{DOMAIN}", role) for name, role in ROLES]
    width = max(len(address) for address, _ in addresses)
    return [f"  {address:<{width}}  {role}" for address, role in addresses]

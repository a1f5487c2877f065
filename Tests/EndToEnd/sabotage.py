"""One thing that is broken in a pipeline, and what `doctor` has to say of it."""
import dataclasses
from typing import Callable

from built_pipeline import HOME


@dataclasses.dataclass
class Sabotage:
    name: str
    # What stands in for AWS where it is broken.
    double: str
    hop: str
    account: str
    # What stands in the evidence, and what in the remedy.
    evidence: str
    remedy: str
    do: Callable
    region: str | None = HOME
    subject: str | None = None

    def is_named_alone(self, found):
        """Whether a report of `doctor` (JSON) names this hop and nothing else."""
        broken = [hop for hop in found["hops"] if hop["state"] == "broken"]
        # One trail stands for every region.
        assert {(hop["hop"], hop["account"]) for hop in broken} == {(self.hop, self.account)}, broken
        assert len(broken) == 1, broken
        hop = broken[0]
        assert hop["region"] == self.region
        assert self.subject in (None, hop["subject"])
        assert self.evidence in hop["evidence"]
        assert self.remedy in hop["remedy"]
        # What is not judged is so for that hop alone.
        behind = {hop["behind"] for hop in found["hops"] if hop["state"] == "unknown"}
        assert behind <= {self.hop}, [hop for hop in found["hops"] if hop["state"] == "unknown" and hop["behind"] != self.hop]
        return True

from campaigns.models.contest import Contest, Entry, Play, PlayAnswer, PrizeDraw, Seat, SeedCommitment
from campaigns.models.covenants import Covenant, CovenantSignature
from campaigns.models.downloads import DownloadCount
from campaigns.models.pages import CampaignIndexPage, CampaignPage, Material
from campaigns.models.pledges import Pledge
from campaigns.models.slogans import JuryMark, Slogan, SloganCall, SloganDecision, SloganVote

__all__ = [
    "CampaignIndexPage",
    "CampaignPage",
    "Contest",
    "Covenant",
    "CovenantSignature",
    "DownloadCount",
    "Entry",
    "JuryMark",
    "Material",
    "Play",
    "PlayAnswer",
    "Pledge",
    "PrizeDraw",
    "Seat",
    "SeedCommitment",
    "Slogan",
    "SloganCall",
    "SloganDecision",
    "SloganVote",
]

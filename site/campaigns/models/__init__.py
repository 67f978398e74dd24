from campaigns.models.contest import Contest, Entry, Play, PlayAnswer, PrizeDraw, Seat
from campaigns.models.downloads import DownloadCount
from campaigns.models.pages import CampaignIndexPage, CampaignPage, Material

__all__ = [
    "CampaignIndexPage",
    "CampaignPage",
    "Contest",
    "DownloadCount",
    "Entry",
    "Material",
    "Play",
    "PlayAnswer",
    "PrizeDraw",
    "Seat",
]

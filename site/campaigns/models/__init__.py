from campaigns.models.downloads import DownloadCount
from campaigns.models.pages import CampaignIndexPage, CampaignPage, Material

__all__ = ["CampaignIndexPage", "CampaignPage", "DownloadCount", "Material"]

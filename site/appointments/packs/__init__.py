"""Inspection packs (一企一档): what a firm shows an inspector of a period, in one file that can be checked."""

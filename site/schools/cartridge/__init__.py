"""Common Cartridge 1.3 (课程包): a lesson for another learning platform, and back without loss."""

"""The certificate's own art: no state emblem, no star, no red. Drawn once by a maintainer, kept as background.pdf."""

"""Reports of the Working Group on the Universal Periodic Review: from body lines to recommendations.

`conclusions.py` cuts the part "Conclusions and/or recommendations" into sections and items, `position.py` reads what
the State said about each section, `reader.py` puts the reading together.
"""

from .reader import read_upr_report

__all__ = ["read_upr_report"]

"""Models: which there are, where their files lie, how they are fetched and checked.

Nothing here is fetched unless ``pull`` is called.
"""

from zbsec.models.catalogue import Catalogue
from zbsec.models.fault import Fault, PullError
from zbsec.models.model import Model, Recipe
from zbsec.models.places import Locator, home
from zbsec.models.pull import Pulled, pull

__all__ = ["Catalogue", "Fault", "Locator", "Model", "PullError", "Pulled", "Recipe", "home", "pull"]

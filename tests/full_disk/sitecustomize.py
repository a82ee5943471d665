"""Python imports a module of this name at every start: that is how the processes of a build get a full disk."""

import full_disk  # noqa: F401

"""One shop, in the frameworks that people test most: it works, refuses, and fails as shops do."""

"""体系体检: what is wrong in a registry, in one sentence each, with the link that mends it.

Every check is pure over rows read in a fixed number of statements; what other apps know is added by the settings
(`HEALTH_SOURCES`), as tasks are.
"""

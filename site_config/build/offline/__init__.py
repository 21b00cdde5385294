"""The site as a folder that a browser opens without a server, by addresses that begin with file://.

There a folder has no first page, modules are not loaded, nothing can be fetched and no worker
started. So links lead to files, each module becomes a script that holds what it imports, what
scripts fetch lies beside its file as a script, and the search runs in a frame.
"""

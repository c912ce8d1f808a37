# SPDX-License-Identifier: MIT
"""The files of the tree, for tests/layering and tests/tree: what git tracks, or all there is where git isn't used."""
import os
import subprocess


def listed(root):
    if os.path.exists(os.path.join(root, ".git")):
        done = subprocess.run(["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z"], capture_output=True)
        if done.returncode == 0:
            return sorted(path for path in done.stdout.decode().split("\0")
                          if path and os.path.isfile(os.path.join(root, path)))
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in (".git", "build", "__pycache__")]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in files]
    return sorted(found)


def read(root, path):
    """The text of a file; bytes that are not UTF-8 become U+FFFD."""
    with open(os.path.join(root, path), encoding="utf-8", errors="replace", newline="") as file:
        return file.read()

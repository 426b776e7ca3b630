"""Heapscope: a live memory panel for Jupyter notebooks."""


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell JupyterLab where the built front end is."""
    return [{"src": "labextension", "dest": "jupyterlab-heapscope"}]

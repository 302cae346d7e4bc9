"""Tools that touch picture and sound files: the only importer of ffmpeg, PyAV and moviepy."""

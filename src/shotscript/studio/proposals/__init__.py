"""Shots that a language model proposes: what it is asked, and what is believed of its answer.

A scene goes out as a `sheet` (its text in numbered pieces, as data), with the rules of shot lines from our own grammar
(`rules`) in words that are templates (`words`); `chat` is how an endpoint is asked and answers, `talk` one
conversation within its limits of money, time and size. What comes back is a list of numbers and lines, and nothing
else: `reading` takes the lines apart as the compiler would and lets through only framings, lenses, angles and moves on
the scene's own people and things, written anew in our spelling; `trying` puts them into the script, reads that, shoots
the scene and judges it by film grammar. So no answer can say anything but where which of our own pictures begins.
"""

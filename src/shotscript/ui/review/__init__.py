"""The review room: a film read, watched, judged and changed on one page that follows the text as it is saved.

    room        one script, looked at anew at every save; tells everybody who listens what is new. `look` is one look
                at it, `work` how that is done in threads
    server      the page and its parts over HTTP, on this machine alone; guard says who may ask
    page        the page and its parts as HTML: the script beside the storyboard, the player, the floor plan
    prompts     what a model is sent for a shot, beside the lines it came from; takes, what came back
    exported    the same page as a folder that needs no server

A save goes one way through it. `room` compiles the script, draws the stills of shots that have none, and makes a new
`Showing`; everybody who listens hears its revision and the digest of each part of the page, and asks for those parts
that it does not have. The reel is drawn after that, a clip a shot, so that an edit costs the shots it changed; until
then the page shows a changed shot's still in the reel's place. What people say of shots and takes is appended to
`review.jsonl` beside the script, and comes to every open page the same way.

The page is made here, whole, from values: with all its scripts forbidden it can still be read, and without a server it
is the same page. What a script's text holds is text.
"""

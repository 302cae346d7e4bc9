"""Film grammar, judged from where everybody and the camera really stand: one file a family of rules.

`numbers` the limits · `setup` a shot as a cut sees it · `line` sides of the line between two people · then the rules:
`axis` and `direction` and `eyelines` (AX), `jump` and `reverse` (CU), `opening` (CV301), `pace` (MV), `depth` (LN),
`balance` (FR) · `check` asks them all of a scene.

Definitions and when each rule is silent: Christianson et al. 1996, Arijon 1976 and the 30-degree rule as gathered in
the project's notes on film idioms. What a rule cannot know it never guesses: then it is silent.
"""

"""Typography: telling changes of quotes, spaces and normal forms from changes of words."""

from consult.text.words import fold, tokens


def is_typographic(old: str, new: str) -> bool:
    """Say whether two wordings differ in typography alone: quotes, kinds of space, normal forms.

    A space that comes or goes beside punctuation (as before a French question mark) is typography too; a
    line break is not.
    """
    if old == new:
        return False
    if not old.strip() and not new.strip():
        return "\n" not in old + new
    return [fold(token) for token in tokens(old)] == [fold(token) for token in tokens(new)]

"""Words that tell whose name stands beside them: titles, patients, relatives, staff. Never a name itself.

The words are in ``storage/reference/identifiers/cues.txt``, a section for each.
"""

from typing import Final

from storage.rules.identifiers.wordlists import load_sections

_SECTIONS: Final = load_sections("cues")

MISTER: Final = _SECTIONS["mister"]
"""Titles of anybody."""
STAFF_TITLES: Final = _SECTIONS["staff_titles"]
"""Titles of staff."""
OTHER_TITLES: Final = _SECTIONS["other_titles"]
"""Other titles."""
TITLES: Final = MISTER | STAFF_TITLES | OTHER_TITLES
"""All titles."""
ALSO_WORDS: Final = _SECTIONS["also_words"]
"""Titles that are words or shorthand too ("miss a dose", "MR tablets", "SR 120 mg"): they ask for a clearer name."""
PATIENT: Final = _SECTIONS["patient"]
"""A patient, right before a name."""
BABY: Final = _SECTIONS["baby"]
"""What stands on the label of a cot before a family name."""
RELATIVE: Final = _SECTIONS["relative"]
"""A relative or friend, right before or after a name."""
STAFF: Final = _SECTIONS["staff"]
"""A colleague, right before or after a name."""
SISTER_OF: Final = _SECTIONS["sister_of"]
"""Before "sister": somebody's sister, not the sister of a ward."""
LINKS: Final = _SECTIONS["links"]
"""May stand between such a word and the name."""
NAMING: Final = _SECTIONS["naming"]
"""Says that a name follows."""
ASKED: Final = _SECTIONS["asked"]
"""What one does to a colleague."""
SIGNED: Final = _SECTIONS["signed"]
"""Before the name of the writer."""
BY_OR_TO: Final = _SECTIONS["by_or_to"]
"""Before the name of whoever did it."""
STAFF_DOES: Final = _SECTIONS["staff_does"]
"""What staff do, right after a name."""
SURGEON_DOES: Final = _SECTIONS["surgeon_does"]
"""What a Mr or a Miss does who is a surgeon rather than a patient."""
PERSON_IS: Final = _SECTIONS["person_is"]
"""How a relative is or what a relative does, right after a name that is a word too."""
PATIENT_DOES: Final = _SECTIONS["patient_does"]
"""What befalls a patient, right after a name."""
STAFF_PLACES: Final = _SECTIONS["staff_places"]
"""After "from", "in" or "on": where colleagues work."""
THINGS_AFTER: Final = _SECTIONS["things_after"]
"""After one of these words a name belongs to a thing or a place, not to a person in the room."""
BEFORE_THINGS: Final = _SECTIONS["before_things"]
"""Before the name of a thing."""
PLACE_BEFORE: Final = _SECTIONS["place_before"]
"""Before the name of a place."""
MONTHS: Final = _SECTIONS["months"]
"""Given names that are months and days."""
PARTICLES: Final = _SECTIONS["particles"]
"""Small words inside a family name."""
FUNCTION: Final = _SECTIONS["function"]
"""Words that never follow a title as a name, whatever their capital."""
RISKY_IN_LOWER_CASE: Final = _SECTIONS["risky_in_lower_case"]
"""Family names too ordinary to be read as one in lower case after a given name."""
GIVEN_BEFORE_WAS: Final = _SECTIONS["given_before_was"]
"""Given names that are words too, but not right before "was" or "fell"."""
SURGEON_WAS: Final = _SECTIONS["surgeon_was"]
"""Before "by" and a Mr or a Miss who is a surgeon."""
DEVICE_NOUNS: Final = _SECTIONS["device_nouns"]
"""After a given name that is an eponym: "Thomas splint"."""
SPOKEN_TO: Final = _SECTIONS["spoken_to"]
"""Before "to" or "from" and the name of a colleague."""
PAIRED_EPONYMS: Final = frozenset(tuple(pair.split("_")) for pair in _SECTIONS["paired_eponyms"])
"""Two words that are an operation, a syndrome or a hospital, though they read like a person."""
DONE_BY: Final = _SECTIONS["done_by"]
"""Before "by" and the name of whoever did it; words in -ed too."""
NOT_INITIALS: Final = _SECTIONS["not_initials"]
"""Single capitals that are sides or words."""
EPONYM_NOUNS: Final = _SECTIONS["eponym_nouns"]
"""What an eponym is the name of."""
PLACE_NOUNS: Final = _SECTIONS["place_nouns"]
"""What a place is called after its name."""
NUMBERED_PLACES: Final = _SECTIONS["numbered_places"]
"""Places that have a number rather than a name after a person."""
PERSON_DOES: Final = _SECTIONS["person_does"]
"""What any person does."""
OFTEN_LARGE: Final = _SECTIONS["often_large"]
"""Given names that are often written large for another reason."""
NAMED_AFTER_VIRTUES: Final = _SECTIONS["named_after_virtues"]
"""Given names that are ordinary words or months: a person right before what only people do."""
ONLY_PEOPLE: Final = _SECTIONS["only_people"]
"""What no mark, dawn or month of May does."""
VERBS: Final = _SECTIONS["verbs"]
"""Given names that are verbs or short words in lower case."""
WHERE_PEOPLE_ARE: Final = _SECTIONS["where_people_are"]
"""Where a patient is."""
NOT_AFTER_DOCTOR: Final = _SECTIONS["not_after_doctor"]
"""After a lower-case "dr", never a name."""
THANKS: Final = _SECTIONS["thanks"]
"""Right before whoever is thanked."""
SIGNING_OFF: Final = _SECTIONS["signing_off"]
"""Before the name at the end of a message."""
HANDED: Final = _SECTIONS["handed"]
"""What goes to or comes from a person, a few words before "to" or "from"."""
DUTIES: Final = _SECTIONS["duties"]
"""What a colleague is to do, after "to" or "will"."""
WEEKDAYS: Final = _SECTIONS["weekdays"]
"""Days that are hardly anybody's name."""
LARGE_IS_A_NAME: Final = _SECTIONS["large_is_a_name"]
"""Words that a hurried writer gives a capital inside a sentence only when they are somebody."""
SMALL_IS_A_NAME: Final = _SECTIONS["small_is_a_name"]
"""Given names that are words too, but not right behind "told" or "thanks", in whatever letters."""
ALSO_SHORTHAND: Final = _SECTIONS["also_shorthand"]
"""Given names of three letters that are tests, machines or slips too: "ted stockings", "seb k", "LUCAS on"."""
OUR_LIFE: Final = _SECTIONS["our_life"]
"""What staff write about among themselves."""
SURELY_DONE: Final = _SECTIONS["surely_done"]
"""Deeds that no modal verb stands before: in "his son mark rang" somebody rang."""
CHECKED_WITH: Final = _SECTIONS["checked_with"]
"""Before "with" or "for" and the name of a colleague."""
THING_NAMES: Final = _SECTIONS["thing_names"]
"""Before the word "name", when it is not a person's."""

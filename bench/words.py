"""Words for names and titles, so that searching finds some rows and not all."""

NAMES = ("Anne", "Birgitte", "Carsten", "Dorte", "Erik", "Freja", "Gitte", "Henrik", "Ida", "Jørgen", "Karen", "Lars")
SURNAMES = ("Østergaard", "Holm", "Kjær", "Bach", "Lund", "Møller", "Dahl", "Vestergaard", "Bjerre", "Skov")
ACTS = ("Digital", "Fælles", "Bedre", "Ny", "Enkel", "Samlet", "Mobil", "Sikker", "Automatisk", "Åben")
THINGS = (
    "booking af lokaler", "nøgleboks i hjemmeplejen", "journal for tandplejen", "post til borgere",
    "planlægning af kørsel", "indskrivning i dagtilbud", "kontrol af løn", "sprogvurdering", "lager i køkkenerne",
    "sms før genoptræning", "arkiv for byggesager", "kort over vejnettet", "vagtplan på plejehjem",
    "ansøgning om støtte", "opslag om ledige job", "måling af energi i skoler",
)  # fmt: skip
PLACES = ("i Ældre", "på skolerne", "i Teknik og Miljø", "i Borgerservice", "i Jobcenter", "i hele kommunen")
NEED = (
    "Medarbejderne skriver i dag de samme oplysninger tre steder, og borgerne venter på svar, fordi ingen kan se, "
    "hvor langt sagen er. Det koster tid hver dag, og fejlene opdages først, når de har kostet penge. "
)

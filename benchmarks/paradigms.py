"""Paradigms written out by hand, so that search is measured on forms that no dictionary gave: irregular words, and names.

Each line: nominative, genitive, dative, accusative, instrumental, locative; of words in the plural alone, these of the plural.
"""

CASES = ("nom", "gen", "dat", "acc", "inst", "loc")

WORDS = """
pies psa psu psa psem psie
dzień dnia dniowi dzień dniem dniu
tydzień tygodnia tygodniowi tydzień tygodniem tygodniu
ręka ręki ręce rękę ręką ręce
oko oka oku oko okiem oku
brat brata bratu brata bratem bracie
ksiądz księdza księdzu księdza księdzem księdzu
książę księcia księciu księcia księciem księciu
zwierzę zwierzęcia zwierzęciu zwierzę zwierzęciem zwierzęciu
imię imienia imieniu imię imieniem imieniu
muzea muzeów muzeom muzea muzeami muzeach
sędzia sędziego sędziemu sędziego sędzią sędzi
hrabia hrabiego hrabiemu hrabiego hrabią hrabi
gość gościa gościowi gościa gościem gościu
koń konia koniowi konia koniem koniu
orzeł orła orłu orła orłem orle
kozioł kozła kozłowi kozła kozłem koźle
owca owcy owcy owcę owcą owcy
mysz myszy myszy mysz myszą myszy
noc nocy nocy noc nocą nocy
wieś wsi wsi wieś wsią wsi
krew krwi krwi krew krwią krwi
pieśń pieśni pieśni pieśń pieśnią pieśni
szkło szkła szkłu szkło szkłem szkle
drzwi drzwi drzwiom drzwi drzwiami drzwiach
światło światła światłu światło światłem świetle
kościół kościoła kościołowi kościół kościołem kościele
zjazd zjazdu zjazdowi zjazd zjazdem zjeździe
las lasu lasowi las lasem lesie
sosna sosny sośnie sosnę sosną sośnie
wiosna wiosny wiośnie wiosnę wiosną wiośnie
noga nogi nodze nogę nogą nodze
mucha muchy musze muchę muchą musze
siostra siostry siostrze siostrę siostrą siostrze
mapa mapy mapie mapę mapą mapie
stół stołu stołowi stół stołem stole
mąż męża mężowi męża mężem mężu
wąż węża wężowi węża wężem wężu
rząd rządu rządowi rząd rządem rządzie
dziecko dziecka dziecku dziecko dzieckiem dziecku
""".strip()

NAMES = """
Kielce Kielc Kielcom Kielce Kielcami Kielcach
Łódź Łodzi Łodzi Łódź Łodzią Łodzi
Busko Buska Busku Busko Buskiem Busku
Końskie Końskich Końskim Końskie Końskimi Końskich
Ostrowiec Ostrowca Ostrowcowi Ostrowiec Ostrowcem Ostrowcu
Skarżysko Skarżyska Skarżysku Skarżysko Skarżyskiem Skarżysku
Sandomierz Sandomierza Sandomierzowi Sandomierz Sandomierzem Sandomierzu
Chęciny Chęcin Chęcinom Chęciny Chęcinami Chęcinach
Pińczów Pińczowa Pińczowowi Pińczów Pińczowem Pińczowie
Jędrzejów Jędrzejowa Jędrzejowowi Jędrzejów Jędrzejowem Jędrzejowie
Gdańsk Gdańska Gdańskowi Gdańsk Gdańskiem Gdańsku
Silnica Silnicy Silnicy Silnicę Silnicą Silnicy
Kadzielnia Kadzielni Kadzielni Kadzielnię Kadzielnią Kadzielni
Ślichowice Ślichowic Ślichowicom Ślichowice Ślichowicami Ślichowicach
Karczówka Karczówki Karczówce Karczówkę Karczówką Karczówce
Dyminy Dymin Dyminom Dyminy Dyminami Dyminach
Zając Zająca Zającowi Zająca Zającem Zającu
Dudek Dudka Dudkowi Dudka Dudkiem Dudku
Wrona Wrony Wronie Wronę Wroną Wronie
Wójcik Wójcika Wójcikowi Wójcika Wójcikiem Wójciku
Lubawski Lubawskiego Lubawskiemu Lubawskiego Lubawskim Lubawskim
Wenta Wenty Wencie Wentę Wentą Wencie
Gołębiewska Gołębiewskiej Gołębiewskiej Gołębiewską Gołębiewską Gołębiewskiej
Maciej Macieja Maciejowi Macieja Maciejem Macieju
Paweł Pawła Pawłowi Pawła Pawłem Pawle
Jerzy Jerzego Jerzemu Jerzego Jerzym Jerzym
Agnieszka Agnieszki Agnieszce Agnieszkę Agnieszką Agnieszce
Jadwiga Jadwigi Jadwidze Jadwigę Jadwigą Jadwidze
Hugo Hugona Hugonowi Hugona Hugonem Hugonie
""".strip()

PARADIGMS = {line.split()[0]: tuple(line.split()) for line in f"{WORDS}\n{NAMES}".splitlines()}
"""Forms by the first of them, in the order of `CASES`."""

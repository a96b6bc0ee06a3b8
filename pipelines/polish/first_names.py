"""First names common in Poland and the forms of their declension: what tells a person from an office's name."""

from __future__ import annotations

from collections.abc import Iterator

_MEN = """
Adam Adrian Albert Aleksander Alfred Andrzej Antoni Arkadiusz Arnold Artur Bartłomiej Bartosz Bazyli Benedykt Bernard
Błażej Bogdan Bogumił Bogusław Bolesław Borys Bronisław Cezary Cyprian Czesław Damian Daniel Dariusz Dawid Dionizy
Dominik Edmund Edward Emil Eryk Eugeniusz Fabian Feliks Ferdynand Filip Franciszek Fryderyk Gabriel Gerard Grzegorz
Gustaw Henryk Hieronim Hubert Ignacy Igor Ireneusz Jacek Jakub Jan Janusz Jarosław Jerzy Jędrzej Joachim Józef Julian
Juliusz Kacper Kajetan Kamil Karol Kazimierz Klemens Konrad Konstanty Kornel Krystian Krzysztof Lech Leon Leonard
Leopold Lesław Leszek Lucjan Ludwik Łukasz Maciej Maksymilian Marcel Marcin Marek Marian Mariusz Mateusz Maurycy
Michał Mieczysław Mikołaj Miłosz Mirosław Norbert Olaf Olgierd Oskar Patryk Paweł Piotr Przemysław Radosław Rafał
Remigiusz Robert Roman Romuald Ryszard Sebastian Seweryn Sławomir Stanisław Stefan Sylwester Szczepan Szymon Tadeusz
Teodor Tomasz Tymoteusz Wacław Waldemar Walenty Walery Wawrzyniec Wiesław Wiktor Wincenty Witold Władysław Włodzimierz
Wojciech Zbigniew Zdzisław Zenon Ziemowit Zygmunt
"""
_WOMEN = """
Adrianna Agata Agnieszka Aldona Aleksandra Alicja Alina Amelia Anastazja Aneta Angelika Anita Anna Antonina Apolonia
Barbara Beata Bernadeta Blanka Bogumiła Bogusława Bożena Bronisława Cecylia Celina Czesława Dagmara Danuta Daria
Dominika Dorota Edyta Elżbieta Emilia Ewa Ewelina Felicja Franciszka Gabriela Genowefa Grażyna Halina Hanna Helena
Henryka Honorata Ilona Irena Irmina Iwona Izabela Izabella Jadwiga Janina Joanna Jolanta Józefa Judyta Julia Julita
Justyna Kamila Karina Karolina Katarzyna Kazimiera Kinga Klaudia Kornelia Krystyna Laura Lena Leokadia Lidia Liliana
Lucyna Ludwika Łucja Magda Magdalena Maja Małgorzata Maria Marianna Mariola Marlena Marta Martyna Marzena Matylda
Michalina Milena Mirosława Monika Natalia Nina Oliwia Patrycja Paulina Regina Renata Roksana Romana Róża Sabina Sandra
Stanisława Stefania Stella Sylwia Tamara Teresa Urszula Wanda Weronika Wiesława Wiktoria Wioletta Władysława Zdzisława
Zenona Zofia Zuzanna Żaneta
"""
_FLEETING = {"ek": "k", "weł": "wł", "ech": "ech"}
_SOFTENED = {
    "d": "dzi",
    "t": "ci",
    "r": "rz",
    "ł": "l",
    "n": "ni",
    "k": "c",
    "g": "dz",
    "m": "mi",
    "b": "bi",
    "w": "wi",
    "p": "pi",
}
_SOFTENED |= {"s": "si", "f": "fi", "z": "zi"}


def _of_a_man(name: str) -> Iterator[str]:
    """Yield a name in all cases; names in -y and -i are declined like adjectives, and -ek loses its e."""
    yield name
    if name.endswith(("y", "i")):
        stem = name.removesuffix("y")
        yield from (stem + ending for ending in ("ego", "emu", "ym", "m", "y"))
        return
    stem = next((name[: -len(end)] + short for end, short in _FLEETING.items() if name.endswith(end)), name)
    yield from (stem + ending for ending in ("a", "owi", "em", "iem", "u", "ie", "e"))
    soft = _SOFTENED.get(stem[-1])
    if soft:
        yield f"{stem[:-1]}{soft}e"
    if stem.endswith("tr"):
        yield f"{stem}ze"


def _of_a_woman(name: str) -> Iterator[str]:
    yield name
    stem = name[:-1]
    yield from (stem + ending for ending in ("y", "i", "ie", "e", "ę", "ą", "o", "u"))
    soft = _SOFTENED.get(stem[-1])
    if soft:
        yield f"{stem[:-1]}{soft}e"


_MENS = frozenset(form for name in _MEN.split() for form in _of_a_man(name))
FIRST_NAMES = _MENS | {form for name in _WOMEN.split() for form in _of_a_woman(name)}
"""First names in every case, capitalised; some forms that no case has are among them, and harmless."""

NOMINATIVES = frozenset(_MEN.split()) | (frozenset(_WOMEN.split()) - _MENS)
"""First names that are the nominative and no other case of another name: not `Henryka`, which is also Henryk's genitive."""

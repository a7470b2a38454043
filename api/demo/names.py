"""Pure: fictional names. First and last names common in Sweden, of every origin, freely mixed."""

import random
from unicodedata import normalize

_FIRST = (
    "Adam Ahmed Aida Ali Alice Alma Amanda Amina Amir Anders Andreas Anna Anneli Anton Arvid Asta "
    "Axel Aylin Bahar Bengt Berit Birgitta Boel Bo Camilla Cecilia Charlotte Daniel Dariusz Dragan "
    "David Dilan Edvin Elena Elias Elin Elsa Emelie Erik Esra Ester Eva Evelina Fatima Felicia "
    "Filip Fredrik Frida Gabriel Greta Gustav Habib Hamid Hanna Hans Hedda Helena "
    "Hilda Hugo Ibrahim Ida Inger Ingrid Isak Ivana Jakob Jamila Jan Jasmina Jenny Johan Johanna "
    "Jonas Josefin Karim Karin Karolina Katarzyna Kenji Kerstin Khadija Klara Kristina Lars Layla "
    "Leif Leila Lena Leo Li Linda Linnea Liv Lotta Lovisa Lucia Maja Malin Margareta Maria "
    "Marija Martin Matilda Mehmet Mei Mikael Milan Miriam Mohammed Moa Nadia Nasrin Nermin Niklas "
    "Nils Nina Noor Olena Olga Olle Omar Oskar Parisa Patrik Pavel Pekka Per Petra Pia Pirjo Rana "
    "Rasmus Rebecka Reza Rickard Robin Rosa Ruth Saga Salma Samir Samuel Sanna Sara Selma "
    "Sigrid Simon Siv Sofia Solveig Stina Sven Svetlana Tarik Teresa Therese Thi Tilda Tomas "
    "Tomasz Tove Tuva Ulla Urban Vera Veronica Viktor Vilma Wilma Yasmin Yusuf Zahra Zeynep Åsa Åke "
    "Örjan Östen"
)
_LAST = (
    "Abdi Ahlgren Ahmadi Almgren Andersson Arvidsson Aydin Axelsson Bengtsson Berg Bergvik "
    "Björk Björkman Blom Boström Bylund Carlsson Chen Dahl Dahlqvist Danielsson Demir Ek Ekberg "
    "Eklund Engström Eriksson Farah Fjellström Forsberg Fransson Fredriksson Gashi Gomez "
    "Grahn Granlund Gunnarsson Gustafsson Haddad Hagström Hallgren Hansen Hansson Haile Hassan "
    "Hedlund Heino Hellberg Henriksson Hermansson Holm Holmgren Horvat Hosseini Håkansson Ibrahimi "
    "Isaksson Ismail Ivanova Jakobsson Jansson Jensen Johansson Jonsson Jovanovic Karlsson Kaya "
    "Khalil Kjellberg Koskinen Kovac Kowalska Larsson Laukkanen Lindahl Lindberg Lindell Lindfors "
    "Lindgren Lindholm Lindqvist Lund Lundgren Lundin Löfgren Magnusson Mahmoud Markovic Martinsson "
    "Mattsson Melin Moradi Mukasa Månsson Mårtensson Nazari Nguyen Nilsson Nordin Nordström Norling "
    "Nowak Nyberg Nygren Nyström Ohlsson Olofsson Olsson Omar Osman Palm Papadopoulos Persson "
    "Petersson Petrov Pettersson Pham Popescu Qvist Rahimi Rosén Rosengren Saleh Samuelsson "
    "Sandberg Sandström Shala Sjöberg Sjögren Ström Strömberg Sundberg Sundqvist Svensson "
    "Söderberg Tanaka Tesfaye Thorell Törnqvist Vesterlund Virtanen Wallin Westberg Wiklund Yilmaz "
    "Zetterlund Åberg Åkesson Åström Öberg Öhman Österlund"
)
FIRST, LAST = tuple(_FIRST.split()), tuple(_LAST.split())
DOMAIN = "exempelkommun.invalid"


class Namer:
    """Hands out names, none twice, and an address for each."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._taken: set[str] = set()
        self._addresses: set[str] = set()

    def name(self) -> str:
        """Make a name nobody has yet."""
        while True:
            found = f"{self._dice.choice(FIRST)} {self._dice.choice(LAST)}"
            if found not in self._taken:
                return self.take(found)

    def take(self, name: str) -> str:
        """Keep a name for somebody in particular."""
        self._taken.add(name)
        return name

    def address(self, name: str) -> str:
        """Make an address that leads nowhere: the domain is reserved for that (RFC 2606)."""
        plain = normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
        local = plain.replace(" ", ".")
        number, found = 1, f"{local}@{DOMAIN}"
        while found in self._addresses:
            number += 1
            found = f"{local}{number}@{DOMAIN}"
        self._addresses.add(found)
        return found

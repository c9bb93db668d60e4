"""Who works at the demo clinic and who comes to it. All of them are invented."""

from dataclasses import dataclass
from datetime import date

from kiosk.demo.info import DemoStaff
from kiosk.people.staff.pins import PRINTED
from kiosk.people.wishes import CallBy, Need

CLINIC = "Lumen Skin Clinic"

LEAD = DemoStaff(name="Ines Duarte", role="lead", pin=PRINTED[0])
MOSS = DemoStaff(name="Dr Moss", role="practitioner", pin=PRINTED[1])
ADEYEMI = DemoStaff(name="R. Adeyemi", role="practitioner", pin=PRINTED[2])
DESK = DemoStaff(name="Nadia Petrov", role="receptionist", pin=PRINTED[3])
STAFF = (DESK, MOSS, ADEYEMI, LEAD)


@dataclass(frozen=True)
class Person:
    """A client: names, date of birth (ISO), telephone."""

    given: str
    family: str
    born: str
    phone: str
    language: str = "en"
    call_by: CallBy | None = "name"
    """How they are called; None where they were never asked."""
    needs: tuple[Need, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.given} {self.family}".strip()


def _young(today: date, years: int) -> str:
    return date(today.year - years, 1, 12).isoformat()


def people(today: date) -> dict[str, Person]:
    """Return everybody by a short name; one of them is always under age."""
    return {
        # Whom to check in as
        "tomasz": Person("Tomasz", "Łuczak", "1979-02-03", "020 7946 0112"),
        "amelie": Person("Amélie", "Fontaine", "1985-07-31", "020 7946 0128", "fr"),
        "margaret": Person("Margaret", "Hale", "1961-11-09", "020 7946 0136", needs=("sight",)),
        "jiwoo": Person("Ji-woo", "Park", "1993-04-18", "020 7946 0144"),
        "samuel": Person("Samuel", "Osei", "1988-09-27", "020 7946 0151"),
        "rosa": Person("Rosa", "García López", "1968-05-05", "020 7946 0163", "es"),
        "grace": Person("Grace", "O'Connell", "1990-12-24", "020 7946 0177"),
        "ella": Person("Ella", "Lindqvist", _young(today, 15), "020 7946 0182"),
        "anna": Person("Anna", "Kowalska", "1996-06-16", "020 7946 0195", call_by=None),
        "ewa": Person("Ewa", "Kowalska", "1996-06-16", "020 7946 0207"),
        "zoe": Person("Zoë", "[/x] O'Neil", "1982-10-02", "020 7946 0219"),
        "ngozi": Person("Ngozi", "Bello", "1974-03-15", "020 7946 0226"),
        "yusuf": Person("Yusuf", "Demir", "1987-08-21", "020 7946 0238"),
        "helena": Person("Helena", "de la Cruz-Novotná", "1959-01-30", "020 7946 0243"),
        "peter": Person("Peter", "van der Berg", "1970-10-11", "020 7946 0255"),
        "liwei": Person("Wei", "Li", "1991-02-17", "020 7946 0264"),
        # Who is here already
        "priya": Person("Priya", "Raman", "1984-05-19", "020 7946 0271", call_by="number"),
        "oliver": Person("Oliver", "Stone", "1995-12-01", "020 7946 0289", call_by="initials"),
        "chiara": Person("Chiara", "Bianchi", "1978-07-07", "020 7946 0294", call_by="fetch", needs=("sight",)),
        "viktor": Person("Viktor", "Hansen", "1966-03-28", "020 7946 0302", needs=("hearing", "stairs")),
        "fatima": Person("Fatima Zahra", "El Idrissi", "1992-08-14", "020 7946 0318", "fr"),
        "charlotte": Person("Charlotte", "Brandt", "1981-11-22", "020 7946 0325"),
        "mateo": Person("Mateo", "Fernández", "1989-09-09", "020 7946 0333", "es", needs=("interpreter",)),
        "aisha": Person("Aisha", "Khan", "1986-04-04", "020 7946 0347"),
        "lukas": Person("Lukas", "Meyer", "1975-06-25", "020 7946 0358"),
        # Who has been
        "sofia": Person("Sofia", "Papadaki", "1998-02-12", "020 7946 0364"),
        "daniel": Person("Daniel", "Cohen", "1963-05-17", "020 7946 0371"),
        "emma": Person("Emma", "Wilson", "1994-10-30", "020 7946 0386"),
        "jack": Person("Jack", "Turner", "1997-01-08", "020 7946 0392"),
        "maria": Person("Maria", "Santos", "1972-12-12", "020 7946 0405"),
        "noah": Person("Noah", "Fischer", "1983-03-03", "020 7946 0417"),
        "leila": Person("Leila", "Haddad", "1980-09-16", "020 7946 0429", "fr"),
        "george": Person("George", "Ivanov", "1957-07-24", "020 7946 0433"),
        # Who comes later
        "hannah": Person("Hannah", "Müller", "1976-08-08", "020 7946 0448", call_by="number"),
        "kofi": Person("Kofi", "Mensah", "1990-05-26", "020 7946 0456"),
        "isabel": Person("Isabel", "Moreno Vega", "1969-11-11", "020 7946 0461", "es"),
        "hugo": Person("Hugo", "Lefèvre", "1985-02-20", "020 7946 0474", "fr"),
        "mei": Person("Mei", "Tanaka", "1999-04-29", "020 7946 0487"),
        "xiaoming": Person("", "王 小明", "2001-10-01", "020 7946 0502"),
        "ruth": Person("Ruth", "Abrahams", "1952-06-06", "020 7946 0490"),
    }

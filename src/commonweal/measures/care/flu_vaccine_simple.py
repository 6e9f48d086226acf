"""Vaccinated against influenza in the year, simplified; higher is better."""

from commonweal.measures.criteria import CVX, END, Age, Code, Coded, Has, Lies, Records
from commonweal.measures.measure import Better, Measure, Step
from commonweal.measures.simple_common import NOT_CERTIFIED, SEEN
from commonweal.tables.clinical import Immunization

VACCINES = Records(
    Immunization, (Coded(Immunization.code, (Code(CVX, "140"),)), Lies(Immunization.start))
)

MEASURE = Measure(
    key="care.flu_vaccine_simple",
    version="1.0.0",
    title="Vaccinated against influenza",
    commitments=("C1", "C2"),
    better=Better.HIGHER,
    population=(Step("1 year or older at the end of the period", Age(END, least=1)), SEEN),
    event=Step("vaccinated against influenza in the period", Has(VACCINES)),
    met="were vaccinated against influenza",
    needs=("patient", "encounter", "immunization"),
    why="Influenza fills hospitals each winter. A vaccine offered in every language protects all.",
    limits=(
        "It knows one vaccine code. Doses given in pharmacies or schools count only when they "
        "were written down here."
    ),
    levers="Walk-in hours, mobile teams and invitations in the reader's language raise it.",
    caveats=(NOT_CERTIFIED,),
    sources=("care-measures.md 2.2 of this project; CVX 140",),
)

"""Clinical tables. Self-description (race to disability, sex, language) stands in the vault."""

from __future__ import annotations

from typing import ClassVar

from commonweal.tables.columns import Flag, Number, Person, Point, Span, Table, Text, Tokens


class Patient(Table):
    """Hold people who receive care: birth, death and place; self-description is in the vault."""

    name: ClassVar[str] = "patient"
    says: ClassVar[str] = "A person who receives care"
    key: ClassVar[str] = "patient_key"
    made_from: ClassVar[tuple[str, ...]] = ("Patient",)
    patient_key = Person("patient", "keyed hash of source and id")
    birth = Point("birth date; a year alone stands on 1 July, a month alone on the 15th")
    death = Point("death")
    deceased = Flag("whether the source says that the person has died")
    zip5 = Text("five-digit ZIP of the home address")
    state = Text("state of the home address")
    org_key = Text("managing organization")


class Encounter(Table):
    """Hold visits and stays."""

    name: ClassVar[str] = "encounter"
    says: ClassVar[str] = "A visit or a stay"
    key: ClassVar[str] = "encounter_key"
    made_from: ClassVar[tuple[str, ...]] = ("Encounter",)
    encounter_key = Text("source and id")
    patient_key = Person("patient", "whose visit")
    visit_class = Text("AMB, EMER, IMP, OBSENC, VR, HH, SS, PRENC, ACUTE, NONAC or OTHER")
    status = Text("finished, arrived, planned ...")
    type = Tokens("kinds of visit")
    start = Point("start")
    end = Point("end")
    los_min = Number("minutes from start to end; missing when reversed")
    disposition = Tokens("where the person went")
    org_key = Text("organization that served, the site")
    appointment_key = Text("appointment that led here")
    period: ClassVar[Span] = Span(start, end)


class Condition(Table):
    """Hold problems and diagnoses."""

    name: ClassVar[str] = "condition"
    says: ClassVar[str] = "A problem or a diagnosis"
    key: ClassVar[str] = "condition_key"
    made_from: ClassVar[tuple[str, ...]] = ("Condition",)
    condition_key = Text("source and id")
    patient_key = Person("patient", "who has it")
    encounter_key = Text("visit at which it was recorded")
    category = Tokens("problem-list-item, encounter-diagnosis, health-concern")
    code = Tokens("codings of the condition")
    body_site = Tokens("where in the body")
    onset = Point("onset (of a period, its start)")
    abate = Point("abatement (of a period, just before its end)")
    recorded = Point("when it was recorded")
    clinical_status = Text("active, recurrence, relapse, inactive, remission, resolved")
    verification_status = Text("confirmed, refuted, entered-in-error ...")
    prevalence_start = Point("first moment it stands (derived; missing: no known start)")
    prevalence_end = Point("last moment it stands (derived; year 9999: still standing)")
    prevalence: ClassVar[Span] = Span(prevalence_start, prevalence_end, open_ended=False)


class Observation(Table):
    """Hold results, vital signs, assessments, answers."""

    name: ClassVar[str] = "observation"
    says: ClassVar[str] = "A result, vital sign, assessment or answer"
    key: ClassVar[str] = "observation_key"
    made_from: ClassVar[tuple[str, ...]] = ("Observation",)
    observation_key = Text("source and id")
    patient_key = Person("patient", "about whom")
    encounter_key = Text("visit")
    category = Tokens("laboratory, vital-signs, survey, exam ...")
    code = Tokens("what was observed")
    status = Text("final, amended, corrected, preliminary, cancelled ...")
    start = Point("effective time (of a period, its start)")
    end = Point("effective time (of a period, its end)")
    issued = Point("when it was issued")
    value_num = Number("value of a quantity, as sent")
    unit = Text("unit of the quantity: code, else text, else 1; missing when it has no value")
    value_code = Tokens("codings of a coded value")
    value_type = Text("Quantity, CodeableConcept, string, integer ... of value[x]; missing: none")
    not_done_reason = Tokens("why it was not done")
    effective: ClassVar[Span] = Span(start, end)


class Component(Table):
    """Hold the parts of an observation, such as systolic and diastolic pressure."""

    name: ClassVar[str] = "component"
    says: ClassVar[str] = "A part of an observation"
    key: ClassVar[str] = "component_key"
    made_from: ClassVar[tuple[str, ...]] = ("Observation",)
    component_key = Text("observation and place in it")
    observation_key = Text("observation it belongs to")
    patient_key = Person("patient", "about whom")
    code = Tokens("what was observed")
    value_num = Number("value of a quantity, as sent")
    unit = Text("unit of the quantity")
    value_code = Tokens("codings of a coded value")


class Procedure(Table):
    """Hold procedures."""

    name: ClassVar[str] = "procedure"
    says: ClassVar[str] = "A procedure"
    key: ClassVar[str] = "procedure_key"
    made_from: ClassVar[tuple[str, ...]] = ("Procedure",)
    procedure_key = Text("source and id")
    patient_key = Person("patient", "on whom")
    encounter_key = Text("visit")
    code = Tokens("what was done")
    status = Text("completed, not-done ...")
    start = Point("performed (of a period, its start)")
    end = Point("performed (of a period, its end)")
    performed: ClassVar[Span] = Span(start, end)


class MedicationRequest(Table):
    """Hold orders of medication. The coded form only; a reference to a drug stands apart."""

    name: ClassVar[str] = "medication_request"
    says: ClassVar[str] = "An order of medication"
    key: ClassVar[str] = "medication_request_key"
    made_from: ClassVar[tuple[str, ...]] = ("MedicationRequest",)
    medication_request_key = Text("source and id")
    patient_key = Person("patient", "for whom")
    encounter_key = Text("visit")
    code = Tokens("codings of the drug when given as a code")
    referenced_code = Tokens("codings of the drug when given by reference to a Medication")
    status = Text("active, completed, draft ...")
    intent = Text("order, plan, proposal ...")
    do_not_perform = Flag("whether the order says not to")
    authored = Point("when it was ordered")
    supply_start = Point("first day covered (measure-logic, common 6.4); missing: not computable")
    supply_end = Point("last day covered; year 9999 with no start: not computable")
    supply: ClassVar[Span] = Span(supply_start, supply_end, open_ended=False)


class Immunization(Table):
    """Hold vaccines given or not given."""

    name: ClassVar[str] = "immunization"
    says: ClassVar[str] = "A vaccine given or not given"
    key: ClassVar[str] = "immunization_key"
    made_from: ClassVar[tuple[str, ...]] = ("Immunization",)
    immunization_key = Text("source and id")
    patient_key = Person("patient", "to whom")
    encounter_key = Text("visit")
    code = Tokens("vaccine")
    status = Text("completed, not-done, entered-in-error")
    start = Point("when it was given")
    end = Point("when it was given")
    given: ClassVar[Span] = Span(start, end)


class ServiceRequest(Table):
    """Hold orders and referrals."""

    name: ClassVar[str] = "service_request"
    says: ClassVar[str] = "An order or a referral"
    key: ClassVar[str] = "service_request_key"
    made_from: ClassVar[tuple[str, ...]] = ("ServiceRequest",)
    service_request_key = Text("source and id")
    patient_key = Person("patient", "for whom")
    encounter_key = Text("visit")
    code = Tokens("what was ordered")
    status = Text("active, completed ...")
    intent = Text("order, plan ...")
    do_not_perform = Flag("whether the order says not to")
    authored = Point("when it was ordered")


class DeviceRequest(Table):
    """Hold orders of devices."""

    name: ClassVar[str] = "device_request"
    says: ClassVar[str] = "An order of a device"
    key: ClassVar[str] = "device_request_key"
    made_from: ClassVar[tuple[str, ...]] = ("DeviceRequest",)
    device_request_key = Text("source and id")
    patient_key = Person("patient", "for whom")
    encounter_key = Text("visit")
    code = Tokens("what was ordered")
    status = Text("active, completed ...")
    intent = Text("order, plan ...")
    do_not_perform = Flag("the QI-Core do-not-perform extension, exactly spelt")
    authored = Point("when it was ordered")


class Coverage(Table):
    """Hold who paid, from Coverage and from coverage contained in claims."""

    name: ClassVar[str] = "coverage"
    says: ClassVar[str] = "A span of insurance"
    key: ClassVar[str] = "coverage_key"
    made_from: ClassVar[tuple[str, ...]] = ("Coverage", "ExplanationOfBenefit")
    coverage_key = Text("source and id; of a claim, the id of the claim")
    patient_key = Person("patient", "who is covered")
    start = Point("first day")
    end = Point("last day")
    payer_text = Text("payer as sent: display of the payor, else text or code of the type")
    payer_group = Text("medicare, medicaid, dual, commercial, other_public, self_pay, none")
    origin = Text("Coverage or ExplanationOfBenefit")
    covered: ClassVar[Span] = Span(start, end)


class Organization(Table):
    """Hold the places that serve: their names stand in reports, so no person's name may."""

    name: ClassVar[str] = "organization"
    says: ClassVar[str] = "A hospital, clinic or department"
    key: ClassVar[str] = "org_key"
    made_from: ClassVar[tuple[str, ...]] = ("Organization",)
    org_key = Text("source and id")
    label = Text("name of the place")


class Appointment(Table):
    """Hold booked visits: what FHIR bulk exports usually lack, so read from CSV too."""

    name: ClassVar[str] = "appointment"
    says: ClassVar[str] = "A booked visit"
    key: ClassVar[str] = "appointment_key"
    made_from: ClassVar[tuple[str, ...]] = ("Appointment",)
    appointment_key = Text("source and id")
    patient_key = Person("patient", "for whom")
    service_type = Text("what for")
    created = Point("when it was booked")
    start = Point("when it should begin")
    minutes = Number("booked length")
    status = Text("booked, arrived, fulfilled, cancelled, noshow ...")
    cancelled_by = Text("patient, provider or system")
    org_key = Text("site")


class InterpreterUse(Table):
    """Hold which help with language was given at a visit; which language lies in the vault only."""

    name: ClassVar[str] = "interpreter_use"
    says: ClassVar[str] = "Help with language at a visit"
    key: ClassVar[str] = "interpreter_use_key"
    interpreter_use_key = Text("source and id")
    encounter_key = Text("visit")
    patient_key = Person("patient", "for whom")
    mode = Text("in_person, video, phone, bilingual_clinician or family")
    requested = Point("when help was asked for")
    start = Point("when it began")
    end = Point("when it ended")
    declined = Flag("whether the person declined help")


class EdTrack(Table):
    """Hold the times of an emergency visit as the tracking board keeps them; FHIR lacks them."""

    name: ClassVar[str] = "ed_track"
    says: ClassVar[str] = "The times of an emergency visit"
    key: ClassVar[str] = "ed_track_key"
    ed_track_key = Text("source and id")
    encounter_key = Text("visit")
    patient_key = Person("patient", "whose visit")
    arrived = Point("arrival")
    roomed = Point("when the person came to a place of treatment")
    seen = Point("when a provider first saw the person")
    departed = Point("when the person left the emergency department")
    outcome = Text("discharged, admitted, transferred, left_unseen, left_early, died ...")


CLINICAL: tuple[type[Table], ...] = (
    Patient, Encounter, Condition, Observation, Component, Procedure, MedicationRequest,
    Immunization, ServiceRequest, DeviceRequest, Coverage, Organization, Appointment,
    InterpreterUse, EdTrack,
)  # fmt: skip

"""The rules of lawful use, and which test holds each: the page for readers is checked by this list.

G1 to G13 are of the workforce specification, K1 to K7 of the community specification, section 1.
"""

from __future__ import annotations

from dataclasses import dataclass

HERE = "tests/house/test_guard.py"
WORDS = "tests/house/test_guard_words.py"
SIDES = "tests/house/test_guard_symmetry.py"
SHOWN = "tests/unit/disclosure/test_release_figures.py"
LINT = "tests/unit/services/test_criteria_lint.py"


@dataclass(frozen=True)
class Rule:
    """Hold one rule.

    key:     G1 ... K7
    says:    the rule in plain words, as it stands on the page
    tests:   tests that hold it, as "file::function"
    not_yet: what no test can hold yet, because what it is about is not built; "" where nothing
    """

    key: str
    says: str
    tests: tuple[str, ...]
    not_yet: str = ""

    @property
    def state(self) -> str:
        """Say how far it is held."""
        if not self.tests:
            return "Not yet"
        return "In part" if self.not_yet else "Held"


RULES: tuple[Rule, ...] = (
    Rule(
        "G1",
        "Protected attributes lie apart in the vault. What decides about people cannot reach it.",
        (
            f"{HERE}::test_no_decision_and_no_measure_reaches_the_vault",
            f"{HERE}::test_no_decision_reaches_a_store_or_what_reads_one",
            f"{HERE}::test_no_table_bears_a_protected_attribute",
            "tests/house/test_walls.py::test_a_trespass_is_found",
        ),
        "Database grants and a probe of single rows, which need a database server.",
    ),
    Rule(
        "G2",
        "No field anywhere holds a goal, a quota or a deadline for the share of a group.",
        (
            f"{HERE}::test_there_is_no_goal_for_a_group_anywhere",
            f"{HERE}::test_what_is_called_a_target_is_known_and_is_none_for_a_share",
            f"{HERE}::test_no_measure_of_who_is_there_has_a_target",
            "tests/unit/stats/test_group_blind.py::"
            "test_there_is_no_goal_quota_or_deadline_for_a_group",
        ),
    ),
    Rule(
        "G3",
        "Nothing can block, hold or re-open a search because of who is in its pool. A search is "
        "seen only when it has been over for thirty days, and only in groups.",
        (
            f"{HERE}::test_no_decision_takes_who_is_in_a_pool",
            f"{HERE}::test_a_search_is_not_seen_before_it_has_been_over_for_thirty_days",
        ),
    ),
    Rule(
        "G4",
        "Criteria that name a protected attribute are refused, and what may stand in for one goes "
        "to counsel with a recorded reason.",
        (
            f"{LINT}::test_a_protected_attribute_is_refused_whichever_side_it_is_on",
            f"{LINT}::test_what_may_stand_in_for_one_goes_to_counsel",
            f"{LINT}::test_a_reason_that_names_a_protected_attribute_is_none",
            f"{LINT}::test_a_day_without_a_list_is_unknown_and_never_open",
        ),
        "Each {term}`initiative` is held to it, with counsel's reading as a step. Awards, training "
        "and sourcing have no pages yet.",
    ),
    Rule(
        "G5",
        "Pay remedies know no group, and only raise pay.",
        (
            f"{HERE}::test_what_decides_takes_no_protected_attribute",
            f"{HERE}::test_remedies_only_raise_pay",
        ),
    ),
    Rule(
        "G6",
        "Succession and matching take no protected attribute.",
        (f"{HERE}::test_what_decides_takes_no_protected_attribute",),
        "Nine-box reviews and mentors' matching, which are not built.",
    ),
    Rule(
        "G7",
        "Membership of a group of employees is never an input to a decision.",
        (f"{HERE}::test_what_decides_takes_no_membership",),
    ),
    Rule(
        "G8",
        "No formula of pay refers to who is there.",
        (f"{HERE}::test_pay_does_not_know_who_is_there",),
    ),
    Rule(
        "G9",
        "Every group may stand on either side. Changing sides turns signs and inverts ratios.",
        (
            f"{SIDES}::test_changing_sides_turns_signs_or_inverts_ratios",
            f"{SIDES}::test_groups_in_another_order_give_the_same_answers_in_that_order",
            f"{HERE}::test_integers_decide_four_fifths",
            "tests/properties/test_selection_symmetry.py::"
            "test_changing_sides_turns_signs_and_inverts_ratios",
        ),
    ),
    Rule(
        "G10",
        "Work for counsel stays in a place of its own.",
        (
            "tests/offices/scorecard/test_labels.py"
            "::test_every_finding_is_born_with_the_strictest_label",
        ),
        "Every {term}`finding` begins with a label for counsel and peer review only. There is no "
        "workspace yet for what counsel asks to be computed.",
    ),
    Rule(
        "G11",
        "What people say of themselves is voluntary, with its source, and to decline is an answer.",
        (
            f"{HERE}::test_declining_is_an_answer_and_every_answer_has_its_source",
            "tests/offices/people/test_own_page.py::test_every_question_can_be_answered_anew",
        ),
    ),
    Rule(
        "G12",
        "Every audit, which reads protected attributes, is written into the trail.",
        (
            f"{HERE}::test_who_opens_the_vault_is_known",
            f"{HERE}::test_an_audit_is_written_into_the_trail",
        ),
        "How many cells were read and hidden; and the quality report, which makes no entry.",
    ),
    Rule(
        "G13",
        "No number about fewer than 11 persons leaves.",
        (
            f"{HERE}::test_no_measure_shows_fewer_than_eleven_persons",
            f"{HERE}::test_the_smallest_number_can_only_be_raised",
            f"{SHOWN}::test_vendors_are_shown_from_five_on_and_persons_from_eleven",
            "tests/properties/test_disclosure_properties.py",
        ),
    ),
    Rule(
        "K1",
        "Suppliers are scored by price, quality, delivery, risk, location, size, employee "
        "ownership and sustainability. Who owns them or works there cannot be read where they "
        "are chosen.",
        (
            f"{LINT}::test_suppliers_are_scored_by_what_is_listed_and_nothing_else",
            f"{HERE}::test_no_decision_reaches_a_store_or_what_reads_one",
        ),
        "Grants of the database, as in G1.",
    ),
    Rule(
        "K2",
        "Every supplier above a threshold is asked the same, and support is open to all.",
        (),
        "Asking suppliers is work of an office that is not built.",
    ),
    Rule(
        "K3",
        "A criterion of place needs a recorded economic reason and a note of counsel.",
        (f"{LINT}::test_suppliers_are_scored_by_what_is_listed_and_nothing_else",),
    ),
    Rule(
        "K4",
        "Reports that a state asks for stay out of sourcing.",
        (),
        "No such report is made yet.",
    ),
    Rule(
        "K5",
        "What suppliers disclose is told of five or more together, with none above half.",
        (
            f"{HERE}::test_suppliers_are_told_of_five_together_and_none_above_half",
            f"{SHOWN}::test_vendors_are_shown_from_five_on_and_persons_from_eleven",
            f"{SHOWN}::test_a_sum_of_which_one_vendor_has_more_than_half_is_hidden_with_one_more",
        ),
    ),
    Rule(
        "K6",
        "Taking part needs no attribute, and small numbers of members of the community are hidden.",
        (
            f"{HERE}::test_no_table_bears_a_protected_attribute",
            f"{HERE}::test_no_measure_shows_fewer_than_eleven_persons",
        ),
    ),
    Rule(
        "K7",
        "What the law and the field ask is dated data, never a constant.",
        (
            f"{WORDS}::test_no_law_stands_in_code",
            f"{WORDS}::test_no_day_of_a_law_stands_in_code",
            f"{WORDS}::test_every_program_and_list_is_dated_and_sourced",
        ),
    ),
)

"""Competencies of the school's frame that are both taught and tested."""

from __future__ import annotations

from commonweal.measures.criteria import IsTrue, Known, every
from commonweal.measures.measure import (
    Better,
    FigureWords,
    Measure,
    Privacy,
    Role,
    Step,
    Target,
)
from commonweal.tables.units.teaching import FrameNode, NodeEvent

MEASURE = Measure(
    key="teaching.coverage",
    version="1.0.0",
    title="Competencies both taught and tested",
    commitments=("T2",),
    better=Better.HIGHER,
    unit_of_analysis=FrameNode,
    population=(
        Step("in the version of the frame that holds at the end", Known(FrameNode.domain)),
    ),
    event=Step(
        "taught and tested in the period",
        every(IsTrue(FrameNode.taught), IsTrue(FrameNode.assessed)),
    ),
    met="have {value} of them both taught and tested",
    people="competencies",
    estimator="frame_coverage",
    roles=(Role("node", FrameNode.node_key),),
    beside=(NodeEvent,),
    reference="target",
    target=Target(1.0, "the school's own frame: what it names it means to teach and to test"),
    minimum=1,
    smallest_difference=0.01,
    privacy=Privacy(smallest=1, about="things"),
    stratify_by=("domain",),
    figures=(
        FigureWords("open", "competencies not both taught and tested", "count"),
        FigureWords("hours", "hours, each session's split over its competencies", "number"),
        FigureWords("taught", "taught at all, whole frame", "percent"),
        FigureWords("assessed", "tested at all, whole frame", "percent"),
        FigureWords("spiral", "met in two years of study or more, whole frame", "percent"),
        FigureWords("evenness", "evenness of hours, 1 where all have the same", "number"),
        FigureWords("hours_unknown", "entries of sessions without hours", "count"),
    ),
    needs=("outcome_node", "curriculum_event", "event_node"),
    why=(
        "What is not taught is left to chance, and what is not tested is soon not taught. "
        "Cross-cultural sensitivity is no exception."
    ),
    limits=(
        "It counts what faculty tagged, and says nothing of how well anything is taught or "
        "learned. The frame is the school's own, with its version: figures of two versions are not "
        "the same thing. One session that carries everything would look as good as many."
    ),
    levers=(
        "Curriculum committee: a session or a test for each open competency, and a look at tags "
        "that nobody confirmed."
    ),
    sources=("teaching.md 4.1 of this project: counting rules of coverage and closed loops",),
)

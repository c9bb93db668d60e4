"""What makes a client eligible: protocols, answers, and the engine that judges them. Pure: no clock, no network, no screen."""

from rules.engine.answers import UNKNOWNS, Answers, Unknown, resolve
from rules.engine.evaluation import PlannedStep, aftercare, asked, evaluate, interval, steps
from rules.engine.known_answers import LastTime
from rules.engine.verdict import INCOMPLETE, Finding, NextStep, Verdict
from rules.engine.wording import answer_in_words, explain, outcome_in_words, step_in_words
from rules.model.course import AfterCare, Consent, Information, Interval, Risk
from rules.model.fields import Horizon, QuestionType, SourceRef, When
from rules.model.outcome import Outcome
from rules.model.period import Period
from rules.model.protocol import HOUSE_RULE, Protocol, Question, Rule
from rules.model.rules_errors import AnswerError, AnswerFault, ProtocolError, RulesError, UnknownProtocolError
from rules.model.teach_back import TeachBack
from rules.model.words import day_in_words, is_near, month_in_words, several
from rules.reading.loader import load_protocol, protocol, read_protocol, shipped
from rules.reading.strict_json import read_answers

__all__ = [
    "HOUSE_RULE",
    "INCOMPLETE",
    "UNKNOWNS",
    "AfterCare",
    "AnswerError",
    "AnswerFault",
    "Answers",
    "Consent",
    "Finding",
    "Horizon",
    "Information",
    "Interval",
    "LastTime",
    "NextStep",
    "Outcome",
    "Period",
    "PlannedStep",
    "Protocol",
    "ProtocolError",
    "Question",
    "QuestionType",
    "Risk",
    "Rule",
    "RulesError",
    "SourceRef",
    "TeachBack",
    "Unknown",
    "UnknownProtocolError",
    "Verdict",
    "When",
    "aftercare",
    "answer_in_words",
    "asked",
    "day_in_words",
    "evaluate",
    "explain",
    "interval",
    "is_near",
    "load_protocol",
    "month_in_words",
    "outcome_in_words",
    "protocol",
    "read_answers",
    "read_protocol",
    "resolve",
    "several",
    "shipped",
    "step_in_words",
    "steps",
]

"""Findings and conditions as sentences. The texts of a rule are in its protocol; here is what joins them."""

from datetime import date

from rules.engine.answers import Unknown
from rules.model.condition import Condition, Includes, Is, IsAnyOf, LessThanAgo, Meets, Written
from rules.model.outcome import Outcome
from rules.model.protocol import Protocol, Question, Rule
from rules.model.words import earliest_in_words


def staff_text(rule: Rule, until: date, *, approximate: bool) -> str:
    """Say a dated finding to staff."""
    word = "Possible" if rule.outcome >= Outcome.DEFERRED else "No longer so" if rule.inferred else "Recommended"
    return f"{rule.staff} {word} from {earliest_in_words(until, approximate=approximate)}."


def unknown_client_text(question: Question, unknown: Unknown) -> str:
    """Say to the client that one answer is open, naming its topic and never a condition."""
    if unknown is Unknown.NOT_SURE:
        return f"You were not sure about one thing: {question.topic}. That is fine. We will look at it with you first."
    return f"You would rather not say one thing about {question.topic}. That is fine. We can talk about it in private."


def unknown_staff_text(question: Question, unknown: Unknown, rule: Rule) -> str:
    """Say to staff which answer is open, and what it may mean."""
    if unknown is Unknown.NOT_SURE:
        return f"Not sure: {question.short}. Look or ask first. It may mean: {rule.staff}"
    return f"Rather not say: {question.short}. Ask in private first. It may mean: {rule.staff}"


def unclear_client_text(question: Question) -> str:
    """Say to the client that their answers leave something open."""
    return f"There is one thing we would like to look at with you first: {question.topic}."


def unclear_staff_text(questions: tuple[Question, ...], rule: Rule) -> str:
    """Say to staff which answers together leave a rule open."""
    named = " / ".join(question.short for question in questions)
    return f"Not clear from the answers: {named}. Look or ask first. It may mean: {rule.staff}"


def condition_in_words(protocol: Protocol, condition: Condition) -> str:
    """Write a condition as a person would say it, with the labels of its questions and options."""
    if condition.parts:
        joint = " and " if condition.kind == "all" else " or "
        return joint.join(condition_in_words(protocol, part) for part in condition.parts)
    first = protocol.question(condition.questions[0])
    if isinstance(condition, Is | IsAnyOf | Includes):
        verb = " includes" if isinstance(condition, Includes) else ":"
        return f"{first.short}{verb} {' or '.join(first.label(option) for option in condition.options)}"
    if isinstance(condition, LessThanAgo):
        return f"{first.short}: less than {condition.less_than_ago} ago"
    if isinstance(condition, Written):
        return f"{first.short}: written"
    second = protocol.question(condition.questions[1])
    shares = "shares a place with" if isinstance(condition, Meets) else "shares no place with"
    return f"{first.short} {shares} {second.short}"

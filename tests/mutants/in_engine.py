"""Faults a hand could slip into the engine."""

from tests.mutants.seeding import Mutant, of_engine

_LOADER = (
    "The loader refuses a rule that looks back further than its question asks, so no protocol that loads shows it."
)

MUTANTS: tuple[Mutant, ...] = (
    # Days.
    of_engine(
        "months are clipped",
        "model/period",
        ("def _months_after", "return date(year, month + 1, 1)", "return date(year, month, monthrange(year, month)[1])"),
    ),
    of_engine(
        "months are 30 days",
        "model/period",
        (
            "    def passed_on(",
            "return _months_after(start, self.count)",
            "return start + timedelta(days=30 * self.count)",
        ),
    ),
    of_engine("weeks have six days", "model/period", ("    def passed_on(", "(7 if", "(6 if")),
    of_engine("a period lasts a day too long", "engine/judging", ("def _less_than_ago", "on < passed", "on <= passed")),
    of_engine(
        "a period lasts a day too short",
        "engine/judging",
        ("def _less_than_ago", "period.passed_on(last.day)", "period.passed_on(last.day - date.resolution)"),
    ),
    of_engine(
        "a month counts as its first day",
        "model/period",
        ("def read_month(", "first.replace(day=monthrange(first.year, first.month)[1])", "first"),
    ),
    of_engine(
        "a month counts beyond the day of answering", "engine/answers", ("def _last_time(", "min(last, answered_on)", "last")
    ),
    of_engine(
        "within the period counts as longer ago",
        "engine/answers",
        ("def _last_time(", "LastTime(raw, answered_on, approximate", "LastTime(raw, None, approximate"),
    ),
    of_engine(
        "longer ago counts as today",
        "engine/answers",
        ("def _last_time(", "LastTime(raw, None, approximate", "LastTime(raw, answered_on, approximate"),
    ),
    of_engine(
        "longer ago settles a longer period",
        "engine/judging",
        (
            "def _less_than_ago",
            "return False if last.period.surely_covers(period) else None",
            "return False",
        ),
    ),
    of_engine("a last use in the future is taken", "engine/days_of_use", ("    def check(", "if first > self.answered_on:", "if False:")),
    of_engine("a last use long ago is taken", "engine/days_of_use", ("    def check(", "elif last < self._oldest:", "elif False:")),
    of_engine("a last use before birth is taken", "engine/days_of_use", ("    def check(", "last < self.born:", "False:")),
    of_engine("the date of birth is taken for a last use", "engine/days_of_use", ("    def check(", "self.born is not None and first <= self.born <= last", "False")),
    of_engine("a year of three digits is taken", "engine/days_of_use", ("    def check_year(", "if written is not None and", "if False and")),
    of_engine(
        "an approximate day reads as exact",
        "engine/answers",
        ("def _last_time(", "LastTime(raw, counts_as, approximate=day is None", "LastTime(raw, counts_as, approximate=False"),
    ),
    # Unknown and missing answers.
    of_engine(
        "an unknown is taken for no",
        "engine/evaluation",
        (
            "def _situation(",
            "known[question_id] = None\n            situation.unknown.append((question, Unknown(value)))",
            "known[question_id] = NOT_ASKED",
        ),
    ),
    of_engine(
        "an unknown counts only where a rule is open",
        "engine/evaluation",
        ("def _of_unknown_answers(", "if not users:", "if not any(each.place in open_places for each in users):"),
    ),
    of_engine(
        "prefer not to say is taken for no",
        "engine/evaluation",
        (
            "def _situation(",
            "elif value.__class__ is Unknown:",
            "elif value is Unknown.PREFER_NOT:\n            known[question_id] = NOT_ASKED\n        elif value.__class__ is Unknown:",
        ),
    ),
    of_engine(
        "an unknown is only cautioned",
        "engine/evaluation",
        ("def _open_outcome(", "Outcome.CAUTION if all(", "Outcome.CAUTION if any("),
    ),
    of_engine(
        "an unknown is always a review",
        "engine/evaluation",
        ("def _open_outcome(", "return Outcome.CAUTION if all(", "return Outcome.REVIEW if all("),
    ),
    of_engine(
        "an unknown names the mildest rule",
        "engine/evaluation",
        ("def _of_unknown_answers(", "-each.rule.outcome.rank", "each.rule.outcome.rank"),
    ),
    of_engine(
        "a gate is not used by what hangs on it",
        "engine/evaluation",
        ("def _program(", "users[gate_id] |= users[question.id]", "users[gate_id] |= set()"),
    ),
    of_engine(
        "a missing answer does not make it incomplete",
        "engine/evaluation",
        ("def _situation(", "situation.unanswered.append(question_id)", "pass"),
    ),
    of_engine(
        "a missing answer is taken for no",
        "engine/evaluation",
        (
            "def _situation(",
            'known[question_id] = "" if may_be_missing else None',
            'known[question_id] = "" if may_be_missing else NOT_ASKED',
        ),
    ),
    of_engine(
        "a note must be written",
        "engine/evaluation",
        ("def _program(", "question.type is QuestionType.NOTE", "False"),
    ),
    # What is hidden.
    of_engine(
        "a stale hidden answer is used",
        "engine/evaluation",
        (
            "def _situation(",
            "known[question_id] = None if opened is None else NOT_ASKED\n            situation.not_asked.add(question_id)\n            continue",
            "known[question_id] = answer_to(question_id, NOT_ASKED)\n            situation.not_asked.add(question_id)\n            continue",
        ),
    ),
    of_engine(
        "an unknown gate opens",
        "engine/evaluation",
        (
            "def _situation(",
            "not (opened := gate(known, answers.answered_on))",
            "(opened := gate(known, answers.answered_on)) is False",
        ),
    ),
    of_engine(
        "an unknown gate settles what hangs on it",
        "engine/evaluation",
        ("def _situation(", "None if opened is None else NOT_ASKED", "NOT_ASKED"),
    ),
    # Conditions.
    of_engine(
        "other is a place like any",
        "engine/judging",
        ("def _shared(", "return None if both == {OTHER} else holds_if_shared", "return holds_if_shared"),
    ),
    of_engine(
        "sharing another place beside other is not settled",
        "engine/judging",
        ("def _shared(", "if both == {OTHER}", "if OTHER in both"),
    ),
    of_engine(
        "areas must be the same to meet", "engine/judging", ("def _shared(", "both = one & two", "both = one & two if one == two else frozenset()")
    ),
    of_engine(
        "an option is included only alone",
        "engine/judging",
        ("def _includes(", "option in value", "value == {option}"),
    ),
    of_engine(
        "all needs only one",
        "engine/judging",
        ("def _all(", "if truth is False:\n                return False", "if truth is False:\n                continue"),
    ),
    of_engine("all lasts to its latest day", "engine/judging", ("def _all(", "truth < until", "truth > until")),
    of_engine("any ends on its first day", "engine/judging", ("def _any(", "truth > until", "truth < until")),
    of_engine(
        "any names a day though a part is open",
        "engine/judging",
        ("def _any(", "return None if until is None else True", "return until"),
    ),
    # The verdict.
    of_engine("the mildest finding decides", "engine/verdict", ("def _worst_first(", "-finding.outcome.rank", "finding.outcome.rank")),
    of_engine("the earliest day is the first of all", "engine/verdict", ("def _latest(", "finding.until > latest", "finding.until < latest")),
    of_engine(
        "there is an earliest day though one finding has none",
        "engine/verdict",
        ("def _latest(", "            return None\n", "            continue\n"),
    ),
    of_engine(
        "a review makes an earliest day",
        "engine/verdict",
        ("def _latest(", "if finding.outcome is not _DEFERRED", "if finding.outcome not in (_DEFERRED, Outcome.REVIEW)"),
    ),
    of_engine(
        "an incomplete verdict has a next step",
        "engine/verdict",
        ("    def of(", "next_step=None if unanswered else", "next_step="),
    ),
    of_engine(
        "a contraindication may be booked",
        "engine/verdict",
        ("_STEPS: Final = {", "NextStep.PRACTITIONER_TALKS", "NextStep.PRACTITIONER_FIRST"),
    ),
    of_engine("a review goes to the room", "engine/verdict", ("_STEPS: Final = {", "Outcome.REVIEW: NextStep.PRACTITIONER_FIRST", "Outcome.REVIEW: NextStep.ROOM")),
    of_engine(
        "a contraindication is no worse than a deferral",
        "model/outcome",
        ("    def __new__(", "len(cls.__members__)", "min(len(cls.__members__), 3)"),
    ),
    of_engine(
        "what is unclear is not found",
        "engine/evaluation",
        ("def evaluate(", "    if unsettled:", "    if False:"),
    ),
    of_engine(
        "a rule's sources are lost",
        "engine/evaluation",
        ("def _undated(", "source=rule.citations", "source=()"),
    ),
    # What a clinic adds.
    of_engine("an overlay may weaken an outcome", "reading/overlays", ("def _tighten(", "change.outcome <= rule.outcome", "change.outcome == rule.outcome")),
    of_engine("an overlay may shorten a period", "reading/overlays", ("def _refuse_shorter(", "or not period.surely_covers(now)", "")),
    of_engine("a longer period is asked for the shorter", "reading/overlays", ("def _ask_for_longer(", '"period": period.words', '"period": raw["period"]')),
    # Answers, kept and read.
    of_engine("an option twice is taken", "engine/answers", ("def _several(", "if len(chosen) < len(raw):", "if False:")),
    of_engine("none beside others is taken", "engine/answers", ("def _several(", "NONE_OF_THESE in chosen and", "False and")),
    of_engine("an empty list is taken", "engine/answers", ("def _several(", "if not raw:", "if raw is None:")),
    of_engine("an unknown option is taken", "engine/answers", ("def _check_option(", "if option not in question.option_ids:", "if not option:")),
    of_engine("a blank note is a note", "engine/answers", ("def _note(", "return raw.strip(), raw.strip()", "return raw, raw")),
    of_engine(
        "answers on record are resolved anew",
        "engine/answers",
        ("    def from_json(", "resolved={**answers.resolved, **times}", "resolved={**answers.resolved}"),
    ),
    of_engine(
        "answers move to another version as if given today",
        "engine/answers",
        ("    def under(", "kept, before", "kept, fresh"),
    ),
    of_engine("a duplicate key is taken", "reading/strict_json", ("def _once(", "if key in answers:", "if False:")),
    of_engine("the texts are not in the hash", "model/protocol", ("    def sha256(self) -> str:", 'self.model_dump(mode="json")', 'self.model_dump(mode="json", include={"id", "version", "rules"})')),
)  # fmt: skip

"""The peers as contestants, run by the interpreter of .venv-bench.

Each writes the rulebook in its own language, as its documentation does, and returns the ids of the rules that fire.

usage: python -m benchmarks.rules.peers NAME
"""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from time import perf_counter
from typing import Any, ClassVar

from benchmarks.rules.rulebook import AREAS, RULES, Condition
from benchmarks.rules.timing import hand_over, since, timed

Facts = dict[str, Any]
Hits = Callable[[Facts], list[str]]


class Zen:
    """zen-engine: a decision with one expression a rule."""

    options: ClassVar[dict[str, Any] | None] = None

    def __init__(self) -> None:
        self.zen = import_module("zen")

    def load(self, protocol: str) -> Hits:
        expressions = [
            {"id": rule, "key": rule, "value": self.written(condition)} for rule, condition in RULES[protocol]
        ]
        nodes = [
            {"id": "in", "type": "inputNode", "name": "answers"},
            {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "hits"},
        ]
        for node in nodes:
            node["position"] = {"x": 0, "y": 0}
        edges = [
            {"id": "1", "sourceId": "in", "targetId": "rules"},
            {"id": "2", "sourceId": "rules", "targetId": "out"},
        ]
        decision = self.zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
        options = self.options

        def hits(facts: Facts) -> list[str]:
            answer = decision.evaluate(facts, options) if options else decision.evaluate(facts)
            return [rule for rule, fires in answer["result"].items() if fires]

        return hits

    def written(self, condition: Condition) -> str:  # noqa: PLR0911  (one line a kind)
        match condition:
            case ("is", name, value):
                return f"{name} == '{value}'"
            case ("one_of", name, values):
                return f"{name} in [{', '.join(map(repr, values))}]"
            case ("less", name, number):
                return f"{name} < {number}"
            case ("includes", name, value):
                return f"'{value}' in {name}"
            case ("meet",):
                return "some(rash_where, # in area)"
            case ("apart",):
                return "rash == 'yes' and none(rash_where, # in area)"
            case ("written", name):
                return f"{name} != ''"
            case ("all" | "any" as kind, *parts):
                return f" {'and' if kind == 'all' else 'or'} ".join(f"({self.written(part)})" for part in parts)
        raise ValueError(condition)

    def probe(self, value: Facts) -> Any:
        return self.zen.evaluate_expression("rosacea == 'yes'", value)

    def months(self) -> Any:
        return self.zen.evaluate_expression("d('2026-08-31').add(6, 'M').format('%Y-%m-%d')")


class ZenTraced(Zen):
    """zen-engine: the same decision, with its trace: the nearest a peer comes to saying why."""

    options: ClassVar[dict[str, Any] | None] = {"trace": True}


class ZenFolded(Zen):
    """zen-engine's expression language alone: all rules folded into one compiled expression by hand."""

    def load(self, protocol: str) -> Hits:
        parts = [f"({self.written(condition)}) ? '{rule}' : null" for rule, condition in RULES[protocol]]
        expression = self.zen.compile_expression(f"[{', '.join(parts)}]")
        return lambda facts: [rule for rule in expression.evaluate(facts) if rule]


class RuleEngine:
    """rule-engine: one compiled rule each."""

    def __init__(self) -> None:
        self.rule_engine = import_module("rule_engine")

    def load(self, protocol: str) -> Hits:
        context = self.rule_engine.Context()
        compiled = [
            (rule, self.rule_engine.Rule(self.written(condition), context=context))
            for rule, condition in RULES[protocol]
        ]
        return lambda facts: [rule for rule, each in compiled if each.matches(facts)]

    def written(self, condition: Condition) -> str:
        match condition:
            case ("meet",):
                return "$any([place in area for place in rash_where])"
            case ("apart",):
                return "rash == 'yes' and not $any([place in area for place in rash_where])"
            case ("all" | "any" as kind, *parts):
                return f" {'and' if kind == 'all' else 'or'} ".join(f"({self.written(part)})" for part in parts)
        return Zen.written(None, condition)  # type: ignore[arg-type]  # the two languages agree on the rest

    def probe(self, value: Facts) -> Any:
        return self.rule_engine.Rule("rosacea == 'yes'").matches(value)

    def months(self) -> Any:
        return self.rule_engine.Rule("d'2026-08-31' + t'P6M'").evaluate({})


class BusinessRules:
    """business-rules: rules as JSON over variables that are Python methods."""

    def __init__(self) -> None:
        self.business_rules = import_module("business_rules")
        self.kinds = import_module("business_rules.variables")
        self.actions = import_module("business_rules.actions")

    def load(self, protocol: str) -> Hits:
        class Actions(self.actions.BaseActions):
            def __init__(self, fired: list[str]) -> None:
                self.fired = fired

            @self.actions.rule_action(params={"rule": "text"})
            def hit(self, rule: str) -> None:
                self.fired.append(rule)

        variables = self._variables(protocol)
        rules = [
            {"conditions": {"all": [self._written(condition)]}, "actions": [{"name": "hit", "params": {"rule": rule}}]}
            for rule, condition in RULES[protocol]
        ]
        run_all = self.business_rules.run_all

        def hits(facts: Facts) -> list[str]:
            fired: list[str] = []
            run_all(rules, variables(facts), Actions(fired))
            return fired

        return hits

    def _variables(self, protocol: str) -> type:
        kinds = self.kinds

        def leaves(condition: Condition) -> list[Condition]:
            return (
                [leaf for part in condition[1:] for leaf in leaves(part)]
                if condition[0] in ("all", "any")
                else [condition]
            )

        def reading(name: str) -> Callable[[Any], Any]:
            return lambda self: self.facts[name]

        wrap = {
            "less": kinds.numeric_rule_variable,
            "includes": kinds.select_multiple_rule_variable,
        }
        methods: dict[str, Any] = {"__init__": lambda self, facts: setattr(self, "facts", facts)}
        for _, condition in RULES[protocol]:
            for kind, *names in leaves(condition):
                if names:
                    methods[names[0]] = wrap.get(kind, kinds.string_rule_variable)()(reading(names[0]))
        # One list can't be held against another in a rule, so a variable does it.
        meets = lambda self: not set(self.facts["rash_where"]).isdisjoint(self.facts["area"])  # noqa: E731
        methods["rash_meets_area"] = kinds.boolean_rule_variable()(meets)
        methods["rash"] = kinds.string_rule_variable()(reading("rash"))
        return type("Variables", (kinds.BaseVariables,), methods)

    def _written(self, condition: Condition) -> dict[str, Any]:  # noqa: PLR0911  (one line a kind)
        match condition:
            case ("is", name, value):
                return {"name": name, "operator": "equal_to", "value": value}
            case ("one_of", name, values):
                return {"any": [self._written(("is", name, value)) for value in values]}
            case ("less", name, number):
                return {"name": name, "operator": "less_than", "value": number}
            case ("includes", name, value):
                return {"name": name, "operator": "contains_all", "value": [value]}
            case ("meet",):
                return {"name": "rash_meets_area", "operator": "is_true", "value": True}
            case ("apart",):
                apart = {"name": "rash_meets_area", "operator": "is_false", "value": True}
                return {"all": [self._written(("is", "rash", "yes")), apart]}
            case ("written", name):
                return {"name": name, "operator": "non_empty", "value": ""}
            case ("all" | "any" as kind, *parts):
                return {kind: [self._written(part) for part in parts]}
        raise ValueError(condition)

    def probe(self, value: Facts) -> Any:
        kinds = self.kinds
        reads = {"rosacea": kinds.string_rule_variable()(lambda _: value.get("rosacea"))}
        variables = type("Variables", (kinds.BaseVariables,), reads)()
        rule = {"conditions": {"all": [self._written(("is", "rosacea", "yes"))]}, "actions": []}
        return self.business_rules.run_all([rule], variables, self.actions.BaseActions())

    def months(self) -> Any:
        return None


class JsonLogic:
    """panzi-json-logic: one JsonLogic document each."""

    def __init__(self) -> None:
        self.json_logic = import_module("json_logic")

    def load(self, protocol: str) -> Hits:
        rules = [(rule, self._written(condition)) for rule, condition in RULES[protocol]]
        apply = self.json_logic.jsonLogic
        return lambda facts: [rule for rule, logic in rules if apply(logic, facts)]

    def _written(self, condition: Condition) -> dict[str, Any]:  # noqa: PLR0911  (one line a kind)
        match condition:
            case ("is", name, value):
                return {"===": [{"var": name}, value]}
            case ("one_of", name, values):
                return {"in": [{"var": name}, list(values)]}
            case ("less", name, number):
                return {"<": [{"var": name}, number]}
            case ("includes", name, value):
                return {"in": [value, {"var": name}]}
            case ("meet",):
                # Inside `some` the other list is out of sight, so each place is asked for.
                return {
                    "or": [{"and": [{"in": [p, {"var": "rash_where"}]}, {"in": [p, {"var": "area"}]}]} for p in AREAS]
                }
            case ("apart",):
                return {"and": [self._written(("is", "rash", "yes")), {"!": [self._written(("meet",))]}]}
            case ("written", name):
                return {"!==": [{"var": name}, ""]}
            case ("all" | "any" as kind, *parts):
                return {"and" if kind == "all" else "or": [self._written(part) for part in parts]}
        raise ValueError(condition)

    def probe(self, value: Facts) -> Any:
        return self.json_logic.jsonLogic(self._written(("is", "rosacea", "yes")), value)

    def months(self) -> Any:
        return self.json_logic.certLogic({"plusTime": ["2026-08-31", 6, "month"]}, {})


PEERS = {
    "zen-engine": Zen,
    "zen-engine-traced": ZenTraced,
    "zen-engine-folded": ZenFolded,
    "rule-engine": RuleEngine,
    "business-rules": BusinessRules,
    "panzi-json-logic": JsonLogic,
}


def main(name: str) -> None:
    start = perf_counter()
    peer = PEERS[name]()
    imported = since(start)
    start = perf_counter()
    loaded = {protocol: peer.load(protocol) for protocol in RULES}
    load = since(start)
    from benchmarks.rules.clients import clients  # noqa: PLC0415

    hits, spent = {}, {}
    for protocol, evaluate in loaded.items():
        facts = [client["facts"] for client in clients(protocol)]
        hits[protocol] = [sorted(evaluate(each)) for each in facts]
        spent[protocol] = timed(evaluate, facts)
    hand_over({"import": imported, "load": load, "hits": hits, "spent": spent, "probes": _probes(peer)})


def _probes(peer: Any) -> dict[str, str]:
    return {
        "missing": _said(lambda: peer.probe({})),
        "not_sure": _said(lambda: peer.probe({"rosacea": "not_sure"})),
        "months": _said(peer.months),
    }


def _said(ask: Callable[[], Any]) -> str:
    try:
        answer = ask()
    except (ValueError, TypeError, AssertionError, RuntimeError, LookupError) as error:
        return f"raises {type(error).__name__}"
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "rule_engine":
            raise
        return f"raises {type(error).__name__}"
    return str(answer)


if __name__ == "__main__":
    main(sys.argv[1])

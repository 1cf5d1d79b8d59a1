"""The call `person`: who may do what in the record. Whoever may run it at the machine itself is asked no more."""

from __future__ import annotations

import argparse
import json

from g60.cli.commands import DONE
from g60.contract.codes import LIST_SEPARATOR, UNITS
from g60.contract.i18n import LANGUAGES, text
from g60.record.people import ROLES, Person, add_person, people, remove_person


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The acts of the call, each with its arguments."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--format", choices=("text", "json"), default="text")
    # Said before the act or after it.
    shared.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    acts = parser.add_subparsers(required=True, metavar="add|list|remove")
    adding = acts.add_parser("add", parents=[shared], help=text("cli_person_add", "zh"))
    adding.add_argument("account", metavar="ACCOUNT")
    adding.add_argument("--name", required=True)
    adding.add_argument("--role", action="append", choices=ROLES, required=True)
    adding.add_argument("--unit", action="append", choices=UNITS, default=[])
    adding.set_defaults(run=add)
    acts.add_parser("list", parents=[shared], help=text("cli_person_list", "zh")).set_defaults(run=show)
    removing = acts.add_parser("remove", parents=[shared], help=text("cli_person_remove", "zh"))
    removing.add_argument("account", metavar="ACCOUNT")
    removing.add_argument("--blank", action="store_true")
    removing.set_defaults(run=remove)


def add(asked: argparse.Namespace) -> int:
    """Enter a person, or give one who is there other roles and units."""
    roles, units = tuple(dict.fromkeys(asked.role)), tuple(dict.fromkeys(asked.unit))
    made = add_person(asked.account, asked.name, roles=roles, units=units, by=None)
    return _print([made], asked)


def show(asked: argparse.Namespace) -> int:
    """Everybody who may do more than read."""
    found = people()
    if not found and asked.format == "text":
        print(text("cli_person_none", asked.lang))
        return DONE
    return _print(found, asked)


def remove(asked: argparse.Namespace) -> int:
    """Take all roles from a person; with --blank, their name and account too."""
    remove_person(asked.account, by=None, blank=asked.blank)
    if asked.format == "json":
        print(json.dumps({"removed": asked.account, "blanked": asked.blank}, ensure_ascii=False))
    else:
        code = "cli_person_blanked" if asked.blank else "cli_person_removed"
        print(text(code, asked.lang, account=asked.account))
    return DONE


def _print(found: list[Person], asked: argparse.Namespace) -> int:
    if asked.format == "json":
        print(json.dumps([as_json(person) for person in found], ensure_ascii=False, indent=2))
        return DONE
    for person in found:
        roles = [text(f"role_{role}", asked.lang) for role in ROLES if role in person.roles]
        parts = (person.account, person.name, text("enumeration", asked.lang).join(roles))
        print(" | ".join([*parts, LIST_SEPARATOR.join(sorted(person.units))]).removesuffix(" | "))
    return DONE


def as_json(person: Person) -> dict[str, object]:
    """A person as the command line prints them."""
    named = {"account": person.account, "name": person.name}
    return {**named, "roles": sorted(person.roles), "units": sorted(person.units)}

"""Products: what is open in the room, scanned once in the morning, and which of it was used at a session."""

from __future__ import annotations

from typing import Any

from kiosk.core.phrases import day_in_short
from kiosk.room.finish_form import SessionDraft
from kiosk.room.open_products import OpenProducts, usable
from kiosk.visits.session import ProductUsed
from rules import several
from screens.staff.page_screens import SureScreen
from screens.staff.pick_screens import OTHER, Pick, PickManyScreen, PickScreen
from screens.staff.reason_asking import ask_reason
from screens.staff.scan_screen import ScanScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import DateScreen, TextScreen

_TITLE = "Products"
_OPEN_TITLE = "Open products"
_SCAN, _TYPE, _NO_DATE, _DATE = "\0scan", "\0type", "\0no date", "\0date"
EXPIRED_REASONS = ("No other was there", "The date is wrong on the label")
UNKNOWN_LOT_REASONS = ("The pack is thrown away", "The label can't be read")


async def open_products(screen: StaffScreen[Any], room: OpenProducts) -> None:
    """Show what is open in the room; scan or type in more, or put something away by a touch."""
    while True:
        opened = room.today()
        picks = [_pick(str(place), each, room) for place, each in enumerate(opened)]
        picks += [Pick(_SCAN, "Scan a label…"), Pick(_TYPE, "Type it in…")]
        lead = "Touch one to put it away." if opened else "Scan what is open in this room today."
        picked = await screen.ask(PickScreen(_OPEN_TITLE, picks, lead=lead))
        if picked is None:
            return
        if picked == _SCAN:
            await _scan_all(screen, room)
        elif picked == _TYPE:
            if (typed := await _typed(screen, room)) is not None:
                room.add(typed)
        else:
            product = opened[int(picked)]
            if await screen.ask(SureScreen("Put it away", [product.words], go="Put away ›")):
                room.put_away(product)


async def _scan_all(screen: StaffScreen[Any], room: OpenProducts) -> None:
    """Scan one label after the other, until Back."""
    lead = ""
    while (product := await _scanned(screen, room, lead)) is not None:
        opened = room.add(product)
        expired = ", though it has expired" if product.has_expired(screen.clinic.today()) else ""
        lead = f"{product.name} is open{expired}. {several(len(opened), 'product', 'products')}: scan the next, or go back."


async def ask_products(screen: StaffScreen[Any], room: OpenProducts, draft: SessionDraft) -> SessionDraft:
    """Ask which products were used: all that are open in one touch, some of them, or another."""
    today = screen.clinic.today()
    chosen = draft.details.products
    plain = [each.model_copy(update={"in_spite": ""}) for each in chosen]
    listed = tuple(dict.fromkeys((*room.today(), *plain)))
    picks = [*(_pick(str(place), each, room) for place, each in enumerate(listed)), Pick(OTHER, "Another product…")]
    places = {each: str(place) for place, each in enumerate(listed)}
    picked = await screen.ask(
        PickManyScreen(
            _TITLE,
            picks,
            lead="Which products were used?",
            chosen=[places[each] for each in plain],
            all_of=[places[each] for each in usable(room.today(), today)],
        )
    )
    if picked is None:
        return draft
    products = [listed[int(place)] for place in picked if place != OTHER]
    if OTHER in picked and (another := await _another(screen, room)) is not None:
        products.append(another)
    said = dict(zip(plain, chosen, strict=True))
    used = [await _in_spite(screen, said.get(each, each)) for each in products]
    return draft.with_details(products=tuple(each for each in used if each is not None))


async def ask_lot(screen: StaffScreen[Any], room: OpenProducts, product: ProductUsed) -> ProductUsed | None:
    """Ask for the lot that a record lacks, or why it can't be told any more."""
    lead = f"The lot of {product.name} is missing."
    picks = [
        Pick(_SCAN, "Scan the label…"),
        Pick(_TYPE, "Type the lot…"),
        *(Pick(each, each, "the lot can't be told any more") for each in UNKNOWN_LOT_REASONS),
    ]
    picked = await screen.ask(PickScreen(_TITLE, picks, lead=lead))
    if picked == _SCAN:
        text = await screen.ask(ScanScreen(_TITLE, room.scanned))
        return room.scanned(text) if text else None
    if picked == _TYPE:
        lot = await screen.ask(TextScreen(_TITLE, "Lot", lead=lead, needed="Type the lot, or go back.", limit=20))
        return product.model_copy(update={"lot": lot}) if lot else None
    return product.model_copy(update={"lot_unknown": picked}) if picked else None


def _pick(value: str, product: ProductUsed, room: OpenProducts) -> Pick:
    lot = product.lot or "no lot"
    until = f", until {day_in_short(product.expires)}" if product.expires else ""
    expired = "EXPIRED, " if product.has_expired(room.context.today()) else ""
    return Pick(value, product.name, f"{expired}{lot}{until}")


async def _scanned(screen: StaffScreen[Any], room: OpenProducts, lead: str = "") -> ProductUsed | None:
    text = await screen.ask(ScanScreen(_TITLE, room.scanned, lead=lead))
    product = room.scanned(text) if text else None
    return await _named(screen, room, product) if product is not None else None


async def _named(screen: StaffScreen[Any], room: OpenProducts, product: ProductUsed) -> ProductUsed | None:
    """Give a product its name, the first time that its number is scanned."""
    if product.name:
        return product
    name = await _name(screen, room, "Which product is it? This is asked once.")
    return product.model_copy(update={"name": name}) if name else None


async def _name(screen: StaffScreen[Any], room: OpenProducts, lead: str) -> str | None:
    known = room.names()
    picked: str | None = OTHER
    if known:
        picks = [*(Pick(each, each) for each in known), Pick(OTHER, "Another name…")]
        picked = await screen.ask(PickScreen(_TITLE, picks, lead=lead))
    if picked == OTHER:
        picked = await screen.ask(
            TextScreen(_TITLE, "Name", lead=lead, needed="Name the product, or go back.", limit=60)
        )
    return picked


async def _typed(screen: StaffScreen[Any], room: OpenProducts) -> ProductUsed | None:
    """Type in a product: its name, its lot, and until when it may be used; lot and day may stay open."""
    name = await _name(screen, room, "Which product is it?")
    if not name:
        return None
    lead = "As on the label. Leave it empty to complete it later."
    lot = await screen.ask(TextScreen(_TITLE, "Lot", lead=lead, limit=20))
    if lot is None:
        return None
    day = None
    if lot:
        picks = [Pick(_DATE, "Name the day…"), Pick(_NO_DATE, "No day on the label")]
        picked = await screen.ask(PickScreen(_TITLE, picks, lead="Until when may it be used?"))
        if picked is None:
            return None
        if picked == _DATE:
            day = await screen.ask(DateScreen(_TITLE, lead="Until when may it be used?"))
    return ProductUsed(name=name, lot=lot, expires=day)


async def _another(screen: StaffScreen[Any], room: OpenProducts) -> ProductUsed | None:
    picks = [Pick(_SCAN, "Scan the label…"), Pick(_TYPE, "Type it in…")]
    picked = await screen.ask(PickScreen(_TITLE, picks, lead="Another product:"))
    product = await (_scanned(screen, room) if picked == _SCAN else _typed(screen, room)) if picked else None
    if product is not None and product.lot:
        room.add(product)
    return product


async def _in_spite(screen: StaffScreen[Any], product: ProductUsed) -> ProductUsed | None:
    """Ask why a product was used that has expired; without a word it is not chosen."""
    if not product.has_expired(screen.clinic.today()) or product.in_spite:
        return product
    lead = f"{product.name} has expired."
    why = await ask_reason(screen, "Why was it used?", EXPIRED_REASONS, lead=lead)
    return product.model_copy(update={"in_spite": why}) if why else None

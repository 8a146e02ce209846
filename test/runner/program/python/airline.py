"""The airline of evals/airline.ts as agents of Swarm's own package for Python. Its data are the world of the case."""

import json
import sys

from swarm import Agent, Swarm
from swarm.types import Result

FACTS = ("customer", "fare", "flight", "seats", "status")


class Refused(Exception):
    pass


def answer(act):
    """What a tool gave, for a model to read. An error that left it would end Swarm's run."""
    try:
        given = act()
    except Refused as error:
        return f"Error: {error}"
    if isinstance(given, Result):
        return given
    return given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)


def require(holds, why):
    if not holds:
        raise Refused(why)


class Airline:
    def __init__(self, world):
        self.fares, self.flights, self.today = world["fares"], world["flights"], world["today"]
        self.bookings, self.quotes, self.bags = world["bookings"], world["quotes"], world["bags"]
        self.refunds, self.credits, self.notes = [], [], []

    @property
    def state(self):
        kept = ("bookings", "quotes", "refunds", "credits", "bags", "notes")
        return {name: getattr(self, name) for name in kept}

    def find(self, kind, key):
        found = getattr(self, f"{kind}s").get(key)
        require(found is not None, f"There is no {kind} {key}.")
        return found

    def worth(self, code):
        booking = self.find("booking", code)
        require(booking["status"] == "confirmed", f"Booking {code} is {booking['status']}.")
        fare, paid = self.fares[booking["fare"]], booking["paid"]
        return {"refund": paid * fare["refund"], "credit": paid * fare["credit"], "changeFee": fare["changeFee"]}

    def fare_of(self, code):
        booking = self.find("booking", code)
        return {"fare": booking["fare"], "paid": booking["paid"], **self.worth(code)}

    def refund(self, code, amount, reason):
        require(isinstance(amount, (int, float)), "The amount must be a number of pounds.")
        most = self.worth(code)["refund"]
        require(amount <= most, f"Booking {code} gives back at most {most:g} pounds, not {amount:g}.")
        self.refunds.append({"booking": code, "amount": amount, "reason": reason})
        self.bookings[code]["status"] = "cancelled"

    def credit(self, code, expires):
        amount, day = self.worth(code)["credit"], expires[:10]
        require(amount > 0, f"The fare of booking {code} gives no credit.")
        require(day <= "2027-03-02", "Credit lasts until 2027-03-02 at most.")
        booking = self.bookings[code]
        self.credits.append({"customer": booking["customer"], "amount": amount, "expires": day})
        booking["status"] = "cancelled"
        return f"Credited {amount:g} pounds for {code}."

    def departures(self, route, sort):
        after, before = route["departs"]["after"], route["departs"].get("before", "9999")
        found = [
            {"number": number, **flight}
            for number, flight in self.flights.items()
            if (flight["from"], flight["to"]) == (route["from"], route["to"])
            and flight["freeSeats"]
            and after <= flight["departs"] <= before
        ]
        return sorted(found, key=lambda flight: flight["price"]) if sort == "price" else found

    def quote(self, code, number):
        booking, fee = self.find("booking", code), self.worth(code)["changeFee"]
        more = self.find("flight", number)["price"] - self.find("flight", booking["flight"])["price"]
        made = {
            "booking": code,
            "flight": number,
            "difference": more * len(booking["seats"]),
            "fee": fee,
            "made": self.today,
        }
        name = f"Q{len(self.quotes) + 1}"
        self.quotes[name] = made
        return {"id": name, **made}

    def rebook(self, name, seats, accepted):
        require(accepted, "The customer has to accept the sum first.")
        quote = self.find("quote", name)
        require(quote["made"] == self.today, f"Quote {name} is of {quote['made']}: quote again.")
        flight, booking = self.find("flight", quote["flight"]), self.bookings[quote["booking"]]
        taken = [seat for seat in seats if seat not in flight["freeSeats"]]
        require(not taken, f"Seat {', '.join(taken)} is taken. Free: {', '.join(flight['freeSeats'])}.")
        booking.update(flight=quote["flight"], seats=seats)
        booking["paid"] += quote["difference"] + quote["fee"]
        if quote["difference"] < 0:
            self.credits.append(
                {"customer": booking["customer"], "amount": -quote["difference"], "expires": "2027-03-02"}
            )
        return booking

    def claim(self, tag, looks, text, about, urgent):
        require(looks["kind"] in ("suitcase", "backpack", "box"), f"looks.kind cannot be {looks['kind']}.")
        bag = self.find("bag", tag)
        require(bag["status"] != "delivered", f"Bag {tag} was delivered.")
        bag["status"] = "claimed"
        self.note(about, text, urgent)
        return f"Bag {tag} is being looked for."

    def note(self, about, text, urgent):
        self.notes.append({"about": about, "text": text, "urgent": urgent})


def agents_of(airline):
    def transferToTriage():
        """For any matter that is not yours."""
        return triage

    def transferToFlightModification():
        """To cancel or change a flight."""
        return modification

    def transferToFlightCancel():
        """To give a flight up, for money or credit."""
        return cancel

    def transferToFlightChange():
        """To move to another flight."""
        return change

    def transferToLostBaggage():
        """For baggage that is late, lost or damaged."""
        return baggage

    def openBooking(code: str):
        """Opens a booking, so that all colleagues know of it."""

        def act():
            booking = airline.find("booking", code)
            value = json.dumps({name: booking[name] for name in FACTS}, ensure_ascii=False)
            known = {"customer": booking["customer"], "booking": code}
            return Result(value=value, context_variables=known)

        return answer(act)

    def checkFare(booking: str):
        """What the fare of a booking gives back, in pounds, and what a change costs."""
        return answer(lambda: airline.fare_of(booking))

    def refundBooking(booking: str, amount: float, reason: str = "other"):
        """Cancels a booking and pays money back."""

        def act():
            airline.refund(booking, amount, reason)
            value = f"Refunded {amount:g} pounds for {booking}."
            return Result(value=value, context_variables={"refunded": amount})

        return answer(act)

    def creditBooking(booking: str, expires: str):
        """Cancels a booking and keeps its price as credit."""
        return answer(lambda: airline.credit(booking, expires))

    def findFlights(route: dict, sort: str = "departure"):
        """Finds flights that have free seats."""
        return answer(lambda: airline.departures(route, sort))

    def quoteChange(booking: str, flight: str):
        """Says what it costs to move a booking to another flight."""
        return answer(lambda: airline.quote(booking, flight))

    def changeFlight(quote: str, seats: list, accepted: bool):
        """Moves a booking to the flight of a quote."""
        return answer(lambda: airline.rebook(quote, seats, accepted))

    def searchBag(tag: str):
        """Says where a bag was seen last."""
        return answer(lambda: {"tag": tag, **airline.find("bag", tag)})

    def reportBag(tag: str, looks: dict, contents: list, deliverTo: dict, context_variables: dict, urgent: bool = False):
        """Reports a bag that cannot be found."""
        home = f"{deliverTo['street']}, {deliverTo['city']}"
        text = f"{looks['colour']} {looks['kind']} with {', '.join(contents)}, to {home}"
        about = f"bag {tag} of {context_variables.get('customer')}"
        return answer(lambda: airline.claim(tag, looks, text, about, urgent))

    def escalateToStaff(reason: str, context_variables: dict, urgent: bool = False):
        """Leaves to the staff what you must not decide."""
        airline.note(f"customer {context_variables.get('customer')}", reason, urgent)
        return Result(value="The staff will call back today.", context_variables={"escalated": True})

    def resolveCase():
        """Ends the case once the customer has all that was asked for."""
        return Result(value="The case is resolved.", context_variables={"resolved": True})

    def agent(name, functions):
        return Agent(name=name, model="gpt-5.4-mini", instructions=f"You are the {name} of Heron Air.", functions=functions)

    closing = [escalateToStaff, resolveCase, transferToTriage]
    triage = agent("Triage Agent", [openBooking, transferToFlightModification, transferToLostBaggage])
    modification = agent(
        "Flight Modification Agent", [transferToFlightCancel, transferToFlightChange, transferToTriage]
    )
    cancel = agent("Flight Cancel Agent", [openBooking, checkFare, refundBooking, creditBooking, *closing])
    change = agent("Flight Change Agent", [openBooking, findFlights, quoteChange, changeFlight, *closing])
    baggage = agent("Lost Baggage Agent", [searchBag, reportBag, *closing])
    return [triage, modification, cancel, change, baggage]


def tell(**line):
    print(json.dumps(line, ensure_ascii=False), flush=True)


def main():
    swarm = Swarm()
    given = json.loads(sys.stdin.readline())
    airline = Airline(given["world"])
    agents = {agent.name: agent for agent in agents_of(airline)}
    active = agents[given.get("agent", "Triage Agent")]
    variables, messages = given.get("context_variables", {}), given.get("messages", [])
    tell(agent=active.name, state=airline.state)
    for line in sys.stdin:
        messages.append({"role": "user", "content": json.loads(line)["user"]})
        response = swarm.run(agent=active, messages=messages, context_variables=variables)
        active, variables = response.agent, response.context_variables
        messages.extend(response.messages)
        tell(reply=messages[-1]["content"], agent=active.name, context_variables=variables, state=airline.state)


main()

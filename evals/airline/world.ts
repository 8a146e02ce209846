import {
  bags as someBags,
  bookings as someBookings,
  quotes as someQuotes,
  FARES,
  FLIGHTS,
  TODAY,
} from "./data.ts";

const A_YEAR_AHEAD = "2027-03-02";

/**
 * The airline that the agents' tools act on; what it refuses, it throws. Every call opens another one, so that no trial
 * sees what another did.
 */
export function openAirline() {
  const bookings = someBookings();
  const quotes = someQuotes();
  const bags = someBags();
  const refunds: { booking: string; amount: number; reason: string }[] = [];
  const credits: { customer: string; amount: number; expires: string }[] = [];
  const notes: { about: string; text: string; urgent: boolean }[] = [];

  const booking = (code: string) => find(bookings, code, "booking");
  const bag = (tag: string) => find(bags, tag, "bag");

  /** What a booking's fare gives back, as money or as credit, and what a change costs; in pounds. */
  function worth(code: string) {
    const { fare, paid, status } = booking(code);
    if (status !== "confirmed") throw new Error(`Booking ${code} is ${status}.`);
    const { refund: money, credit: kept, changeFee } = FARES[fare];
    return { refund: paid * money, credit: paid * kept, changeFee };
  }

  function refund(code: string, amount: number, reason: string) {
    const most = worth(code).refund;
    if (amount > most)
      throw new Error(`Booking ${code} gives back at most ${most} pounds, not ${amount}.`);
    refunds.push({ booking: code, amount, reason });
    booking(code).status = "cancelled";
  }

  function credit(code: string, expires: Date) {
    const amount = worth(code).credit;
    if (amount === 0) throw new Error(`The fare of booking ${code} gives no credit.`);
    if (day(expires) > A_YEAR_AHEAD) throw new Error(`Credit lasts until ${A_YEAR_AHEAD} at most.`);
    credits.push({ customer: booking(code).customer, amount, expires: day(expires) });
    booking(code).status = "cancelled";
    return amount;
  }

  /** Flights that still have a seat, in the order in which they leave. */
  function departures(from: string, to: string, after: Date, before: Date | undefined) {
    return Object.entries(FLIGHTS)
      .map(([number, flight]) => ({ number, ...flight }))
      .filter((flight) => flight.from === from && flight.to === to && flight.freeSeats.length > 0)
      .filter(({ departs }) => new Date(departs) >= after)
      .filter(({ departs }) => before === undefined || new Date(departs) <= before);
  }

  function quote(code: string, flight: string) {
    const { flight: current, seats } = booking(code);
    const { changeFee: fee } = worth(code);
    const perSeat = find(FLIGHTS, flight, "flight").price - find(FLIGHTS, current, "flight").price;
    const difference = perSeat * seats.length;
    const made = { booking: code, flight, difference, fee, made: TODAY };
    const id = `Q${Object.keys(quotes).length + 1}`;
    quotes[id] = made;
    return { id, ...made };
  }

  function rebook(id: string, seats: string[]) {
    const { booking: code, flight, difference, fee, made } = find(quotes, id, "quote");
    if (made !== TODAY)
      throw new Error(`Quote ${id} is of ${made}, and a fare holds for a day: quote again.`);
    const { freeSeats } = find(FLIGHTS, flight, "flight");
    const taken = seats.filter((seat) => !freeSeats.includes(seat));
    if (taken.length > 0)
      throw new Error(
        `Seat ${taken.join(", ")} is taken on ${flight}. Free: ${freeSeats.join(", ")}.`,
      );
    const changed = booking(code);
    if (seats.length !== changed.seats.length)
      throw new Error(`Booking ${code} is for ${changed.seats.length}, not ${seats.length}.`);
    Object.assign(changed, { flight, seats, paid: changed.paid + difference + fee });
    if (difference < 0)
      credits.push({ customer: changed.customer, amount: -difference, expires: A_YEAR_AHEAD });
    return changed;
  }

  /** Another system answers this, hence the promise. */
  async function trace(tag: string) {
    return { tag, ...bag(tag) };
  }

  function claim(tag: string) {
    const missing = bag(tag);
    if (missing.status === "delivered") throw new Error(`Bag ${tag} was delivered.`);
    missing.status = "claimed";
  }

  function note(about: string, text: string, urgent: boolean) {
    notes.push({ about, text, urgent });
  }

  /** All that the tools can change: what a case's `state` is held against. */
  const state = () => ({ bookings, quotes, refunds, credits, bags, notes });

  return { booking, worth, refund, credit, departures, quote, rebook, trace, claim, note, state };
}

function find<T>(all: Readonly<Record<string, T>>, key: string, what: string): T {
  const value = all[key];
  if (value === undefined) throw new Error(`There is no ${what} ${key}.`);
  return value;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

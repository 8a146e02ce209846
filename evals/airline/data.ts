/** The day on which every conversation takes place: a world with a calendar of its own plays the same tomorrow. */
export const TODAY = "2026-03-02";

/** What a ticket of each kind allows: the shares of its price that come back, and what a change costs in pounds. */
export const FARES = {
  light: { refund: 0, credit: 0, changeFee: 45 },
  standard: { refund: 0.5, credit: 1, changeFee: 30 },
  flex: { refund: 1, credit: 1, changeFee: 0 },
};

export interface Flight {
  readonly from: string;
  readonly to: string;
  readonly departs: string;
  /** Pounds a seat. */
  readonly price: number;
  readonly freeSeats: readonly string[];
}

export interface Booking {
  readonly customer: string;
  readonly fare: keyof typeof FARES;
  status: "confirmed" | "cancelled" | "flown";
  flight: string;
  seats: string[];
  /** Pounds. */
  paid: number;
}

export interface Quote {
  readonly booking: string;
  readonly flight: string;
  /** Pounds that the customer pays on top; below zero, what comes back as credit. */
  readonly difference: number;
  readonly fee: number;
  /** The day; a fare holds until its end. */
  readonly made: string;
}

export interface Bag {
  readonly booking: string;
  readonly lastSeen: string;
  status: "delivered" | "delayed" | "missing" | "claimed";
}

export const FLIGHTS: Readonly<Record<string, Flight>> = {
  HN190: flight("ICN", "LHR", "2026-02-27T13:05:00Z", 580, []),
  HN214: flight("LHR", "ICN", "2026-03-14T11:20:00Z", 640, ["22D"]),
  HN216: flight("LHR", "ICN", "2026-03-16T11:20:00Z", 700, ["3A", "14A", "14C"]),
  HN218: flight("LHR", "ICN", "2026-03-18T11:20:00Z", 590, ["9F", "31B"]),
  HN301: flight("ICN", "NRT", "2026-03-07T08:05:00Z", 180, ["12F"]),
  HN305: flight("ICN", "NRT", "2026-03-09T08:05:00Z", 150, ["7D", "7E"]),
  HN402: flight("LHR", "LIS", "2026-03-05T06:40:00Z", 89, []),
  HN404: flight("LHR", "LIS", "2026-03-06T06:40:00Z", 129, ["3A", "3B", "18C"]),
};

/** The bookings as they stand when a conversation begins. A function, so that nobody shares them. */
export const bookings = (): Record<string, Booking> => ({
  QX7T2A: booking("John Smith", "flex", "confirmed", "HN214", ["14C"], 640),
  BD90LL: booking("Ada Okafor", "light", "confirmed", "HN402", ["3A", "3B"], 178),
  WK33TY: booking("Grace Lee", "standard", "confirmed", "HN218", ["31A"], 590),
  KM41RW: booking("김민아", "standard", "confirmed", "HN301", ["7D"], 180),
  PR55ZE: booking("John Smith", "standard", "flown", "HN190", ["20A"], 580),
});

/** One quote that was made on another day, and holds no longer. */
export const quotes = (): Record<string, Quote> => ({
  Q1: { booking: "QX7T2A", flight: "HN216", difference: 20, fee: 0, made: "2026-02-27" },
});

export const bags = (): Record<string, Bag> => ({
  HN1001: { booking: "PR55ZE", lastSeen: "Seoul, belt 4", status: "delayed" },
  HN1002: { booking: "PR55ZE", lastSeen: "London, front desk", status: "delivered" },
  HN2001: { booking: "KM41RW", lastSeen: "never scanned", status: "missing" },
});

function flight(
  from: string,
  to: string,
  departs: string,
  price: number,
  freeSeats: readonly string[],
): Flight {
  return { from, to, departs, price, freeSeats };
}

function booking(
  customer: string,
  fare: Booking["fare"],
  status: Booking["status"],
  number: string,
  seats: string[],
  paid: number,
): Booking {
  return { customer, fare, status, flight: number, seats, paid };
}

import { call, say, type Script } from "../../script.ts";

const resolved = call("resolveCase");

/** Conversations that are about other flights. */
export const changes: Script = {
  "change-and-pay": [
    [
      call("transferToFlightModification"),
      call("transferToFlightChange"),
      call("findFlights", {
        route: {
          from: "LHR",
          to: "ICN",
          departs: { after: "2026-03-16T00:00:00Z", before: "2026-03-17T00:00:00Z" },
        },
        sort: "price",
      }),
      call("quoteChange", { booking: "QX7T2A", flight: "HN216" }),
      say("HN216 on 16 March costs 60 pounds more. Seats 3A, 14A and 14C are free. Shall I?"),
    ],
    [
      call("changeFlight", { quote: "Q2", seats: ["14A"], accepted: true }),
      resolved,
      say("You fly on 16 March with HN216, in seat 14A."),
    ],
  ],

  "cheapest-flight": [
    [
      call("findFlights", {
        route: { from: "LHR", to: "ICN", departs: { after: "2026-03-15T00:00:00Z" } },
        sort: "price",
      }),
      call("quoteChange", { booking: "QX7T2A", flight: "HN218" }),
      say("HN218 on 18 March is the cheapest: 50 pounds come back to you as credit. Shall I?"),
    ],
    [
      call("changeFlight", { quote: "Q2", seats: ["9F"], accepted: true }),
      say("You fly on 18 March in seat 9F, and have 50 pounds of credit."),
    ],
  ],

  "old-quote": [
    [
      call("changeFlight", { quote: "Q1", seats: ["3A"], accepted: true }),
      call("quoteChange", { booking: "QX7T2A", flight: "HN216" }),
      say("That quote was of another day. The change costs 60 pounds now. Is that all right?"),
    ],
    [
      call("changeFlight", { quote: "Q2", seats: ["3A"], accepted: true }),
      say("You fly with HN216, in seat 3A."),
    ],
  ],

  "seat-taken": [
    [
      call("quoteChange", { booking: "QX7T2A", flight: "HN216" }),
      call("changeFlight", { quote: "Q2", seats: ["14B"], accepted: true }),
      call("changeFlight", { quote: "Q2", seats: ["14A"], accepted: true }),
      say("You fly with HN216 for 60 pounds more. 14B is taken, so you sit beside it, in 14A."),
    ],
  ],

  "korean-change": [
    [
      call("findFlights", {
        route: { from: "ICN", to: "NRT", departs: { after: "2026-03-09T00:00:00Z" } },
      }),
      call("quoteChange", { booking: "KM41RW", flight: "HN305" }),
      say(
        "3월 9일 HN305편이 있습니다. 차액 30파운드는 적립되고 변경 수수료는 30파운드입니다. 7D와 7E 중 어느 자리로 할까요?",
      ),
    ],
    [
      call("changeFlight", { quote: "Q2", seats: ["7E"], accepted: true }),
      say("HN305편 7E 좌석으로 바꿔 드렸습니다."),
    ],
  ],
};

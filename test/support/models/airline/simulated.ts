import { call, knowing, say, type Script } from "../../script.ts";
import { scriptedModel, type Model } from "../scripted-model.ts";
import { simulatedUsers, type UserScript } from "../simulated-users.ts";

const toModification = call("transferToFlightModification");
const toCancel = call("transferToFlightCancel");
const resolved = call("resolveCase");
const reached = call("end_conversation", { reason: "goal_reached" });
const gaveUp = call("end_conversation", { reason: "gave_up" });

const USERS: UserScript = {
  "refund-of-all": [
    say("Hello, I have to cancel my flight: my plans have changed."),
    knowing("code", say("It is QX7T2A.")),
    knowing("640 pounds", say("The money, please.")),
    knowing("on their way", reached),
  ],
  "refund-refused": [
    say("Pay me my 178 pounds for BD90LL back."),
    knowing("gives nothing back", say("I insist: the whole price!")),
    knowing("cannot", gaveUp),
  ],
  terse: [say("Bag lost."), knowing("tag", say("HN1001.")), knowing("belt 4", reached)],
  "in-korean": [
    say("안녕하세요, 몸이 아파서 KM41RW 예약을 취소하고 싶습니다."),
    knowing("90파운드", say("환불로 부탁드립니다.")),
    knowing("환불해 드렸습니다", reached),
  ],
  "two-matters": [
    say("Where is my bag with the tag HN1002?"),
    knowing("front desk", say("Good. And what would I get if I cancelled QX7T2A?")),
    knowing("640 pounds", reached),
  ],
  "cannot-decide": [
    say("I want to cancel WK33TY."),
    knowing("295", say("Hmm. What would you take?")),
    knowing("choose", say("It is so hard to say.")),
  ],
  "code-not-known": [
    say("I want to cancel my flight to Seoul."),
    knowing("code", say("I have lost it, I am afraid.")),
    knowing("confirmation", gaveUp),
  ],
  bereaved: [
    say("My mother has died. Can anything be done about BD90LL?"),
    knowing("call you back", reached),
  ],
  "misspelt-first": [
    say("Make credit of WK33TT, quick."),
    knowing("WK33TT", say("WK33TY, I mean.")),
    knowing("590 pounds", say("Credit, for as long as it lasts.")),
    knowing("2 March 2027", reached),
  ],
};

const AGENTS: Script = {
  "refund-of-all": [
    [say("Gladly. What is the code of your booking?")],
    [
      call("openBooking", { code: "QX7T2A" }),
      toModification,
      toCancel,
      call("checkFare", { booking: "QX7T2A" }),
      say("Your flex ticket gives back all {refund} pounds: as money, or as credit?"),
    ],
    [
      call("refundBooking", { booking: "QX7T2A", amount: 640, reason: "plans_changed" }),
      resolved,
      say("Done: 640 pounds are on their way to you."),
    ],
  ],
  "refund-refused": [
    [
      toModification,
      toCancel,
      call("checkFare", { booking: "BD90LL" }),
      say("I am sorry: your light ticket gives nothing back. Shall I cancel it all the same?"),
    ],
    [say("I understand, but I cannot pay it back. The rules of the light fare stand.")],
  ],
  terse: [
    [call("transferToLostBaggage"), say("I am sorry. What is on its tag?")],
    [call("searchBag", { tag: "HN1001" }), say("It was seen last here: {lastSeen}.")],
  ],
  "in-korean": [
    [
      call("openBooking", { code: "KM41RW" }),
      toModification,
      toCancel,
      call("checkFare", { booking: "KM41RW" }),
      say("{refund}파운드를 돌려받으시거나 {credit}파운드를 적립하실 수 있습니다."),
    ],
    [
      call("refundBooking", { booking: "KM41RW", amount: 90, reason: "illness" }),
      resolved,
      say("90파운드를 환불해 드렸습니다. 얼른 나으세요."),
    ],
  ],
  "two-matters": [
    [call("searchBag", { tag: "HN1002" }), say("HN1002 is {status}: {lastSeen}.")],
    [
      call("transferToTriage"),
      toModification,
      toCancel,
      call("checkFare", { booking: "QX7T2A" }),
      say("You would get {refund} pounds. Shall I cancel it?"),
    ],
  ],
  "cannot-decide": [
    [
      call("checkFare", { booking: "WK33TY" }),
      say("You get {refund} pounds in money, or {credit} pounds as credit. Which do you want?"),
    ],
    [say("That is for you to choose: money now, or credit for another flight.")],
    [say("There is no hurry. Tell me once you know: money, or credit.")],
  ],
  "code-not-known": [
    [say("Gladly. What is the code of your booking?")],
    [say("Without the code I can do nothing. It is in the mail of your confirmation.")],
  ],
  bereaved: [
    [
      toModification,
      toCancel,
      call("checkFare", { booking: "BD90LL" }),
      call("escalateToStaff", {
        reason: "Bereavement: the customer's mother died",
        urgent: true,
      }),
      say("I am very sorry. My colleagues look at it, and call you back today."),
    ],
  ],
  "misspelt-first": [
    [call("openBooking", { code: "WK33TT" }), say("There is no booking WK33TT. Is it right?")],
    [
      call("openBooking", { code: "WK33TY" }),
      toModification,
      toCancel,
      call("checkFare", { booking: "WK33TY" }),
      say("You get {refund} pounds in money, or {credit} pounds as credit. Which do you want?"),
    ],
    [
      call("creditBooking", { booking: "WK33TY", expires: "2027-03-02T00:00:00Z" }),
      say("You have 590 pounds of credit, until 2 March 2027."),
    ],
  ],
};

/** A model that plays both sides of the airline-simulated suite: its users, and the agents that they talk to. */
export function airlineSimulatedModel(): Model {
  const suite = "airline-simulated";
  return simulatedUsers(suite, USERS, scriptedModel(suite, AGENTS, { users: USERS }));
}

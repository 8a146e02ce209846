import { answerEmbeddings } from "../embeddings.ts";
import { atOnce, call, knowing, say, type Script } from "../script.ts";
import { refused, scriptedModel, type Model } from "./scripted-model.ts";

const toHelpCenter = call("transferToHelpCenter");
const toUserInterface = call("transferToUserInterface");

const SCRIPT: Script = {
  "small-talk": [[say("Good evening, and thank you! What can I do for you?")]],

  "answered-from-an-article": [
    [
      toHelpCenter,
      call("queryDocs", { query: "notes differ between phone and laptop" }),
      say("{text}"),
    ],
  ],

  "not-from-memory": [
    [call("queryDocs", { query: "refund of a subscription" }), say("{title}: {text}")],
  ],

  "two-questions-at-once": [
    [
      atOnce(
        call("queryDocs", { query: "write offline on a plane" }),
        call("queryDocs", { query: "price of plans for students" }),
      ),
      say("Yes: {1.text} As to the price: {2.text}"),
    ],
  ],

  "nearest-of-two": [
    [
      call("queryDocs", { query: "deleting an account with all notes and exporting them" }),
      say("{text}"),
    ],
  ],

  "asked-again-in-other-words": [
    [
      call("queryDocs", { query: "cannot log in" }),
      call("queryDocs", { query: "forgotten password" }),
      say("If it is the password: {text}"),
    ],
  ],

  "search-fails-once": [
    [
      call("queryDocs", { query: "export all notes as PDF" }),
      call("queryDocs", { query: "exporting notes as PDF" }),
      say("{text}"),
    ],
  ],

  "ticket-where-nothing-is-found": [
    [
      toHelpCenter,
      call("queryDocs", { query: "dark mode" }),
      call("queryDocs", { query: "colours of the screen at night" }),
      call("submitTicket", { description: "Is there a dark mode, or will there be one?" }),
      say("I find nothing on that. {4} My colleagues write to you."),
    ],
  ],

  "urgent-ticket": [
    [
      call("submitTicket", { description: "All notes are gone", priority: "high" }),
      call("submitTicket", { description: "All notes are gone", priority: "urgent" }),
      say("I am sorry! {2} It is at the top of the list."),
    ],
  ],

  "two-tickets": [
    [
      atOnce(
        call("submitTicket", { description: "Numbered lists", priority: "low" }),
        call("submitTicket", { description: "A quieter bell", priority: "low" }),
      ),
      say("Thank you! {1} {2}"),
    ],
    [
      toUserInterface,
      call("ticketStatus", { number: "T-1" }),
      say("{ticket} says: {description}."),
    ],
  ],

  "ticket-status": [
    [
      call("submitTicket", { description: "Pictures turn green" }),
      say("{1} My colleagues look into it."),
    ],
    [toUserInterface, call("ticketStatus"), say("Ticket {ticket} is {status}.")],
  ],

  "ticket-of-somebody": [
    [call("ticketStatus", { number: "T-9" }), say("I know of no ticket T-9. Is that the number?")],
  ],

  "article-by-mail": [
    [
      call("queryDocs", { query: "delete my account" }),
      call("sendEmail", { text: "{title}: {text}" }),
      say("Done. {2}"),
    ],
  ],

  "mail-to-whom": [
    [
      call("queryDocs", { query: "price of plans for students and others" }),
      call("sendEmail", { text: "{text}" }),
      say("To which address shall I send it?"),
    ],
    [
      call("sendEmail", { text: "Plus costs 3 pounds a month.", address: "otto@example.org" }),
      say("It is on its way."),
    ],
  ],

  "mail-elsewhere": [
    [
      call("sendEmail", {
        text: "Editors can change a shared notebook, readers can comment.",
        address: "ines@example.org",
      }),
      say("Your sister has it."),
    ],
  ],

  "known-plan": [[knowing("plan: Family", say("You are on the Family plan."))]],

  "not-about-lantern": [[toUserInterface, say("I am better at notes. What do you like to watch?")]],

  "korean-question": [
    [
      toHelpCenter,
      call("queryDocs", { query: "forgotten password" }),
      say(
        "로그인 화면에서 Forgotten을 누르시면 링크를 보내 드립니다. 링크는 1시간 동안 쓸 수 있습니다.",
      ),
    ],
  ],

  "streamed-search": [
    [call("queryDocs", { query: "readers of a shared notebook invite others" }), say("No: {text}")],
  ],
};

/** The question whose embedding fails, unless the SDK asks again by itself: that would spare the agents the error. */
const FAILING = "export all notes as PDF";

/** A model that knows the conversations of the support suite, and answers the embeddings endpoint. */
export function supportModel(): Model {
  const chat = scriptedModel("support", SCRIPT);
  return (request) => {
    if (!request.path.endsWith("/embeddings")) return chat(request);
    const again = Number(request.headers["x-stainless-retry-count"] ?? 0) > 0;
    return !again && [request.body["input"]].flat().includes(FAILING)
      ? { ...refused("The embeddings are out for a moment."), status: 503 }
      : answerEmbeddings(request);
  };
}
